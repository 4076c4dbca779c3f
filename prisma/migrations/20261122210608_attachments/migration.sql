-- AlterTable
ALTER TABLE "publication" ADD COLUMN     "attachment_text" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "attachments" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "organization_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "original_sha256" TEXT NOT NULL,
    "text_layer" BOOLEAN,
    "sections" JSONB NOT NULL,
    "uploader_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "attachment_organization_code_idx" ON "attachment"("organization_code");

-- CreateIndex
CREATE INDEX "attachment_uploader_id_idx" ON "attachment"("uploader_id");

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_uploader_id_fkey" FOREIGN KEY ("uploader_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say. Nothing below may be dropped by a later migration without an ADR.

ALTER TABLE attachment ADD CONSTRAINT attachment_hashes
  CHECK (size > 0 AND sha256 ~ '^[0-9a-f]{64}$' AND original_sha256 ~ '^[0-9a-f]{64}$');
ALTER TABLE attachment ADD CONSTRAINT attachment_sections CHECK (jsonb_typeof(sections) = 'array');

-- What is signed, and published, names the file by its id: the row never says anything else of it.
CREATE TRIGGER attachment_keep BEFORE UPDATE ON attachment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Only what no edition has is swept away.
CREATE INDEX edition_attachments ON edition USING gin ((content -> 'attachments'));
CREATE FUNCTION keep_attachment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM edition WHERE content -> 'attachments' ? OLD.id::text) THEN
    RAISE EXCEPTION 'attachment % belongs to an edition', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER attachment_in_use BEFORE DELETE ON attachment
  FOR EACH ROW EXECUTE FUNCTION keep_attachment();

-- Downloads ask which live publication has a file; a tombstone has none.
CREATE INDEX publication_attachments ON publication USING gin (attachments jsonb_path_ops);
ALTER TABLE publication ADD CONSTRAINT publication_tombstone_without_files
  CHECK (withdrawal_type IS NULL OR (attachments = '[]' AND attachment_text = ''));
