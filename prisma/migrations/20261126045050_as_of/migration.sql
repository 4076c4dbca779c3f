-- What the public saw of one record at a moment; lists of the past are read by their ordinary index.
CREATE INDEX "publication_as_of" ON "publication"("index_number", "valid_from" DESC);
