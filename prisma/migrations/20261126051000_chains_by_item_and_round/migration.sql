-- DropForeignKey
ALTER TABLE "review_step" DROP CONSTRAINT "review_step_edition_id_actor_id_step_fkey";

-- DropIndex
DROP INDEX "edition_participant_edition_id_user_id_step_key";
DROP INDEX "review_chain_organization_code_key";
DROP INDEX "review_chain_organization_kind_key";

-- AlterTable
ALTER TABLE "edition_participant" DROP CONSTRAINT "edition_participant_pkey";
ALTER TABLE "edition_participant" ADD COLUMN "round" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "edition_participant" ALTER COLUMN "round" DROP DEFAULT;

-- A signer now has a row for every round in which they signed.
ALTER TABLE edition_participant DISABLE TRIGGER edition_participant_keep;
DELETE FROM edition_participant WHERE step > 0;
ALTER TABLE edition_participant ENABLE TRIGGER edition_participant_keep;
INSERT INTO edition_participant (edition_id, user_id, round, step)
SELECT edition_id, actor_id, round, step FROM review_step;

ALTER TABLE "edition_participant" ADD CONSTRAINT "edition_participant_pkey" PRIMARY KEY ("edition_id", "user_id", "round");

-- CreateIndex
CREATE UNIQUE INDEX "edition_participant_edition_id_user_id_round_step_key" ON "edition_participant"("edition_id", "user_id", "round", "step");

-- AddForeignKey
ALTER TABLE "review_step" ADD CONSTRAINT "review_step_edition_id_actor_id_round_step_fkey" FOREIGN KEY ("edition_id", "actor_id", "round", "step") REFERENCES "edition_participant"("edition_id", "user_id", "round", "step") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Nobody signs two steps of a round: the primary key. Nobody signs, in any round, what they wrote: no one is both.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE edition_participant ADD CONSTRAINT edition_participant_round CHECK ((step = 0) = (round = 0));
ALTER TABLE edition_participant ADD CONSTRAINT edition_participant_author_or_signer
  EXCLUDE USING gist (edition_id WITH =, user_id WITH =, (least(step, 1)) WITH <>);

-- AlterTable
ALTER TABLE "review_chain" ADD COLUMN     "item_code" TEXT,
ADD COLUMN     "kind" TEXT,
ADD COLUMN     "set_by_id" UUID;

-- AddForeignKey
ALTER TABLE "review_chain" ADD CONSTRAINT "review_chain_item_code_fkey" FOREIGN KEY ("item_code") REFERENCES "item"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_chain" ADD CONSTRAINT "review_chain_set_by_id_fkey" FOREIGN KEY ("set_by_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A chain is for an organization, alone or for an item or a kind; for an item; for a kind; or for a kind of organization.
ALTER TABLE review_chain DROP CONSTRAINT review_chain_for_one;
ALTER TABLE review_chain ADD CONSTRAINT review_chain_for_one CHECK (
  num_nonnulls(item_code, kind) <= 1
  AND CASE WHEN organization_kind IS NULL THEN num_nonnulls(organization_code, item_code, kind) >= 1
      ELSE num_nonnulls(organization_code, item_code, kind) = 0 END);
CREATE UNIQUE INDEX review_chain_one_each
  ON review_chain (organization_code, item_code, kind, organization_kind) NULLS NOT DISTINCT;

-- CreateTable
CREATE TABLE "review_chain_extra" (
    "id" UUID NOT NULL,
    "item_code" TEXT,
    "kind" TEXT,
    "role" "role" NOT NULL,
    "reason" TEXT NOT NULL,
    "set_by_id" UUID NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_chain_extra_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "review_chain_extra" ADD CONSTRAINT "review_chain_extra_item_code_fkey" FOREIGN KEY ("item_code") REFERENCES "item"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_chain_extra" ADD CONSTRAINT "review_chain_extra_set_by_id_fkey" FOREIGN KEY ("set_by_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE review_chain_extra ADD CONSTRAINT review_chain_extra_for_one CHECK (num_nonnulls(item_code, kind) = 1);
ALTER TABLE review_chain_extra ADD CONSTRAINT review_chain_extra_role CHECK (role IN ('REVIEWER', 'APPROVER'));

-- CreateTable
CREATE TABLE "edition_lock" (
    "edition_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "edition_lock_pkey" PRIMARY KEY ("edition_id")
);

-- AddForeignKey
ALTER TABLE "edition_lock" ADD CONSTRAINT "edition_lock_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edition_lock" ADD CONSTRAINT "edition_lock_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
