-- What Prisma's schema cannot say. Nothing here may be dropped by a later migration without an ADR.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Search without the engine: any part of any text that search may match.
CREATE INDEX publication_search_text_trgm ON publication USING gin (lower(search_text) gin_trgm_ops);

-- What the search engine may still hold although the public may not see it: few rows, asked for by every search.
CREATE INDEX publication_unlisted ON publication (disclosure_id)
  WHERE valid_to IS NULL AND (withdrawal_type IS NOT NULL OR audience <> 'SOCIETY');

-- At most one edition of a record is open, at most one is public.
ALTER TABLE edition ADD CONSTRAINT edition_one_open
  EXCLUDE (disclosure_id WITH =) WHERE (state IN ('DRAFT', 'IN_REVIEW', 'APPROVED'));
ALTER TABLE edition ADD CONSTRAINT edition_one_published
  EXCLUDE (disclosure_id WITH =) WHERE (state = 'PUBLISHED');
ALTER TABLE edition ADD CONSTRAINT edition_waits_only_in_review
  CHECK ((state = 'IN_REVIEW') = (waiting_step IS NOT NULL AND waiting_role IS NOT NULL));

-- At any moment the public sees at most one rendition or tombstone of a record.
ALTER TABLE publication ADD CONSTRAINT publication_one_live
  EXCLUDE (disclosure_id WITH =) WHERE (valid_to IS NULL);
ALTER TABLE publication ADD CONSTRAINT publication_one_live_number
  EXCLUDE (index_number WITH =) WHERE (valid_to IS NULL);
ALTER TABLE publication ADD CONSTRAINT publication_span CHECK (valid_to IS NULL OR valid_to >= valid_from);
ALTER TABLE publication ADD CONSTRAINT publication_or_tombstone CHECK (
  CASE WHEN withdrawal_type IS NULL
    THEN edition_id IS NOT NULL AND title IS NOT NULL AND withdrawal_reason IS NULL
    ELSE edition_id IS NULL AND withdrawal_reason IS NOT NULL AND body_html IS NULL AND body_text IS NULL
         AND (withdrawal_type <> 'PRIVACY' OR title IS NULL)
  END);

-- 三审三校: a signature approves only with all three checks (条例17 for SECRECY); a return says why.
ALTER TABLE review_step ADD CONSTRAINT review_step_complete CHECK (
  CASE decision
    WHEN 'APPROVE' THEN checks @> ARRAY['SECRECY', 'PRIVACY', 'WORDING']::review_check[]
    ELSE comment IS NOT NULL
  END);
ALTER TABLE review_step ADD CONSTRAINT review_step_is_no_author CHECK (step >= 1);
ALTER TABLE edition_participant ADD CONSTRAINT edition_participant_step CHECK (step >= 0);

ALTER TABLE role_grant ADD CONSTRAINT role_grant_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE review_chain ADD CONSTRAINT review_chain_for_one
  CHECK (num_nonnulls(organization_code, organization_kind) = 1);
ALTER TABLE review_chain ADD CONSTRAINT review_chain_steps
  CHECK (cardinality(steps) BETWEEN 1 AND 5 AND steps <@ ARRAY['REVIEWER', 'APPROVER']::role[]);

-- An index number, once given, stays with its record for ever.
CREATE FUNCTION keep_index_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.index_number IS NOT NULL AND NEW.index_number IS DISTINCT FROM OLD.index_number THEN
    RAISE EXCEPTION 'index number % is final', OLD.index_number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_keep_index_number BEFORE UPDATE ON disclosure
  FOR EACH ROW EXECUTE FUNCTION keep_index_number();

-- A publication never changes; only the end of its span is written, once.
CREATE FUNCTION keep_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.valid_to IS NOT NULL OR NEW.valid_to IS NULL
     OR to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to' THEN
    RAISE EXCEPTION 'publications are immutable' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER publication_keep BEFORE UPDATE ON publication
  FOR EACH ROW EXECUTE FUNCTION keep_publication();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER publication_no_delete BEFORE DELETE ON publication
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_step_keep BEFORE UPDATE OR DELETE ON review_step
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER edition_participant_keep BEFORE UPDATE OR DELETE ON edition_participant
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_event_keep BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The key that all servers of the installation sign their cursors with.
INSERT INTO installation (name, value)
VALUES ('cursor-key', gen_random_uuid()::text || gen_random_uuid()::text);
