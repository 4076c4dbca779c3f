-- CreateEnum
CREATE TYPE "privacy_decision_kind" AS ENUM ('PUBLISHABLE', 'MUST_GO');

-- CreateTable
CREATE TABLE "privacy_decision" (
    "id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "finding_key" TEXT NOT NULL,
    "decision" "privacy_decision_kind" NOT NULL,
    "reason" TEXT NOT NULL,
    "actor_id" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "privacy_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "privacy_decision_edition_id_idx" ON "privacy_decision"("edition_id");

-- AddForeignKey
ALTER TABLE "privacy_decision" ADD CONSTRAINT "privacy_decision_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "privacy_decision" ADD CONSTRAINT "privacy_decision_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was decided, and why, is kept like a signature: a later decision is another row.
ALTER TABLE privacy_decision ADD CONSTRAINT privacy_decision_reasoned CHECK (btrim(reason) <> '');
CREATE TRIGGER privacy_decision_keep BEFORE UPDATE OR DELETE ON privacy_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER privacy_decision_no_truncate BEFORE TRUNCATE ON privacy_decision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The key that findings of personal data are hashed with, so that their hashes tell nothing of them.
INSERT INTO installation (name, value)
VALUES ('finding-key', gen_random_uuid()::text || gen_random_uuid()::text);
