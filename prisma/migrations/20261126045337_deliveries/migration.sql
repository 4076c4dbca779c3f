-- CreateEnum
CREATE TYPE "channel" AS ENUM ('WEBHOOK', 'WECHAT', 'SMS', 'BOARD');

-- CreateEnum
CREATE TYPE "digest" AS ENUM ('NOW', 'DAILY', 'WEEKLY');

-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('PLANNED', 'SENDING', 'SENT', 'DELIVERED', 'FAILED', 'UNKNOWN', 'RECALLED', 'SKIPPED');

-- CreateEnum
CREATE TYPE "delivery_purpose" AS ENUM ('PUBLISHED', 'CORRECTED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "delivery_lane" AS ENUM ('URGENT', 'ORDINARY');

-- CreateEnum
CREATE TYPE "skip_reason" AS ENUM ('WITHDRAWN', 'SUPERSEDED', 'UNSUBSCRIBED', 'CHANNEL_OFF', 'NOT_FOLLOWED_UP');

-- CreateEnum
CREATE TYPE "attempt_outcome" AS ENUM ('SENT', 'DELIVERED', 'FAILED', 'WAIT', 'UNKNOWN');

-- CreateTable
CREATE TABLE "item_channel" (
    "item_code" TEXT NOT NULL,
    "channel" "channel" NOT NULL,

    CONSTRAINT "item_channel_pkey" PRIMARY KEY ("item_code","channel")
);

-- CreateTable
CREATE TABLE "organization_channel" (
    "organization_code" TEXT NOT NULL,
    "channel" "channel" NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "quiet_from" TEXT,
    "quiet_to" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "organization_channel_pkey" PRIMARY KEY ("organization_code","channel")
);

-- CreateTable
CREATE TABLE "receiver" (
    "id" UUID NOT NULL,
    "channel" "channel" NOT NULL,
    "sealed_address" TEXT,
    "address_hash" TEXT,
    "person_hash" TEXT,
    "organization_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "forgotten_at" TIMESTAMPTZ(3),

    CONSTRAINT "receiver_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "area_codes" TEXT[],
    "item_codes" TEXT[],
    "organization_codes" TEXT[],
    "kinds" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription" (
    "id" UUID NOT NULL,
    "receiver_id" UUID NOT NULL,
    "area_code" TEXT,
    "item_code" TEXT,
    "organization_code" TEXT,
    "kind" TEXT,
    "words" TEXT[],
    "scope_key" TEXT NOT NULL,
    "digest" "digest" NOT NULL DEFAULT 'NOW',
    "consent_text" TEXT NOT NULL,
    "consent_at" TIMESTAMPTZ(3) NOT NULL,
    "consent_way" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "publication_id" UUID NOT NULL,
    "disclosure_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "receiver_id" UUID NOT NULL,
    "channel" "channel" NOT NULL,
    "purpose" "delivery_purpose" NOT NULL,
    "lane" "delivery_lane" NOT NULL,
    "digest" "digest" NOT NULL DEFAULT 'NOW',
    "seq" BIGSERIAL NOT NULL,
    "state" "delivery_state" NOT NULL,
    "skip_reason" "skip_reason",
    "due_at" TIMESTAMPTZ(3),
    "give_up_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reference" TEXT,
    "code" TEXT,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_attempt" (
    "delivery_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" "attempt_outcome",
    "code" TEXT,
    "reference" TEXT,

    CONSTRAINT "delivery_attempt_pkey" PRIMARY KEY ("delivery_id","no")
);

-- CreateTable
CREATE TABLE "delivery_receipt" (
    "channel" "channel" NOT NULL,
    "reference" TEXT NOT NULL,
    "outcome" "attempt_outcome" NOT NULL,
    "code" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delivery_receipt_pkey" PRIMARY KEY ("channel","reference")
);

-- CreateTable
CREATE TABLE "channel_pace" (
    "channel" "channel" NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_pace_pkey" PRIMARY KEY ("channel")
);

-- CreateTable
CREATE TABLE "critical_alert" (
    "publication_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "raised_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "critical_alert_pkey" PRIMARY KEY ("publication_id")
);

-- CreateIndex
CREATE INDEX "receiver_person_hash_idx" ON "receiver"("person_hash");

-- CreateIndex
CREATE UNIQUE INDEX "receiver_id_channel_key" ON "receiver"("id", "channel");

-- CreateIndex
CREATE UNIQUE INDEX "receiver_channel_address_hash_key" ON "receiver"("channel", "address_hash");

-- CreateIndex
CREATE UNIQUE INDEX "receiver_channel_organization_code_key" ON "receiver"("channel", "organization_code");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_name_key" ON "webhook"("name");

-- CreateIndex
CREATE INDEX "subscription_receiver_id_idx" ON "subscription"("receiver_id");

-- CreateIndex
CREATE INDEX "delivery_disclosure_id_version_idx" ON "delivery"("disclosure_id", "version");

-- CreateIndex
CREATE INDEX "delivery_receiver_id_sent_at_idx" ON "delivery"("receiver_id", "sent_at");

-- CreateIndex
CREATE INDEX "delivery_channel_reference_idx" ON "delivery"("channel", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_publication_id_receiver_id_key" ON "delivery"("publication_id", "receiver_id");

-- CreateIndex
CREATE INDEX "critical_alert_due_at_idx" ON "critical_alert"("due_at");

-- AddForeignKey
ALTER TABLE "item_channel" ADD CONSTRAINT "item_channel_item_code_fkey" FOREIGN KEY ("item_code") REFERENCES "item"("code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_channel" ADD CONSTRAINT "organization_channel_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receiver" ADD CONSTRAINT "receiver_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_id_fkey" FOREIGN KEY ("id") REFERENCES "receiver"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_receiver_id_fkey" FOREIGN KEY ("receiver_id") REFERENCES "receiver"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_publication_id_fkey" FOREIGN KEY ("publication_id") REFERENCES "publication"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_receiver_fkey" FOREIGN KEY ("receiver_id", "channel") REFERENCES "receiver"("id", "channel") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_attempt" ADD CONSTRAINT "delivery_attempt_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "critical_alert" ADD CONSTRAINT "critical_alert_publication_id_fkey" FOREIGN KEY ("publication_id") REFERENCES "publication"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What is still to be done has its time; what is settled has none. UNKNOWN is either.
ALTER TABLE delivery ADD CONSTRAINT delivery_due CHECK (
  CASE WHEN state IN ('PLANNED', 'SENDING') THEN due_at IS NOT NULL
       WHEN state = 'UNKNOWN' THEN true
       ELSE due_at IS NULL END);
ALTER TABLE delivery ADD CONSTRAINT delivery_skip CHECK ((state = 'SKIPPED') = (skip_reason IS NOT NULL));
ALTER TABLE delivery ADD CONSTRAINT delivery_attempts CHECK (attempts >= 0 AND version >= 1);
ALTER TABLE delivery_attempt ADD CONSTRAINT delivery_attempt_ended CHECK ((outcome IS NULL) = (ended_at IS NULL));
ALTER TABLE delivery_receipt ADD CONSTRAINT delivery_receipt_final CHECK (outcome IN ('DELIVERED', 'FAILED'));

-- Whom a delivery is to, and of what, is never changed, and none is ever deleted: the row is why nothing is sent twice.
CREATE FUNCTION keep_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.publication_id, NEW.receiver_id, NEW.channel, NEW.purpose)
     IS DISTINCT FROM (OLD.id, OLD.publication_id, OLD.receiver_id, OLD.channel, OLD.purpose) THEN
    RAISE EXCEPTION 'a delivery is never given another receiver or publication';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_keep BEFORE UPDATE OF id, publication_id, receiver_id, channel, purpose ON delivery
  FOR EACH ROW EXECUTE FUNCTION keep_delivery();
CREATE TRIGGER delivery_no_delete BEFORE DELETE ON delivery
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delivery_no_truncate BEFORE TRUNCATE ON delivery
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The work that is left, in the order in which it is taken up.
CREATE INDEX delivery_due_idx ON delivery (channel, lane, due_at, seq) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_open_of_receiver ON delivery (receiver_id, lane, seq) WHERE due_at IS NOT NULL;

-- A board belongs to an organization; people and endpoints are no organization's.
ALTER TABLE receiver ADD CONSTRAINT receiver_address CHECK (
  CASE channel WHEN 'BOARD' THEN organization_code IS NOT NULL AND address_hash IS NULL
               WHEN 'WEBHOOK' THEN organization_code IS NULL AND address_hash IS NULL
               ELSE organization_code IS NULL AND (address_hash IS NULL) = (forgotten_at IS NOT NULL) END);
ALTER TABLE receiver ADD CONSTRAINT receiver_forgotten CHECK (
  (sealed_address IS NULL) = (address_hash IS NULL) AND (forgotten_at IS NULL OR person_hash IS NULL));

ALTER TABLE organization_channel ADD CONSTRAINT organization_channel_quiet CHECK (
  num_nonnulls(quiet_from, quiet_to) IN (0, 2)
  AND quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$' AND quiet_to ~ '^([01]\d|2[0-3]):[0-5]\d$' AND quiet_from <> quiet_to);

-- A receiver has each scope once, and narrows it by something: nobody subscribes to everything by mistake.
CREATE UNIQUE INDEX subscription_once ON subscription (receiver_id, scope_key) WHERE ended_at IS NULL;
ALTER TABLE subscription ADD CONSTRAINT subscription_narrowed CHECK (
  ended_at IS NOT NULL OR cardinality(words) > 0
  OR num_nonnulls(area_code, item_code, organization_code, kind) > 0);
ALTER TABLE subscription ADD CONSTRAINT subscription_consent CHECK (btrim(consent_text) <> '' AND btrim(consent_way) <> '');
