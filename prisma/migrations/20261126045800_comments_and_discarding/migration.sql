-- AlterEnum
ALTER TYPE "edition_state" ADD VALUE 'DISCARDED';

-- CreateEnum
CREATE TYPE "comment_occasion" AS ENUM ('COMMENT', 'RETURN', 'SEND_BACK', 'DISCARD');

-- CreateTable
CREATE TABLE "edition_comment" (
    "id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "occasion" "comment_occasion" NOT NULL DEFAULT 'COMMENT',
    "path" TEXT,
    "text" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "author_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" UUID,

    CONSTRAINT "edition_comment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "edition_comment_edition_id_created_at_id_idx" ON "edition_comment"("edition_id", "created_at", "id");

-- AddForeignKey
ALTER TABLE "edition_comment" ADD CONSTRAINT "edition_comment_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edition_comment" ADD CONSTRAINT "edition_comment_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edition_comment" ADD CONSTRAINT "edition_comment_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Who remarked what, where and when stays; a remark is only resolved and opened again.
ALTER TABLE edition_comment ADD CONSTRAINT edition_comment_resolved_by_somebody
  CHECK ((resolved_at IS NULL) = (resolved_by_id IS NULL));
CREATE FUNCTION keep_edition_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'resolved_at' - 'resolved_by_id'
     IS DISTINCT FROM to_jsonb(OLD) - 'resolved_at' - 'resolved_by_id' THEN
    RAISE EXCEPTION 'comments are never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER edition_comment_keep BEFORE UPDATE ON edition_comment
  FOR EACH ROW EXECUTE FUNCTION keep_edition_comment();
CREATE TRIGGER edition_comment_no_delete BEFORE DELETE ON edition_comment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER edition_comment_no_truncate BEFORE TRUNCATE ON edition_comment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
