-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN     "key_id" TEXT,
ADD COLUMN     "nonce" TEXT,
ADD COLUMN     "signature" TEXT;

-- AlterTable
ALTER TABLE "publication" ADD COLUMN     "hash_rule" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "salt" TEXT;
ALTER TABLE "publication" ALTER COLUMN "hash_rule" SET DEFAULT 1;

-- CreateTable
CREATE TABLE "proof_pending" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,

    CONSTRAINT "proof_pending_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proof_shape" (
    "id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "columns" TEXT[],

    CONSTRAINT "proof_shape_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proof_entry" (
    "seq" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "shape" INTEGER NOT NULL,
    "row_hash" TEXT,
    "content_hash" TEXT,
    "attested_hash" TEXT,
    "previous_hash" TEXT NOT NULL,
    "entry_hash" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "proof_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "proof_node" (
    "level" INTEGER NOT NULL,
    "index" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "proof_node_pkey" PRIMARY KEY ("level","index")
);

-- CreateTable
CREATE TABLE "proof_checkpoint" (
    "size" BIGINT NOT NULL,
    "root" TEXT NOT NULL,
    "head" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "previous" BIGINT,
    "key_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "proof_checkpoint_pkey" PRIMARY KEY ("size")
);

-- CreateTable
CREATE TABLE "proof_key" (
    "id" TEXT NOT NULL,
    "scheme" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "proof_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "proof_entry_kind_subject_key" ON "proof_entry"("kind", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_nonce_key" ON "audit_event"("nonce");

-- What Prisma's schema cannot say. Nothing below may be dropped by a later migration without an ADR.

-- The ledger is only ever added to.
CREATE TRIGGER proof_shape_keep BEFORE UPDATE OR DELETE ON proof_shape
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_entry_keep BEFORE UPDATE OR DELETE ON proof_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_node_keep BEFORE UPDATE OR DELETE ON proof_node
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_checkpoint_keep BEFORE UPDATE OR DELETE ON proof_checkpoint
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_key_keep BEFORE UPDATE OR DELETE ON proof_key
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_shape_no_truncate BEFORE TRUNCATE ON proof_shape
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_entry_no_truncate BEFORE TRUNCATE ON proof_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_node_no_truncate BEFORE TRUNCATE ON proof_node
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_checkpoint_no_truncate BEFORE TRUNCATE ON proof_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_key_no_truncate BEFORE TRUNCATE ON proof_key
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every row of a covered table is noted in the transaction that writes it: whoever sees the row sees the note.
CREATE FUNCTION note_for_proof() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('INSERT INTO proof_pending (kind, subject) SELECT %L, %s FROM fresh', TG_ARGV[0], TG_ARGV[1]);
  RETURN NULL;
END $$;
CREATE TRIGGER audit_event_note AFTER INSERT ON audit_event REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('EVENT', 'seq::text');
CREATE TRIGGER publication_note AFTER INSERT ON publication REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('PUBLICATION', 'id::text');
CREATE TRIGGER review_step_note AFTER INSERT ON review_step REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('REVIEW_STEP', 'id::text');
CREATE TRIGGER edition_participant_note AFTER INSERT ON edition_participant REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('PARTICIPANT', 'edition_id || '':'' || user_id || '':'' || round');
CREATE TRIGGER attachment_note AFTER INSERT ON attachment REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('ATTACHMENT', 'id::text');
CREATE TRIGGER proof_checkpoint_note AFTER INSERT ON proof_checkpoint REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('CHECKPOINT', 'size::text');
CREATE TRIGGER proof_key_note AFTER INSERT ON proof_key REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('KEY', 'id');

-- What was there before proof was.
INSERT INTO proof_pending (kind, subject) SELECT 'EVENT', seq::text FROM audit_event ORDER BY seq;
INSERT INTO proof_pending (kind, subject) SELECT 'PARTICIPANT', edition_id || ':' || user_id || ':' || round FROM edition_participant;
INSERT INTO proof_pending (kind, subject) SELECT 'REVIEW_STEP', id::text FROM review_step ORDER BY decided_at;
INSERT INTO proof_pending (kind, subject) SELECT 'ATTACHMENT', id::text FROM attachment ORDER BY created_at;
INSERT INTO proof_pending (kind, subject) SELECT 'PUBLICATION', id::text FROM publication ORDER BY valid_from, version;

-- The key of the hashes that stand for what could be guessed.
INSERT INTO installation (name, value)
VALUES ('proof-key', gen_random_uuid()::text || gen_random_uuid()::text);
