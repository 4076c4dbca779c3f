import type { PublicPool } from '../../platform/db/pool.ts'
import type { Attachment } from '../disclosure/model.ts'
import type { Places } from '../identity/authority.ts'
import { FOR_PLACES } from './read-area.ts'
import { LISTED } from './read.ts'

/**
 * A file that everyone may download now: one of a publication that is live, listed and for everyone. Null for all
 * others, whoever has had them before.
 */
export async function publicFile(pool: PublicPool, id: string): Promise<Attachment | null> {
  const { rows } = await pool.query<{ readonly attachments: readonly Attachment[] }>({
    name: 'public-file',
    text: `SELECT attachments FROM publication
            WHERE attachments @> jsonb_build_array(jsonb_build_object('id', $1::text)) AND ${LISTED} LIMIT 1`,
    values: [id],
  })
  return fileIn(rows, id)
}

/** A file of a live record for a named area that the places reach: all that staff may have beside what everyone has. */
export async function areaFile(
  pool: PublicPool,
  { alone, below }: Places,
  id: string,
): Promise<Attachment | null> {
  const { rows } = await pool.query<{ readonly attachments: readonly Attachment[] }>({
    name: 'area-file',
    text: `SELECT attachments FROM publication
            WHERE attachments @> jsonb_build_array(jsonb_build_object('id', $3::text)) AND ${FOR_PLACES} LIMIT 1`,
    values: [alone, below, id],
  })
  return fileIn(rows, id)
}

function fileIn(
  rows: readonly { readonly attachments: readonly Attachment[] }[],
  id: string,
): Attachment | null {
  return rows[0]?.attachments.find((attachment) => attachment.id === id) ?? null
}

/** What search may match of the files of those of the records that are listed now, by record. */
export async function attachmentTexts(
  pool: PublicPool,
  disclosureIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ readonly id: string; readonly text: string }>({
    name: 'attachment-texts',
    text: `SELECT disclosure_id AS id, attachment_text AS text FROM publication
            WHERE disclosure_id = ANY($1::uuid[]) AND attachment_text <> '' AND ${LISTED}`,
    values: [disclosureIds],
  })
  return new Map(rows.map(({ id, text }) => [id, text]))
}
