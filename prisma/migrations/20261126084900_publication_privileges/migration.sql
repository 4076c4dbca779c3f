-- What is public is kept by privileges too, not by triggers alone: the application ends the span of a publication, and
-- empties a record by the one function that does nothing else.
ALTER FUNCTION purge_record SECURITY DEFINER SET search_path = public, pg_temp;
REVOKE EXECUTE ON FUNCTION purge_record FROM PUBLIC;

CREATE OR REPLACE FUNCTION grant_to_application() RETURNS void LANGUAGE plpgsql AS $$
DECLARE place text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongkai_app') THEN RETURN; END IF;
  FOR place IN SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'pgboss') LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO gongkai_app', place);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO gongkai_app', place);
    EXECUTE format('GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA %I TO gongkai_app', place);
  END LOOP;
  -- Tables that come later, those of the job queue among them.
  ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO gongkai_app;
  ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gongkai_app;
  ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO gongkai_app;
  REVOKE UPDATE, DELETE, TRUNCATE ON audit_event, review_step, edition_participant, security_event,
    proof_shape, proof_entry, proof_node, proof_checkpoint, proof_key FROM gongkai_app;
  REVOKE UPDATE, DELETE, TRUNCATE ON publication, publication_row FROM gongkai_app;
  GRANT UPDATE (valid_to) ON publication TO gongkai_app;
  GRANT EXECUTE ON FUNCTION purge_record TO gongkai_app;
  REVOKE ALL ON _prisma_migrations FROM gongkai_app;
  GRANT SELECT ON _prisma_migrations TO gongkai_app;
END $$;
SELECT grant_to_application();
