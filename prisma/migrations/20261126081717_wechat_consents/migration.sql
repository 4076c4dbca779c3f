-- AlterEnum
ALTER TYPE "skip_reason" ADD VALUE 'NO_CONSENT';

-- CreateTable
CREATE TABLE "wechat_consent" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "template_id" TEXT NOT NULL,
    "standing" BOOLEAN NOT NULL,
    "tap_id" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "delivery_id" UUID,

    CONSTRAINT "wechat_consent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "wechat_consent_delivery_id_key" ON "wechat_consent"("delivery_id");

-- CreateIndex
CREATE UNIQUE INDEX "wechat_consent_user_id_template_id_tap_id_key" ON "wechat_consent"("user_id", "template_id", "tap_id");

-- AddForeignKey
ALTER TABLE "wechat_consent" ADD CONSTRAINT "wechat_consent_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "wechat_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wechat_consent" ADD CONSTRAINT "wechat_consent_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A consent for good belongs to no message.
ALTER TABLE "wechat_consent" ADD CONSTRAINT "wechat_consent_standing_unused" CHECK (NOT standing OR delivery_id IS NULL);
