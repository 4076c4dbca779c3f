-- AlterTable
ALTER TABLE "publication" ADD COLUMN     "display_until" TIMESTAMPTZ(3);

-- What Prisma's schema cannot say. Nothing below may be dropped by a later migration without an ADR.
ALTER TABLE publication ADD CONSTRAINT publication_tombstone_is_not_on_display
  CHECK (withdrawal_type IS NULL OR display_until IS NULL);

-- Asked every minute, and by every search: what is on display, and until when.
CREATE INDEX publication_on_display ON publication (display_until)
  WHERE valid_to IS NULL AND display_until IS NOT NULL;
