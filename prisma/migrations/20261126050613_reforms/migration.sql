-- CreateEnum
CREATE TYPE "organization_change_kind" AS ENUM ('ESTABLISHED', 'RENAMED', 'MOVED', 'MERGED', 'SPLIT', 'CLOSED');

-- CreateTable
CREATE TABLE "organization_past" (
    "organization_code" TEXT NOT NULL,
    "until" DATE NOT NULL,
    "short_name" TEXT NOT NULL,
    "full_name" TEXT NOT NULL,
    "parent_code" TEXT,

    CONSTRAINT "organization_past_pkey" PRIMARY KEY ("organization_code","until")
);

-- CreateTable
CREATE TABLE "organization_change" (
    "id" UUID NOT NULL,
    "kind" "organization_change_kind" NOT NULL,
    "organization_code" TEXT NOT NULL,
    "effective_on" DATE NOT NULL,
    "ends" BOOLEAN NOT NULL DEFAULT false,
    "note" TEXT,
    "short_name" TEXT,
    "full_name" TEXT,
    "parent_code" TEXT,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "organization_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_succession" (
    "change_id" UUID NOT NULL,
    "from_code" TEXT NOT NULL,
    "to_code" TEXT NOT NULL,
    "item_codes" TEXT[],
    "user_ids" UUID[],

    CONSTRAINT "organization_succession_pkey" PRIMARY KEY ("change_id","to_code")
);

-- CreateTable
CREATE TABLE "disclosure_move" (
    "disclosure_id" UUID NOT NULL,
    "change_id" UUID NOT NULL,
    "to_code" TEXT NOT NULL,

    CONSTRAINT "disclosure_move_pkey" PRIMARY KEY ("disclosure_id","change_id")
);

-- CreateIndex
CREATE INDEX "organization_change_organization_code_idx" ON "organization_change"("organization_code");

-- CreateIndex
CREATE INDEX "organization_succession_from_code_idx" ON "organization_succession"("from_code");

-- CreateIndex
CREATE INDEX "organization_succession_to_code_idx" ON "organization_succession"("to_code");

-- CreateIndex
CREATE INDEX "disclosure_move_to_code_idx" ON "disclosure_move"("to_code");

-- AddForeignKey
ALTER TABLE "organization_past" ADD CONSTRAINT "organization_past_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_change" ADD CONSTRAINT "organization_change_organization_code_fkey" FOREIGN KEY ("organization_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_change" ADD CONSTRAINT "organization_change_parent_code_fkey" FOREIGN KEY ("parent_code") REFERENCES "organization"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_change" ADD CONSTRAINT "organization_change_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_succession" ADD CONSTRAINT "organization_succession_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "organization_change"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_succession" ADD CONSTRAINT "organization_succession_from_code_fkey" FOREIGN KEY ("from_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_succession" ADD CONSTRAINT "organization_succession_to_code_fkey" FOREIGN KEY ("to_code") REFERENCES "organization"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disclosure_move" ADD CONSTRAINT "disclosure_move_disclosure_id_fkey" FOREIGN KEY ("disclosure_id") REFERENCES "disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disclosure_move" ADD CONSTRAINT "disclosure_move_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "organization_change"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say. Nothing below may be dropped by a later migration without an ADR.

-- Asked every minute: what has come due.
CREATE INDEX organization_change_due ON organization_change (effective_on) WHERE applied_at IS NULL;

ALTER TABLE organization_change ADD CONSTRAINT organization_change_complete CHECK (
  CASE kind
    WHEN 'RENAMED' THEN short_name IS NOT NULL AND full_name IS NOT NULL AND NOT ends
    WHEN 'MOVED' THEN parent_code IS NOT NULL AND parent_code <> organization_code AND NOT ends
    WHEN 'ESTABLISHED' THEN NOT ends
    WHEN 'SPLIT' THEN true
    ELSE ends
  END);

-- Nothing succeeds itself, at whatever remove.
ALTER TABLE organization_succession ADD CONSTRAINT organization_succession_of_two CHECK (from_code <> to_code);
CREATE FUNCTION refuse_succession_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    WITH RECURSIVE heir(code) AS (
      SELECT NEW.to_code
      UNION SELECT s.to_code FROM heir h JOIN organization_succession s ON s.from_code = h.code)
    SELECT FROM heir WHERE code = NEW.from_code) THEN
    RAISE EXCEPTION 'organization % would succeed itself', NEW.from_code USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER organization_succession_no_circle BEFORE INSERT OR UPDATE ON organization_succession
  FOR EACH ROW EXECUTE FUNCTION refuse_succession_circle();

-- The organizations and whoever they were merged into since: whose staff now read what was meant for them.
CREATE FUNCTION organization_heirs(codes text[]) RETURNS text[] LANGUAGE sql STABLE AS $$
  WITH RECURSIVE heir(code) AS (
    SELECT unnest(codes)
    UNION SELECT s.to_code FROM heir h JOIN organization_succession s ON s.from_code = h.code
            JOIN organization_change c ON c.id = s.change_id
           WHERE c.kind = 'MERGED' AND c.applied_at IS NOT NULL)
  SELECT array_agg(code) FROM heir
$$;
