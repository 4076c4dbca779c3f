-- CreateEnum
CREATE TYPE "sms_inbound_state" AS ENUM ('WAITING', 'ANSWERING', 'ANSWERED', 'FAILED', 'UNKNOWN', 'SILENT');

-- CreateTable
CREATE TABLE "sms_inbound" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "state" "sms_inbound_state" NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sms_inbound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sms_nonce" (
    "nonce" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sms_nonce_pkey" PRIMARY KEY ("nonce")
);

-- CreateIndex
CREATE INDEX "sms_inbound_key_idx" ON "sms_inbound"("key");

-- CreateIndex
CREATE INDEX "sms_inbound_sender_received_at_idx" ON "sms_inbound"("sender", "received_at");

-- CreateIndex
CREATE INDEX "sms_inbound_received_at_idx" ON "sms_inbound"("received_at");

-- CreateIndex
CREATE INDEX "sms_nonce_used_at_idx" ON "sms_nonce"("used_at");
