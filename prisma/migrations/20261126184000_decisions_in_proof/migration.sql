-- Decisions beside signatures are proved row by row too: what may be published of people, what is not disclosed and when that
-- is assessed again, who set and changed the time of a release, who reviewed what went public urgently, and when the reason
-- of a revocation was public. What cannot be said in Prisma's schema; nothing below may be dropped without an ADR.

-- Which rows of those that are written a note is for: all, or those that the third argument picks.
CREATE OR REPLACE FUNCTION note_for_proof() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('INSERT INTO proof_pending (kind, subject) SELECT %L, %s FROM fresh WHERE %s',
                 TG_ARGV[0], TG_ARGV[1], coalesce(TG_ARGV[2], 'true'));
  RETURN NULL;
END $$;
CREATE TRIGGER privacy_decision_note AFTER INSERT ON privacy_decision REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('PRIVACY_DECISION', 'id::text');
CREATE TRIGGER non_disclosure_note AFTER INSERT ON non_disclosure REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('NON_DISCLOSURE', 'edition_id::text');
CREATE TRIGGER reassessment_note AFTER INSERT ON reassessment REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('REASSESSMENT', 'id::text');
CREATE TRIGGER release_step_note AFTER INSERT ON release_step REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('RELEASE_STEP', 'id::text');
CREATE TRIGGER retrospective_review_note AFTER INSERT ON retrospective_review REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('RETROSPECTIVE_DUTY', 'id::text');
CREATE TRIGGER revocation_note AFTER INSERT ON revocation REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('REVOCATION', 'id::text');

-- A row that waits for somebody is proved as it was made, and once more when it is complete, which a revocation may be at once.
CREATE TRIGGER retrospective_review_review_note AFTER UPDATE ON retrospective_review REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('RETROSPECTIVE_REVIEW', 'id::text', 'num_nonnulls(reviewer_id, reviewer_round, reviewer_step, decision, comment, decided_at) > 0');
CREATE TRIGGER revocation_reason_note AFTER UPDATE ON revocation REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('REVOCATION_REASON', 'id::text', 'num_nonnulls(explained_at, late_seconds) > 0');
CREATE TRIGGER revocation_reason_at_once_note AFTER INSERT ON revocation REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_proof('REVOCATION_REASON', 'id::text', 'num_nonnulls(explained_at, late_seconds) > 0');

-- What was there before.
INSERT INTO proof_pending (kind, subject) SELECT 'PRIVACY_DECISION', id::text FROM privacy_decision ORDER BY decided_at, id;
INSERT INTO proof_pending (kind, subject) SELECT 'NON_DISCLOSURE', edition_id::text FROM non_disclosure ORDER BY decided_at, edition_id;
INSERT INTO proof_pending (kind, subject) SELECT 'REASSESSMENT', id::text FROM reassessment ORDER BY assessed_at, id;
INSERT INTO proof_pending (kind, subject) SELECT 'RELEASE_STEP', id::text FROM release_step ORDER BY decided_at, id;
INSERT INTO proof_pending (kind, subject) SELECT 'RETROSPECTIVE_DUTY', id::text FROM retrospective_review ORDER BY published_at, id;
INSERT INTO proof_pending (kind, subject) SELECT 'REVOCATION', id::text FROM revocation ORDER BY withdrawn_at, id;
INSERT INTO proof_pending (kind, subject) SELECT 'RETROSPECTIVE_REVIEW', id::text FROM retrospective_review WHERE num_nonnulls(reviewer_id, reviewer_round, reviewer_step, decision, comment, decided_at) > 0 ORDER BY decided_at, id;
INSERT INTO proof_pending (kind, subject) SELECT 'REVOCATION_REASON', id::text FROM revocation WHERE num_nonnulls(explained_at, late_seconds) > 0 ORDER BY explained_at, id;
