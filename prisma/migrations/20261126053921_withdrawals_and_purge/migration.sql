-- CreateEnum
CREATE TYPE "change_type" AS ENUM ('CORRECTION', 'MINOR', 'REVISION');

-- AlterEnum

ALTER TYPE "withdrawal_type" ADD VALUE 'MERGED';
ALTER TYPE "withdrawal_type" ADD VALUE 'REPLACED';

-- AlterTable
ALTER TABLE "edition" ADD COLUMN     "change_note" TEXT,
ADD COLUMN     "change_type" "change_type",
ADD COLUMN     "purged_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "publication" ADD COLUMN     "change_type" "change_type",
ADD COLUMN     "changes" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "purged_at" TIMESTAMPTZ(3),
ADD COLUMN     "successor_index_number" TEXT;

-- CreateTable
CREATE TABLE "revocation" (
    "id" UUID NOT NULL,
    "disclosure_id" UUID NOT NULL,
    "decided_on" DATE NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3) NOT NULL,
    "explained_at" TIMESTAMPTZ(3),
    "late_seconds" INTEGER,

    CONSTRAINT "revocation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "revocation_disclosure_id_key" ON "revocation"("disclosure_id");

-- AddForeignKey
ALTER TABLE "revocation" ADD CONSTRAINT "revocation_disclosure_id_fkey" FOREIGN KEY ("disclosure_id") REFERENCES "disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say. Nothing below may be dropped by a later migration without an ADR.

-- What a revision does is told before it is submitted, and a correction (更正) tells the public what was wrong.
UPDATE edition SET change_type = 'REVISION' WHERE number > 1 AND feed_grant_id IS NULL;
ALTER TABLE edition ADD CONSTRAINT edition_correction_has_note
  CHECK (change_type IS DISTINCT FROM 'CORRECTION' OR change_note IS NOT NULL OR state = 'DRAFT');
ALTER TABLE publication ADD CONSTRAINT publication_changes CHECK (jsonb_typeof(changes) = 'array');

-- Compared as text: a value that an enum was given a moment ago cannot be used yet.
ALTER TABLE publication ADD CONSTRAINT publication_successor CHECK (
  (withdrawal_type::text IN ('MERGED', 'REPLACED')) IS TRUE = (successor_index_number IS NOT NULL)
  AND successor_index_number <> index_number);

-- 伪造发稿日期: nobody tells the database that something was public before it was. A few seconds are for clocks that differ.
-- Where installation has clock = simulated, as in tests whose clock stands still, the times are nobody's.
CREATE FUNCTION refuse_back_dating() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE first timestamptz;
BEGIN
  IF NEW.valid_from < transaction_timestamp() - interval '10 seconds'
     AND NOT EXISTS (SELECT FROM installation WHERE name = 'clock' AND value = 'simulated') THEN
    RAISE EXCEPTION 'a publication of now cannot be valid from %', NEW.valid_from USING ERRCODE = 'check_violation';
  END IF;
  SELECT first_published_at INTO first FROM publication WHERE disclosure_id = NEW.disclosure_id LIMIT 1;
  IF NEW.first_published_at IS DISTINCT FROM coalesce(first, NEW.valid_from) THEN
    RAISE EXCEPTION 'record % was first public at another time', NEW.disclosure_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER publication_not_back_dated BEFORE INSERT ON publication
  FOR EACH ROW EXECUTE FUNCTION refuse_back_dating();

-- 行政处罚法48: the clock runs from the decision and is stopped once.
ALTER TABLE revocation ADD CONSTRAINT revocation_explained_late
  CHECK ((explained_at IS NULL) = (late_seconds IS NULL) AND late_seconds >= 0);
CREATE INDEX revocation_open ON revocation (due_at, id) WHERE explained_at IS NULL;
CREATE FUNCTION keep_revocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.explained_at IS NOT NULL
     OR to_jsonb(NEW) - '{explained_at,late_seconds}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{explained_at,late_seconds}'::text[] THEN
    RAISE EXCEPTION 'the clock of a revocation is kept' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER revocation_keep BEFORE UPDATE ON revocation
  FOR EACH ROW EXECUTE FUNCTION keep_revocation();
CREATE TRIGGER revocation_no_delete BEFORE DELETE ON revocation
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER revocation_no_truncate BEFORE TRUNCATE ON revocation
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- 个人信息保护法47: what was withdrawn for PRIVACY is emptied; that it was there, when, and its hash stay (ADR 0021).
ALTER TABLE publication DROP CONSTRAINT publication_or_tombstone;
ALTER TABLE publication ADD CONSTRAINT publication_or_tombstone CHECK (
  CASE WHEN withdrawal_type IS NULL
    THEN edition_id IS NOT NULL AND (title IS NOT NULL OR purged_at IS NOT NULL) AND withdrawal_reason IS NULL
    ELSE edition_id IS NULL AND withdrawal_reason IS NOT NULL AND body_html IS NULL AND body_text IS NULL
         AND (withdrawal_type <> 'PRIVACY' OR title IS NULL)
  END);

CREATE FUNCTION is_withdrawn_for_privacy(record uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM publication
                  WHERE disclosure_id = record AND withdrawal_type = 'PRIVACY' AND valid_to IS NULL)
$$;

-- What is left of a publication: everything that says nothing of its content.
CREATE FUNCTION purged(of publication, at timestamptz) RETURNS publication LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_populate_record(of, jsonb_build_object(
    'purged_at', at, 'title', NULL, 'summary', NULL, 'keywords', '[]'::jsonb, 'doc_number', NULL, 'formed_on', NULL,
    'display_until', NULL, 'content', '{}'::jsonb, 'body_html', NULL, 'body_text', NULL, 'mongolian', NULL,
    'attachments', '[]'::jsonb, 'attachment_text', '', 'series', NULL, 'series_at', NULL, 'brief', NULL,
    'search_text', '', 'changes', '[]'::jsonb, 'salt', NULL,
    'withdrawal_reason', CASE WHEN of.withdrawal_reason IS NOT NULL THEN '已清除' END))
$$;

-- A publication is immutable but for the end of its span, written once, and for being purged as a whole.
CREATE OR REPLACE FUNCTION keep_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.purged_at IS NULL AND NEW.purged_at IS NOT NULL AND is_withdrawn_for_privacy(OLD.disclosure_id)
     AND OLD.withdrawal_type IS DISTINCT FROM 'PRIVACY'
     AND to_jsonb(NEW) = to_jsonb(purged(OLD, NEW.purged_at)) THEN
    RETURN NEW;
  END IF;
  IF OLD.valid_to IS NOT NULL OR NEW.valid_to IS NULL
     OR to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to' THEN
    RAISE EXCEPTION 'publications are immutable' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- Rows go with the publication that was purged.
CREATE FUNCTION keep_publication_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
     AND EXISTS (SELECT FROM publication WHERE id = OLD.publication_id AND purged_at IS NOT NULL) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'rows of a publication are never changed' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER publication_row_keep ON publication_row;
CREATE TRIGGER publication_row_keep BEFORE UPDATE OR DELETE ON publication_row
  FOR EACH ROW EXECUTE FUNCTION keep_publication_row();

-- What is signed covers what is told of the change. Once purged, an edition is empty for good.
CREATE OR REPLACE FUNCTION keep_submitted_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.purged_at IS NULL AND NEW.purged_at IS NOT NULL AND NEW.content_hash = OLD.content_hash
     AND NEW.content = '{}' AND NEW.tables = '{}' AND NEW.title IS NULL AND NEW.change_note IS NULL
     AND NEW.state NOT IN ('DRAFT', 'IN_REVIEW', 'APPROVED') AND is_withdrawn_for_privacy(NEW.disclosure_id) THEN
    RETURN NEW;
  END IF;
  IF NEW.purged_at IS DISTINCT FROM OLD.purged_at OR ((OLD.state <> 'DRAFT' OR OLD.purged_at IS NOT NULL)
     AND (NEW.content IS DISTINCT FROM OLD.content OR NEW.tables IS DISTINCT FROM OLD.tables
       OR NEW.content_hash IS DISTINCT FROM OLD.content_hash OR NEW.title IS DISTINCT FROM OLD.title
       OR NEW.change_type IS DISTINCT FROM OLD.change_type OR NEW.change_note IS DISTINCT FROM OLD.change_note)) THEN
    RAISE EXCEPTION 'edition % is no draft', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION keep_submitted_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM edition WHERE id IN (SELECT edition_id FROM touched) AND state <> 'DRAFT'
                AND (TG_OP = 'INSERT' OR purged_at IS NULL)) THEN
    RAISE EXCEPTION 'rows of an edition that is no draft' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

-- Empties a record that was withdrawn for PRIVACY, in every publication and edition; tells the files that no other
-- record has, which are gone from the table as well. The triggers refuse whatever else would be emptied.
CREATE FUNCTION purge_record(record uuid, at timestamptz) RETURNS TABLE (attachment_id uuid) LANGUAGE plpgsql AS $$
DECLARE files uuid[];
BEGIN
  IF NOT is_withdrawn_for_privacy(record) THEN
    RAISE EXCEPTION 'record % is not withdrawn for privacy', record USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT array_agg(DISTINCT file::uuid) INTO files
    FROM edition, jsonb_array_elements_text(edition.content -> 'attachments') file WHERE disclosure_id = record;
  UPDATE publication p SET (purged_at, title, summary, keywords, doc_number, formed_on, display_until, content, body_html,
      body_text, mongolian, attachments, attachment_text, series, series_at, brief, search_text, changes, salt,
      withdrawal_reason)
    = (SELECT r.purged_at, r.title, r.summary, r.keywords, r.doc_number, r.formed_on, r.display_until, r.content,
         r.body_html, r.body_text, r.mongolian, r.attachments, r.attachment_text, r.series, r.series_at, r.brief,
         r.search_text, r.changes, r.salt, r.withdrawal_reason FROM purged(p, at) r)
    WHERE disclosure_id = record AND purged_at IS NULL AND withdrawal_type IS DISTINCT FROM 'PRIVACY';
  DELETE FROM publication_row WHERE publication_id IN (SELECT id FROM publication WHERE disclosure_id = record);
  UPDATE edition SET purged_at = at, content = '{}', tables = '{}', title = NULL, change_note = NULL,
      -- What was a correction says no more what it corrected.
      change_type = CASE WHEN change_note IS NULL THEN change_type ELSE 'REVISION' END,
      state = CASE WHEN state IN ('DRAFT', 'IN_REVIEW', 'APPROVED') THEN 'WITHDRAWN' ELSE state END,
      waiting_step = NULL, waiting_role = NULL, version = version + 1, updated_at = at
    WHERE disclosure_id = record AND purged_at IS NULL;
  DELETE FROM edition_row WHERE edition_id IN (SELECT id FROM edition WHERE disclosure_id = record);
  RETURN QUERY DELETE FROM attachment a WHERE id = ANY (files)
    AND NOT EXISTS (SELECT FROM edition e WHERE e.content -> 'attachments' ? a.id::text) RETURNING a.id;
END $$;
