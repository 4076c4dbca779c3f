-- CreateTable
CREATE TABLE "posting" (
    "id" UUID NOT NULL,
    "disclosure_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "organization_code" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "posted_from" DATE NOT NULL,
    "posted_to" DATE NOT NULL,
    "photo_id" UUID,
    "recorded_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "posting_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "posting_disclosure_id_recorded_at_idx" ON "posting"("disclosure_id", "recorded_at");

-- CreateIndex
CREATE INDEX "posting_organization_code_idx" ON "posting"("organization_code");

-- CreateIndex
CREATE INDEX "posting_photo_id_idx" ON "posting"("photo_id");

-- AddForeignKey
ALTER TABLE "posting" ADD CONSTRAINT "posting_disclosure_id_version_fkey" FOREIGN KEY ("disclosure_id", "version") REFERENCES "publication"("disclosure_id", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posting" ADD CONSTRAINT "posting_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posting" ADD CONSTRAINT "posting_photo_id_fkey" FOREIGN KEY ("photo_id") REFERENCES "attachment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posting" ADD CONSTRAINT "posting_recorded_by_id_fkey" FOREIGN KEY ("recorded_by_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say. Nothing below may be dropped by a later migration without an ADR.

ALTER TABLE posting ADD CONSTRAINT posting_period CHECK (posted_from <= posted_to);
ALTER TABLE posting ADD CONSTRAINT posting_place CHECK (char_length(place) BETWEEN 1 AND 100);

-- What hung, hung.
CREATE TRIGGER posting_keep BEFORE UPDATE OR DELETE ON posting
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
