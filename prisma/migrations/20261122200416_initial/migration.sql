-- CreateEnum
CREATE TYPE "edition_state" AS ENUM ('DRAFT', 'IN_REVIEW', 'APPROVED', 'PUBLISHED', 'SUPERSEDED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "review_decision" AS ENUM ('APPROVE', 'RETURN');

-- CreateEnum
CREATE TYPE "review_check" AS ENUM ('SECRECY', 'PRIVACY', 'WORDING');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER', 'AUDITOR');

-- CreateEnum
CREATE TYPE "client_channel" AS ENUM ('WEBSITE', 'WECHAT', 'SMS', 'FEED');

-- CreateEnum
CREATE TYPE "organization_kind" AS ENUM ('COUNTY', 'COUNTY_OFFICE', 'BUREAU', 'TOWN', 'TOWNSHIP', 'SUBDISTRICT', 'DISTRICT');

-- CreateEnum
CREATE TYPE "audience" AS ENUM ('SOCIETY', 'AREA');

-- CreateEnum
CREATE TYPE "withdrawal_type" AS ENUM ('EXPIRED', 'REVOKED', 'ERROR', 'PRIVACY');

-- CreateEnum
CREATE TYPE "index_status" AS ENUM ('PENDING', 'SYNCED', 'FAILED');

-- CreateEnum
CREATE TYPE "item_audience" AS ENUM ('SOCIETY', 'BOTH');

-- CreateEnum
CREATE TYPE "personal_data" AS ENUM ('NONE', 'POSSIBLE', 'YES', 'SENSITIVE');

-- CreateEnum
CREATE TYPE "duty_basis" AS ENUM ('LISTED', 'TOWNSHIPS', 'DEPARTMENTS');

-- CreateTable
CREATE TABLE "audit_event" (
    "seq" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_role" TEXT,
    "actor_place" TEXT,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "before_hash" TEXT,
    "after_hash" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "installation" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "disclosure" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "item_code" TEXT NOT NULL,
    "organization_code" TEXT NOT NULL,
    "index_number" TEXT,
    "off_duty_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "disclosure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "edition" (
    "id" UUID NOT NULL,
    "disclosure_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "edition_state" NOT NULL DEFAULT 'DRAFT',
    "version" INTEGER NOT NULL DEFAULT 1,
    "title" TEXT,
    "content" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "author_id" UUID NOT NULL,
    "chain" "role"[],
    "round" INTEGER NOT NULL DEFAULT 0,
    "waiting_step" INTEGER,
    "waiting_role" "role",
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "approved_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "edition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "edition_participant" (
    "edition_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,

    CONSTRAINT "edition_participant_pkey" PRIMARY KEY ("edition_id","user_id")
);

-- CreateTable
CREATE TABLE "review_step" (
    "id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "role" "role" NOT NULL,
    "decision" "review_decision" NOT NULL,
    "actor_id" UUID NOT NULL,
    "comment" TEXT,
    "checks" "review_check"[],
    "content_hash" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_chain" (
    "id" UUID NOT NULL,
    "organization_code" TEXT,
    "organization_kind" "organization_kind",
    "steps" "role"[],

    CONSTRAINT "review_chain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "organization_code" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "organization_code" TEXT NOT NULL,
    "subtree" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3),
    "granted_by_id" UUID,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "api_client" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "channel" "client_channel" NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_client_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMPTZ(3),

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "organization" (
    "code" TEXT NOT NULL,
    "short_name" TEXT NOT NULL,
    "full_name" TEXT NOT NULL,
    "kind" "organization_kind" NOT NULL,
    "parent_code" TEXT,
    "path" TEXT[],
    "uscc" TEXT NOT NULL,
    "region_code" TEXT,
    "valid_from" DATE,
    "valid_to" DATE,
    "successor_note" TEXT,
    "position" INTEGER NOT NULL,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "publication" (
    "id" UUID NOT NULL,
    "disclosure_id" UUID NOT NULL,
    "edition_id" UUID,
    "index_number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "area_code" TEXT NOT NULL,
    "item_code" TEXT NOT NULL,
    "organization_code" TEXT NOT NULL,
    "organization_name" TEXT NOT NULL,
    "title" TEXT,
    "summary" TEXT,
    "keywords" TEXT[],
    "doc_number" TEXT,
    "formed_on" DATE,
    "audience" "audience" NOT NULL,
    "content" JSONB NOT NULL,
    "body_html" TEXT,
    "body_text" TEXT,
    "search_text" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "first_published_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3),
    "withdrawal_type" "withdrawal_type",
    "withdrawal_reason" TEXT,

    CONSTRAINT "publication_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "index_counter" (
    "front" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "index_counter_pkey" PRIMARY KEY ("front","year")
);

-- CreateTable
CREATE TABLE "search_state" (
    "disclosure_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "indexed_version" INTEGER,
    "status" "index_status" NOT NULL DEFAULT 'PENDING',
    "task" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "search_state_pkey" PRIMARY KEY ("disclosure_id")
);

-- CreateTable
CREATE TABLE "area" (
    "code" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "principle" TEXT,
    "position" INTEGER NOT NULL,

    CONSTRAINT "area_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "item" (
    "code" TEXT NOT NULL,
    "area_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "title_inferred" BOOLEAN NOT NULL,
    "text" TEXT NOT NULL,
    "audience" "item_audience" NOT NULL,
    "audience_note" TEXT,
    "townships" BOOLEAN NOT NULL,
    "personal_data" "personal_data" NOT NULL,
    "personal_data_kinds" TEXT[],
    "hotline_required" BOOLEAN NOT NULL,
    "kinds" TEXT[],
    "mandated_platforms" TEXT[],
    "note" TEXT,
    "position" INTEGER NOT NULL,

    CONSTRAINT "item_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "item_point" (
    "item_code" TEXT NOT NULL,
    "no" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "quote" TEXT NOT NULL,

    CONSTRAINT "item_point_pkey" PRIMARY KEY ("item_code","no")
);

-- CreateTable
CREATE TABLE "item_cadence" (
    "item_code" TEXT NOT NULL,
    "no" INTEGER NOT NULL,
    "rule" TEXT NOT NULL,
    "phrase" TEXT NOT NULL,
    "applies_to" TEXT,
    "horizon_days" INTEGER,
    "month" INTEGER,
    "day" INTEGER,
    "period" TEXT,

    CONSTRAINT "item_cadence_pkey" PRIMARY KEY ("item_code","no")
);

-- CreateTable
CREATE TABLE "duty" (
    "item_code" TEXT NOT NULL,
    "organization_code" TEXT NOT NULL,
    "basis" "duty_basis" NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "duty_pkey" PRIMARY KEY ("item_code","organization_code")
);

-- CreateIndex
CREATE INDEX "audit_event_subject_type_subject_id_idx" ON "audit_event"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "audit_event_actor_id_idx" ON "audit_event"("actor_id");

-- CreateIndex
CREATE UNIQUE INDEX "disclosure_index_number_key" ON "disclosure"("index_number");

-- CreateIndex
CREATE INDEX "disclosure_organization_code_idx" ON "disclosure"("organization_code");

-- CreateIndex
CREATE INDEX "edition_state_updated_at_idx" ON "edition"("state", "updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "edition_disclosure_id_number_key" ON "edition"("disclosure_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "edition_participant_edition_id_user_id_step_key" ON "edition_participant"("edition_id", "user_id", "step");

-- CreateIndex
CREATE UNIQUE INDEX "review_step_edition_id_round_step_key" ON "review_step"("edition_id", "round", "step");

-- CreateIndex
CREATE UNIQUE INDEX "review_chain_organization_code_key" ON "review_chain"("organization_code");

-- CreateIndex
CREATE UNIQUE INDEX "review_chain_organization_kind_key" ON "review_chain"("organization_kind");

-- CreateIndex
CREATE UNIQUE INDEX "user_account_username_key" ON "user_account"("username");

-- CreateIndex
CREATE INDEX "role_grant_user_id_idx" ON "role_grant"("user_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_client_name_key" ON "api_client"("name");

-- CreateIndex
CREATE UNIQUE INDEX "api_client_secret_hash_key" ON "api_client"("secret_hash");

-- CreateIndex
CREATE UNIQUE INDEX "organization_uscc_key" ON "organization"("uscc");

-- CreateIndex
CREATE INDEX "organization_path_idx" ON "organization" USING GIN ("path");

-- CreateIndex
CREATE UNIQUE INDEX "publication_edition_id_key" ON "publication"("edition_id");

-- CreateIndex
CREATE INDEX "publication_first_published_at_id_idx" ON "publication"("first_published_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "publication_organization_code_first_published_at_idx" ON "publication"("organization_code", "first_published_at" DESC);

-- CreateIndex
CREATE INDEX "publication_item_code_first_published_at_idx" ON "publication"("item_code", "first_published_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "publication_disclosure_id_version_key" ON "publication"("disclosure_id", "version");

-- CreateIndex
CREATE INDEX "search_state_status_updated_at_idx" ON "search_state"("status", "updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "area_slug_key" ON "area"("slug");

-- CreateIndex
CREATE INDEX "duty_organization_code_idx" ON "duty"("organization_code");

-- AddForeignKey
ALTER TABLE "disclosure" ADD CONSTRAINT "disclosure_item_code_fkey" FOREIGN KEY ("item_code") REFERENCES "item"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disclosure" ADD CONSTRAINT "disclosure_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edition" ADD CONSTRAINT "edition_disclosure_id_fkey" FOREIGN KEY ("disclosure_id") REFERENCES "disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edition" ADD CONSTRAINT "edition_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edition_participant" ADD CONSTRAINT "edition_participant_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edition_participant" ADD CONSTRAINT "edition_participant_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_step" ADD CONSTRAINT "review_step_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_step" ADD CONSTRAINT "review_step_edition_id_actor_id_step_fkey" FOREIGN KEY ("edition_id", "actor_id", "step") REFERENCES "edition_participant"("edition_id", "user_id", "step") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_chain" ADD CONSTRAINT "review_chain_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_account" ADD CONSTRAINT "user_account_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization" ADD CONSTRAINT "organization_parent_code_fkey" FOREIGN KEY ("parent_code") REFERENCES "organization"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "publication" ADD CONSTRAINT "publication_disclosure_id_fkey" FOREIGN KEY ("disclosure_id") REFERENCES "disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "publication" ADD CONSTRAINT "publication_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item" ADD CONSTRAINT "item_area_code_fkey" FOREIGN KEY ("area_code") REFERENCES "area"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_point" ADD CONSTRAINT "item_point_item_code_fkey" FOREIGN KEY ("item_code") REFERENCES "item"("code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_cadence" ADD CONSTRAINT "item_cadence_item_code_fkey" FOREIGN KEY ("item_code") REFERENCES "item"("code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duty" ADD CONSTRAINT "duty_item_code_fkey" FOREIGN KEY ("item_code") REFERENCES "item"("code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duty" ADD CONSTRAINT "duty_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;
