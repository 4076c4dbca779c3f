-- CreateTable
CREATE TABLE "disclosure_template" (
    "id" UUID NOT NULL,
    "organization_code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "disclosure_template_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "disclosure_template" ADD CONSTRAINT "disclosure_template_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disclosure_template" ADD CONSTRAINT "disclosure_template_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The name of a template is free again when it is out of use.
CREATE UNIQUE INDEX disclosure_template_name ON disclosure_template (organization_code, kind, name)
  WHERE archived_at IS NULL;
