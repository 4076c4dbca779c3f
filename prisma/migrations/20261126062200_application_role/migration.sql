-- The application works as a role that owns nothing: to what proof rests on it can add, and read it, and no more. Where the
-- user who migrates may not create roles, an administrator creates gongkai_app; until then the triggers stand alone.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongkai_app') THEN
    CREATE ROLE gongkai_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN RAISE NOTICE 'gongkai_app was not created: no right to create roles';
  -- Another database of the cluster is being migrated at the same time.
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'gongkai_app', 'SET') THEN GRANT gongkai_app TO CURRENT_USER; END IF;
EXCEPTION
  WHEN undefined_object OR insufficient_privilege OR unique_violation THEN NULL;
END $$;

CREATE FUNCTION grant_to_application() RETURNS void LANGUAGE plpgsql AS $$
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
  -- Only the end of a publication's span is written, and its content purged: what of it may change is for the triggers.
  REVOKE DELETE, TRUNCATE ON publication FROM gongkai_app;
  REVOKE ALL ON _prisma_migrations FROM gongkai_app;
  GRANT SELECT ON _prisma_migrations TO gongkai_app;
END $$;
SELECT grant_to_application();
