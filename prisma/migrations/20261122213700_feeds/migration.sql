-- CreateTable
CREATE TABLE "feed_grant" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "item_code" TEXT NOT NULL,
    "organization_code" TEXT NOT NULL,
    "granted_by_id" UUID NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "feed_grant_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "disclosure" ADD COLUMN "feed_key" TEXT;

-- AlterTable
ALTER TABLE "edition" ADD COLUMN "feed_grant_id" UUID,
ALTER COLUMN "author_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "publication" ADD COLUMN "series" TEXT,
ADD COLUMN "series_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "feed_grant_client_id_idx" ON "feed_grant"("client_id");

-- CreateIndex
CREATE UNIQUE INDEX "disclosure_kind_organization_code_feed_key_key" ON "disclosure"("kind", "organization_code", "feed_key");

-- AddForeignKey
ALTER TABLE "feed_grant" ADD CONSTRAINT "feed_grant_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "api_client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feed_grant" ADD CONSTRAINT "feed_grant_item_code_fkey" FOREIGN KEY ("item_code") REFERENCES "item"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feed_grant" ADD CONSTRAINT "feed_grant_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feed_grant" ADD CONSTRAINT "feed_grant_granted_by_id_fkey" FOREIGN KEY ("granted_by_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edition" ADD CONSTRAINT "edition_feed_grant_id_fkey" FOREIGN KEY ("feed_grant_id") REFERENCES "feed_grant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Of one organization a client has at most one grant in force for a kind: it says which item is disclosed.
CREATE UNIQUE INDEX feed_grant_in_force ON feed_grant (client_id, kind, organization_code) WHERE revoked_at IS NULL;

-- An edition is written by people, who are then held apart from its signers, or posted by a machine under a grant of
-- the office; what a machine posts is public at once and never waits for a signature.
ALTER TABLE edition ADD CONSTRAINT edition_of_people_or_machine CHECK (num_nonnulls(author_id, feed_grant_id) = 1);
ALTER TABLE edition ADD CONSTRAINT edition_of_machine_is_public CHECK (
  feed_grant_id IS NULL OR (state IN ('PUBLISHED', 'SUPERSEDED', 'WITHDRAWN') AND cardinality(chain) = 0));

-- Nobody makes a text of people out of what a machine posted, or the other way round.
CREATE FUNCTION keep_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.feed_grant_id IS DISTINCT FROM OLD.feed_grant_id OR NEW.author_id IS DISTINCT FROM OLD.author_id THEN
    RAISE EXCEPTION 'the origin of edition % is final', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER edition_keep_origin BEFORE UPDATE ON edition
  FOR EACH ROW EXECUTE FUNCTION keep_origin();

-- The latest of a series and its day, each in one look.
CREATE INDEX publication_series ON publication (kind, series, series_at DESC)
  WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY';
