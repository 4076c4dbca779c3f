-- Public lists walk along an index that is in their order and holds nothing but what may be listed. The end of the time
-- on display stands in it, so that records can be counted without being read. Lists of the past keep the indexes they have.
CREATE INDEX publication_listed ON publication (first_published_at DESC, id DESC) INCLUDE (display_until)
  WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY';
CREATE INDEX publication_listed_by_area ON publication (area_code, first_published_at DESC, id DESC)
  INCLUDE (display_until)
  WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY';
CREATE INDEX publication_listed_by_item ON publication (item_code, first_published_at DESC, id DESC)
  INCLUDE (display_until)
  WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY';
CREATE INDEX publication_listed_by_organization_and_item
  ON publication (organization_code, item_code, first_published_at DESC, id DESC) INCLUDE (display_until)
  WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY';
CREATE INDEX publication_listed_by_organization
  ON publication (organization_code, first_published_at DESC, id DESC) INCLUDE (display_until)
  WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY';
CREATE INDEX publication_listed_by_kind ON publication (kind, first_published_at DESC, id DESC)
  INCLUDE (display_until)
  WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY';

-- About how many records a list has, as the planner reckons from its statistics: for lists too long to be counted.
-- Volatile, since PostgreSQL explains nothing in a function that says it is not.
CREATE FUNCTION estimated_records(
  areas text[], items text[], organizations text[], kinds text[], since timestamptz, until timestamptz
) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  conditions text := '';
  plan json;
BEGIN
  IF areas IS NOT NULL THEN conditions := conditions || format(' AND area_code = ANY (%L::text[])', areas); END IF;
  IF items IS NOT NULL THEN conditions := conditions || format(' AND item_code = ANY (%L::text[])', items); END IF;
  IF organizations IS NOT NULL THEN
    conditions := conditions || format(' AND organization_code = ANY (%L::text[])', organizations);
  END IF;
  IF kinds IS NOT NULL THEN conditions := conditions || format(' AND kind = ANY (%L::text[])', kinds); END IF;
  IF since IS NOT NULL THEN conditions := conditions || format(' AND first_published_at >= %L', since); END IF;
  IF until IS NOT NULL THEN conditions := conditions || format(' AND first_published_at < %L', until); END IF;
  EXECUTE $q$EXPLAIN (FORMAT JSON) SELECT FROM publication
    WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY'$q$ || conditions INTO plan;
  RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::numeric::int;
END $$;
