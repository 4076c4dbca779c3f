-- What became public lately, looked for every minute by whoever keeps the search index.
CREATE INDEX publication_current_since ON publication (valid_from) WHERE valid_to IS NULL;
