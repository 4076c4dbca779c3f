-- Triggers on rows do not see TRUNCATE, which would empty what may never be deleted.
CREATE TRIGGER publication_no_truncate BEFORE TRUNCATE ON publication
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_step_no_truncate BEFORE TRUNCATE ON review_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER edition_participant_no_truncate BEFORE TRUNCATE ON edition_participant
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was submitted is what is signed: the content of an edition changes only while it is a draft.
CREATE FUNCTION keep_submitted_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'DRAFT' AND (NEW.content IS DISTINCT FROM OLD.content
     OR NEW.content_hash IS DISTINCT FROM OLD.content_hash OR NEW.title IS DISTINCT FROM OLD.title) THEN
    RAISE EXCEPTION 'edition % is no draft', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER edition_keep_submitted_content BEFORE UPDATE ON edition
  FOR EACH ROW EXECUTE FUNCTION keep_submitted_content();
