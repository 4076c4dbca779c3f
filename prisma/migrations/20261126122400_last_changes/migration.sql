-- When a list last changed is asked for with every feed, beginning with the newest change. What lists are narrowed by
-- stands in the index, so that records of other lists are passed over without being read.
CREATE INDEX publication_last_changes ON publication (valid_from DESC)
  INCLUDE (area_code, item_code, organization_code, kind)
  WHERE valid_to IS NULL AND audience = 'SOCIETY';
