-- What is kept of public answers, here and by others, is kept no longer than until the next scheduled publication: every
-- server hears when one is set. Nothing is told but that.
CREATE FUNCTION tell_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('publication_changed', '');
  RETURN NULL;
END $$;
CREATE TRIGGER release_tell AFTER INSERT OR UPDATE OF state, due_at ON release
  FOR EACH ROW WHEN (NEW.state = 'SCHEDULED') EXECUTE FUNCTION tell_schedule();
