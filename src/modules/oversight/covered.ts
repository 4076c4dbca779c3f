/** What of the database proof covers, and how a row of it is named and read. */
export interface Covered {
  readonly kind: CoveredKind
  readonly table: string
  /** Of which rows of the table: those that are signed, where signing completes a row. All when left out. */
  readonly when?: string
  /** Columns that together name a row. */
  readonly key: readonly [first: string, ...others: string[]]
  readonly keyType: 'bigint' | 'uuid' | 'text'
  /** Columns that may change, or that are stored in another form when keys change: proof does not speak of them. */
  readonly apart: readonly string[]
  /** Columns whose values could be guessed from a plain hash, or are nobody else's business: a keyed hash stands for them. */
  readonly blinded: readonly string[]
}

export const COVERED_KINDS = [
  'EVENT',
  'PUBLICATION',
  'REVIEW_STEP',
  'PARTICIPANT',
  'ATTACHMENT',
  'CHECKPOINT',
  'KEY',
  'PRIVACY_DECISION',
  'NON_DISCLOSURE',
  'REASSESSMENT',
  'RELEASE_STEP',
  'RETROSPECTIVE_DUTY',
  'RETROSPECTIVE_REVIEW',
  'REVOCATION',
  'REVOCATION_REASON',
] as const
export type CoveredKind = (typeof COVERED_KINDS)[number]

/** What the one who signs a retrospective review, and who explains a revocation, writes into the row that waits for it. */
const SIGNED = [
  'reviewer_id',
  'reviewer_round',
  'reviewer_step',
  'decision',
  'comment',
  'decided_at',
] as const
const EXPLAINED = ['explained_at', 'late_seconds'] as const
const anyOf = (columns: readonly string[]) => `num_nonnulls(${columns.join(', ')}) > 0`

const tables: Readonly<Record<CoveredKind, Omit<Covered, 'kind'>>> = {
  EVENT: {
    table: 'audit_event',
    key: ['seq'],
    keyType: 'bigint',
    apart: [],
    // Its hashes are keyed where they are stored.
    blinded: [],
  },
  PUBLICATION: {
    table: 'publication',
    key: ['id'],
    keyType: 'uuid',
    // The end of the span is proved by its successor, a purge by its event.
    apart: ['valid_to', 'purged_at'],
    blinded: [],
  },
  REVIEW_STEP: {
    table: 'review_step',
    key: ['id'],
    keyType: 'uuid',
    apart: [],
    blinded: ['comment', 'content_hash'],
  },
  PARTICIPANT: {
    table: 'edition_participant',
    key: ['edition_id', 'user_id', 'round'],
    keyType: 'uuid',
    apart: [],
    blinded: [],
  },
  ATTACHMENT: {
    table: 'attachment',
    key: ['id'],
    keyType: 'uuid',
    // Text found in the bytes, which their hash covers.
    apart: ['sections'],
    blinded: ['name', 'sha256', 'original_sha256'],
  },
  CHECKPOINT: {
    table: 'proof_checkpoint',
    key: ['size'],
    keyType: 'bigint',
    apart: [],
    blinded: [],
  },
  KEY: { table: 'proof_key', key: ['id'], keyType: 'text', apart: [], blinded: [] },
  PRIVACY_DECISION: {
    table: 'privacy_decision',
    key: ['id'],
    keyType: 'uuid',
    apart: [],
    blinded: ['finding_key', 'reason'],
  },
  NON_DISCLOSURE: {
    table: 'non_disclosure',
    key: ['edition_id'],
    keyType: 'uuid',
    // Moved by each reassessment; the events tell where to.
    apart: ['reassess_on'],
    blinded: ['reason'],
  },
  REASSESSMENT: {
    table: 'reassessment',
    key: ['id'],
    keyType: 'uuid',
    apart: [],
    blinded: ['reason'],
  },
  RELEASE_STEP: {
    table: 'release_step',
    key: ['id'],
    keyType: 'uuid',
    apart: [],
    blinded: ['reason'],
  },
  RETROSPECTIVE_DUTY: {
    table: 'retrospective_review',
    key: ['id'],
    keyType: 'uuid',
    apart: SIGNED,
    blinded: ['reason'],
  },
  RETROSPECTIVE_REVIEW: {
    table: 'retrospective_review',
    when: anyOf(SIGNED),
    key: ['id'],
    keyType: 'uuid',
    apart: [],
    blinded: ['reason', 'comment'],
  },
  REVOCATION: {
    table: 'revocation',
    key: ['id'],
    keyType: 'uuid',
    apart: EXPLAINED,
    blinded: [],
  },
  REVOCATION_REASON: {
    table: 'revocation',
    when: anyOf(EXPLAINED),
    key: ['id'],
    keyType: 'uuid',
    apart: [],
    blinded: [],
  },
}

/** What is covered under a kind. */
export function covered(kind: CoveredKind): Covered {
  return { kind, ...tables[kind] }
}

/** SQL of the text that names a row. */
export function subjectSql({ key }: Covered): string {
  return key.map((column) => `${column}::text`).join(` || ':' || `)
}
