-- AlterEnum
ALTER TYPE "edition_state" ADD VALUE 'NOT_DISCLOSED';

-- CreateEnum
CREATE TYPE "non_disclosure_ground" AS ENUM ('STATE_SECRET', 'FORBIDDEN_BY_LAW', 'SAFETY_AND_STABILITY', 'THIRD_PARTY', 'INTERNAL_AFFAIRS', 'PROCESS', 'ENFORCEMENT_FILE');

-- CreateEnum
CREATE TYPE "reassessment_outcome" AS ENUM ('EXTENDED', 'OPENED');

-- AlterTable
ALTER TABLE "edition" ADD COLUMN     "undecided_findings" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "non_disclosure" (
    "edition_id" UUID NOT NULL,
    "ground" "non_disclosure_ground" NOT NULL,
    "reason" TEXT NOT NULL,
    "secrecy_reviewer_id" UUID NOT NULL,
    "decided_by_id" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "rest_disclosure_id" UUID,
    "reassess_on" DATE,

    CONSTRAINT "non_disclosure_pkey" PRIMARY KEY ("edition_id")
);

-- CreateTable
CREATE TABLE "reassessment" (
    "id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "outcome" "reassessment_outcome" NOT NULL,
    "reason" TEXT NOT NULL,
    "actor_id" UUID NOT NULL,
    "assessed_at" TIMESTAMPTZ(3) NOT NULL,
    "reassess_on" DATE,

    CONSTRAINT "reassessment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "non_disclosure_limit" (
    "ground" "non_disclosure_ground" NOT NULL,
    "years" INTEGER NOT NULL,

    CONSTRAINT "non_disclosure_limit_pkey" PRIMARY KEY ("ground")
);

-- CreateIndex
CREATE INDEX "reassessment_edition_id_idx" ON "reassessment"("edition_id");

-- AddForeignKey
ALTER TABLE "non_disclosure" ADD CONSTRAINT "non_disclosure_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "non_disclosure" ADD CONSTRAINT "non_disclosure_secrecy_reviewer_id_fkey" FOREIGN KEY ("secrecy_reviewer_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "non_disclosure" ADD CONSTRAINT "non_disclosure_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "non_disclosure" ADD CONSTRAINT "non_disclosure_rest_disclosure_id_fkey" FOREIGN KEY ("rest_disclosure_id") REFERENCES "disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reassessment" ADD CONSTRAINT "reassessment_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "non_disclosure"("edition_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reassessment" ADD CONSTRAINT "reassessment_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- 条例18: what is not disclosed is assessed again from time to time; how long at most is for the county to say.
ALTER TABLE non_disclosure_limit ADD CONSTRAINT non_disclosure_limit_years CHECK (years BETWEEN 1 AND 30);
INSERT INTO non_disclosure_limit (ground, years)
SELECT unnest(enum_range(NULL::non_disclosure_ground)), 3;
CREATE INDEX non_disclosure_due ON non_disclosure (reassess_on) WHERE reassess_on IS NOT NULL;

-- Two people answer for it, and what they decided stays; only the date of the next assessment moves.
ALTER TABLE non_disclosure ADD CONSTRAINT non_disclosure_by_two CHECK (secrecy_reviewer_id <> decided_by_id);
CREATE FUNCTION keep_non_disclosure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'reassess_on' IS DISTINCT FROM to_jsonb(OLD) - 'reassess_on' THEN
    RAISE EXCEPTION 'decisions not to disclose are never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER non_disclosure_keep BEFORE UPDATE ON non_disclosure
  FOR EACH ROW EXECUTE FUNCTION keep_non_disclosure();
CREATE TRIGGER non_disclosure_no_delete BEFORE DELETE ON non_disclosure
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER non_disclosure_no_truncate BEFORE TRUNCATE ON non_disclosure
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE reassessment ADD CONSTRAINT reassessment_extended_until
  CHECK ((outcome = 'EXTENDED') = (reassess_on IS NOT NULL));
CREATE TRIGGER reassessment_keep BEFORE UPDATE OR DELETE ON reassessment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reassessment_no_truncate BEFORE TRUNCATE ON reassessment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- CreateTable
CREATE TABLE "task_claim" (
    "type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_claim_pkey" PRIMARY KEY ("type","subject_id")
);

-- AddForeignKey
ALTER TABLE "task_claim" ADD CONSTRAINT "task_claim_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
