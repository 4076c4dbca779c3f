-- CreateTable
CREATE TABLE "wechat_user" (
    "id" UUID NOT NULL,
    "openid_hash" TEXT NOT NULL,
    "sealed_openid" TEXT NOT NULL,
    "sealed_phone" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wechat_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wechat_session" (
    "token_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wechat_session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "wechat_token" (
    "app_id" TEXT NOT NULL,
    "sealed_token" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "fetching_until" TIMESTAMPTZ(3),
    "forced_at" TIMESTAMPTZ(3),

    CONSTRAINT "wechat_token_pkey" PRIMARY KEY ("app_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "wechat_user_openid_hash_key" ON "wechat_user"("openid_hash");

-- CreateIndex
CREATE INDEX "wechat_session_user_id_idx" ON "wechat_session"("user_id");

-- CreateIndex
CREATE INDEX "wechat_session_expires_at_idx" ON "wechat_session"("expires_at");

-- AddForeignKey
ALTER TABLE "wechat_session" ADD CONSTRAINT "wechat_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "wechat_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
