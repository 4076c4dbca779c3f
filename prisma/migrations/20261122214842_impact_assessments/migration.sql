-- CreateTable
CREATE TABLE "impact_assessment" (
    "id" UUID NOT NULL,
    "organization_code" TEXT NOT NULL,
    "programme" TEXT NOT NULL,
    "programme_key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "necessity" TEXT NOT NULL,
    "risks" TEXT NOT NULL,
    "measures" TEXT NOT NULL,
    "assessed_by_id" UUID NOT NULL,
    "assessed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "impact_assessment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "impact_assessment_organization_code_programme_key_version_key" ON "impact_assessment"("organization_code", "programme_key", "version");

-- AddForeignKey
ALTER TABLE "impact_assessment" ADD CONSTRAINT "impact_assessment_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "impact_assessment" ADD CONSTRAINT "impact_assessment_assessed_by_id_fkey" FOREIGN KEY ("assessed_by_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was assessed, and when, is kept (个人信息保护法56: three years at least); a later assessment is another version.
ALTER TABLE impact_assessment ADD CONSTRAINT impact_assessment_version CHECK (version >= 1);
CREATE TRIGGER impact_assessment_keep BEFORE UPDATE OR DELETE ON impact_assessment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER impact_assessment_no_truncate BEFORE TRUNCATE ON impact_assessment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
