-- AlterTable
ALTER TABLE "publication" ADD COLUMN     "mongolian" JSONB;

-- What Prisma's schema cannot say: a tombstone has no text in any language.
ALTER TABLE publication ADD CONSTRAINT publication_tombstone_without_translation
  CHECK (withdrawal_type IS NULL OR mongolian IS NULL);
