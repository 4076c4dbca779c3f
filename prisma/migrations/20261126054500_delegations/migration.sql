-- AlterTable
ALTER TABLE "role_grant" ADD COLUMN     "principal_id" UUID;

-- AlterTable
ALTER TABLE "review_step" ADD COLUMN     "principal_id" UUID;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_step" ADD CONSTRAINT "review_step_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Nobody stands in for themselves, and nobody for ever.
ALTER TABLE role_grant ADD CONSTRAINT role_grant_delegated
  CHECK (principal_id IS NULL OR (principal_id <> user_id AND valid_to IS NOT NULL));
CREATE INDEX role_grant_principal ON role_grant (principal_id) WHERE principal_id IS NOT NULL;
