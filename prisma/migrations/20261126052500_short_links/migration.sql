-- CreateTable
CREATE TABLE "short_link" (
    "code" TEXT NOT NULL,
    "disclosure_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "short_link_pkey" PRIMARY KEY ("code")
);

-- CreateIndex
CREATE UNIQUE INDEX "short_link_disclosure_id_key" ON "short_link"("disclosure_id");

-- AddForeignKey
ALTER TABLE "short_link" ADD CONSTRAINT "short_link_disclosure_id_fkey" FOREIGN KEY ("disclosure_id") REFERENCES "disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE short_link ADD CONSTRAINT short_link_code CHECK (code ~ '^[0-9A-Za-z]{8,12}$');

-- A text cannot be called back: what its link says is for ever.
CREATE TRIGGER short_link_keep BEFORE UPDATE OR DELETE ON short_link
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What was published before there were links: 48 random bits each.
INSERT INTO short_link (code, disclosure_id, created_at)
SELECT substr(encode(sha256(uuid_send(gen_random_uuid())), 'hex'), 1, 12), disclosure_id, now()
  FROM publication WHERE audience = 'SOCIETY' GROUP BY disclosure_id;
