import type { PublicPool } from '../../platform/db/pool.ts'
import { type Content, type Kind, allFields } from '../disclosure/kind/kind.ts'
import { kindOf, kinds } from '../disclosure/kind/registry.ts'
import type { PublicRecord } from '../publication/model.ts'
import { COLUMNS, fromRow, LISTED, type Row } from '../publication/read.ts'

/** How two records belong together, seen from the first. */
export const RELATIONS = ['REFERS_TO', 'REFERRED_TO_BY', 'SAME_PROJECT'] as const
export type Relation = (typeof RELATIONS)[number]

export interface RelatedRecord {
  readonly relation: Relation
  readonly record: PublicRecord
}

/** What kinds call the project that a record is about. */
const PROJECT = 'projectName'

const MOST = 20

/** Fields by which records point to others, of any kind: a policy's interpretation, a warning's update. */
const REFERENCES = [...new Set([...kinds.values()].flatMap(referencesOf))]

/**
 * Listed records that belong to one: those it points to, those that point to it (政策文件与解读双向关联), and those of the
 * same project; the newest first, at most 20.
 */
export async function relatedRecords(
  pool: PublicPool,
  { kind, indexNumber, content }: PublicRecord,
): Promise<RelatedRecord[]> {
  const targets = referencesOf(kindOf(kind)).flatMap((name) => textIn(content, name))
  const [project] = textIn(content, PROJECT)
  const holding: Content[] = REFERENCES.map((name) => ({ [name]: indexNumber }))
  if (project !== undefined) holding.push({ [PROJECT]: project })
  const conditions = holding.map((_, index) => `content @> $${index + 3}::jsonb`)
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM publication
      WHERE ${LISTED} AND index_number <> $1 AND (index_number = ANY($2::text[]) OR ${conditions.join(' OR ')})
      ORDER BY first_published_at DESC, id DESC LIMIT ${MOST}`,
    [indexNumber, targets, ...holding.map((one) => JSON.stringify(one))],
  )
  return rows.map(fromRow).map((record) => ({
    record,
    relation: targets.includes(record.indexNumber)
      ? 'REFERS_TO'
      : REFERENCES.some((name) => textIn(record.content, name)[0] === indexNumber)
        ? 'REFERRED_TO_BY'
        : 'SAME_PROJECT',
  }))
}

function referencesOf(kind: Kind): string[] {
  return Object.entries(allFields(kind)).flatMap(([name, { refersTo }]) => (refersTo ? [name] : []))
}

function textIn(content: Content, name: string): string[] {
  const value = content[name]
  return typeof value === 'string' ? [value] : []
}
