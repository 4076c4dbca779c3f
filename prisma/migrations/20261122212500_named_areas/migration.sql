-- AlterTable
ALTER TABLE "publication" ADD COLUMN     "audience_name" TEXT,
ADD COLUMN     "audience_organizations" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- A record is for everyone, or for an area that has a name. Nothing here may be dropped without an ADR.
ALTER TABLE publication ADD CONSTRAINT publication_named_area CHECK (
  (audience = 'AREA') = (audience_name IS NOT NULL)
  AND (audience = 'AREA' OR cardinality(coalesce(audience_organizations, '{}')) = 0));

-- What the staff of an area may read: few rows, listed newest first.
CREATE INDEX publication_for_area ON publication (first_published_at DESC, id DESC)
  WHERE valid_to IS NULL AND audience = 'AREA';
