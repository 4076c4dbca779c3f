-- CreateTable
CREATE TABLE "personal_data_access" (
    "id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "personal_data_access_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "personal_data_access_edition_id_user_id_closes_at_idx" ON "personal_data_access"("edition_id", "user_id", "closes_at");

-- AddForeignKey
ALTER TABLE "personal_data_access" ADD CONSTRAINT "personal_data_access_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personal_data_access" ADD CONSTRAINT "personal_data_access_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Who has read what and why stays: 个人信息保护法51.
ALTER TABLE personal_data_access ADD CONSTRAINT personal_data_access_reasoned CHECK (btrim(purpose) <> '');
ALTER TABLE personal_data_access ADD CONSTRAINT personal_data_access_span CHECK (closes_at > opened_at);
CREATE TRIGGER personal_data_access_keep BEFORE UPDATE OR DELETE ON personal_data_access
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER personal_data_access_no_truncate BEFORE TRUNCATE ON personal_data_access
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
