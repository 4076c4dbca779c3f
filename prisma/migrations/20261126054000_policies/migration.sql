-- CreateEnum
CREATE TYPE "policy_link_kind" AS ENUM ('SUPERSEDES', 'AMENDS');

-- CreateTable
CREATE TABLE "policy_link" (
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "kind" "policy_link_kind" NOT NULL,
    "effective_on" DATE NOT NULL,

    CONSTRAINT "policy_link_pkey" PRIMARY KEY ("from_id","to_id","kind")
);

-- CreateTable
CREATE TABLE "interpretation_duty" (
    "disclosure_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_on" DATE NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "interpretation_duty_pkey" PRIMARY KEY ("disclosure_id")
);

-- CreateIndex
CREATE INDEX "policy_link_to_id_idx" ON "policy_link"("to_id");

-- AddForeignKey
ALTER TABLE "policy_link" ADD CONSTRAINT "policy_link_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_link" ADD CONSTRAINT "policy_link_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interpretation_duty" ADD CONSTRAINT "interpretation_duty_disclosure_id_fkey" FOREIGN KEY ("disclosure_id") REFERENCES "disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say. Nothing below may be dropped by a later migration without an ADR.

-- No document replaces or changes itself, at whatever remove.
ALTER TABLE policy_link ADD CONSTRAINT policy_link_of_two CHECK (from_id <> to_id);
CREATE FUNCTION refuse_policy_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    WITH RECURSIVE older(id) AS (
      SELECT NEW.to_id
      UNION SELECT l.to_id FROM older o JOIN policy_link l ON l.from_id = o.id)
    SELECT FROM older WHERE id = NEW.from_id) THEN
    RAISE EXCEPTION 'policy % would replace itself', NEW.from_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER policy_link_no_circle BEFORE INSERT OR UPDATE ON policy_link
  FOR EACH ROW EXECUTE FUNCTION refuse_policy_circle();

-- Policies by their number, and what is told of them, among far more records of other kinds.
CREATE INDEX publication_policies ON publication (doc_number)
  WHERE kind = 'PolicyDocument' AND valid_to IS NULL;
CREATE INDEX publication_interprets_record ON publication ((content ->> 'interprets'))
  WHERE kind = 'PolicyInterpretation' AND valid_to IS NULL;
CREATE INDEX publication_interprets_number ON publication ((content ->> 'policyNumber'))
  WHERE kind = 'PolicyInterpretation' AND valid_to IS NULL;
