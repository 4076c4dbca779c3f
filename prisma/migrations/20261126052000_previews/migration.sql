-- CreateTable
CREATE TABLE "preview" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "edition_id" UUID NOT NULL,
    "edition_version" INTEGER NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "preview_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "preview_token_hash_key" ON "preview"("token_hash");

-- CreateIndex
CREATE INDEX "preview_edition_id_idx" ON "preview"("edition_id");

-- AddForeignKey
ALTER TABLE "preview" ADD CONSTRAINT "preview_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "preview" ADD CONSTRAINT "preview_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say. Nothing below may be dropped by a later migration without an ADR.

ALTER TABLE preview ADD CONSTRAINT preview_hash CHECK (token_hash ~ '^[0-9a-f]{64}$');
ALTER TABLE preview ADD CONSTRAINT preview_short CHECK (expires_at > created_at AND expires_at <= created_at + interval '1 hour');
