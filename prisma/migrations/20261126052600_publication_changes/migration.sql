-- Every server hears of every publication and tombstone, so that answers it keeps in memory do not outlive what they show.
-- A trigger, since nothing that is written past the commands may be missed. Codes only; sent with the commit.
CREATE FUNCTION tell_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('publication_changed', json_build_object(
    'indexNumber', NEW.index_number, 'organization', NEW.organization_code, 'item', NEW.item_code,
    'kind', NEW.kind, 'area', NEW.area_code)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER publication_tell AFTER INSERT ON publication
  FOR EACH ROW EXECUTE FUNCTION tell_publication();
