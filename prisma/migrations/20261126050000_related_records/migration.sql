-- Records that point to one, or are about the same project, are found by what their content holds. Only what is valid now
-- is looked for.
CREATE INDEX "publication_holds" ON "publication" USING gin (content jsonb_path_ops) WHERE valid_to IS NULL;
