-- AlterTable
ALTER TABLE "item" ADD COLUMN     "area_only_kinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "area_only_reason" TEXT;

-- The cache reads a list, and no list is none.
ALTER TABLE "item" ALTER COLUMN "area_only_kinds" SET NOT NULL;
