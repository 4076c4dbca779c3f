-- AlterTable
ALTER TABLE "edition" ADD COLUMN     "tables" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "edition_row" (
    "edition_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "no" INTEGER NOT NULL,
    "content" JSONB NOT NULL,

    CONSTRAINT "edition_row_pkey" PRIMARY KEY ("edition_id","field","no")
);

-- CreateTable
CREATE TABLE "publication_row" (
    "publication_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "no" INTEGER NOT NULL,
    "content" JSONB NOT NULL,

    CONSTRAINT "publication_row_pkey" PRIMARY KEY ("publication_id","field","no")
);

-- AddForeignKey
ALTER TABLE "edition_row" ADD CONSTRAINT "edition_row_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "publication_row" ADD CONSTRAINT "publication_row_publication_id_fkey" FOREIGN KEY ("publication_id") REFERENCES "publication"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Rows that were kept within the content move out of it: they are its only lists of objects. The hash of a content that
-- was signed or published stays as it was.
INSERT INTO edition_row (edition_id, field, no, content)
SELECT edition.id, entry.key, element.no, element.value
  FROM edition, jsonb_each(content) entry,
       jsonb_array_elements(CASE jsonb_typeof(entry.value) WHEN 'array' THEN entry.value END)
         WITH ORDINALITY AS element (value, no)
 WHERE jsonb_typeof(entry.value -> 0) = 'object';

ALTER TABLE edition DISABLE TRIGGER edition_keep_submitted_content;
WITH moved AS (
  SELECT edition_id, field, count(*) AS rows,
         encode(sha256(convert_to(string_agg(content::text, ',' ORDER BY no), 'UTF8')), 'hex') AS hash
    FROM edition_row GROUP BY edition_id, field
), summary AS (
  SELECT edition_id, array_agg(field) AS fields,
         jsonb_object_agg(field, jsonb_build_object('rows', rows, 'hash', hash)) AS tables
    FROM moved GROUP BY edition_id
)
UPDATE edition SET content = content - summary.fields, tables = summary.tables
  FROM summary WHERE summary.edition_id = edition.id;
ALTER TABLE edition ENABLE TRIGGER edition_keep_submitted_content;

INSERT INTO publication_row (publication_id, field, no, content)
SELECT publication.id, entry.key, element.no, element.value
  FROM publication, jsonb_each(content) entry,
       jsonb_array_elements(CASE jsonb_typeof(entry.value) WHEN 'array' THEN entry.value END)
         WITH ORDINALITY AS element (value, no)
 WHERE jsonb_typeof(entry.value -> 0) = 'object';

ALTER TABLE publication DISABLE TRIGGER publication_keep;
UPDATE publication SET content = content - moved.fields
  FROM (SELECT publication_id, array_agg(DISTINCT field) AS fields FROM publication_row GROUP BY publication_id) moved
 WHERE moved.publication_id = publication.id;
ALTER TABLE publication ENABLE TRIGGER publication_keep;

-- What is signed covers the tables. Rows are replaced, never changed, and only while their edition is a draft.
CREATE OR REPLACE FUNCTION keep_submitted_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'DRAFT' AND (NEW.content IS DISTINCT FROM OLD.content OR NEW.tables IS DISTINCT FROM OLD.tables
     OR NEW.content_hash IS DISTINCT FROM OLD.content_hash OR NEW.title IS DISTINCT FROM OLD.title) THEN
    RAISE EXCEPTION 'edition % is no draft', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION keep_submitted_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM edition WHERE id IN (SELECT edition_id FROM touched) AND state <> 'DRAFT') THEN
    RAISE EXCEPTION 'rows of an edition that is no draft' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER edition_row_keep_submitted AFTER INSERT ON edition_row
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION keep_submitted_rows();
CREATE TRIGGER edition_row_keep_submitted_too AFTER DELETE ON edition_row
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION keep_submitted_rows();
CREATE TRIGGER edition_row_no_update BEFORE UPDATE ON edition_row
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER edition_row_no_truncate BEFORE TRUNCATE ON edition_row
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Rows are as immutable as their publication, and none comes to it later.
CREATE TRIGGER publication_row_keep BEFORE UPDATE OR DELETE ON publication_row
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_late_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM publication
              WHERE id IN (SELECT publication_id FROM added) AND xmin <> pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'a publication gets all its rows at once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER publication_row_in_time AFTER INSERT ON publication_row
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_rows();
CREATE TRIGGER publication_row_no_truncate BEFORE TRUNCATE ON publication_row
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
