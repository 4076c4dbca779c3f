import type { Database } from '../../platform/db/client.ts'
import { known } from '../../platform/known.ts'
import { attachmentsOf } from '../disclosure/attachments/attached.ts'
import { editionOf, INCLUDE } from '../disclosure/edition-row.ts'
import { wholeContent } from '../disclosure/edition-rows.ts'
import { kindOf } from '../disclosure/kind/registry.ts'
import type { Edition } from '../disclosure/model.ts'
import { freeze } from '../publication/freeze.ts'
import type { PublicRecord } from '../publication/model.ts'
import type { CountyCache } from '../taxonomy/model.ts'
import { PREVIEWED_STATES } from './model.ts'
import { previewTokenHash } from './preview-token.ts'

/** An edition as the public would see it, were it published now. */
export interface Preview {
  readonly record: PublicRecord
  readonly expiresAt: Date
}

/** Stands for the 索引号 of a record that has none yet. */
const UNNUMBERED = '预览'
/** A draft may lack a title, a record may not. */
const UNTITLED = '（未填写标题）'

/**
 * What a token lets its holder see, or null: for a token that is unknown, over or revoked, and once the edition has
 * changed or is public.
 */
export async function previewOf(
  db: Database,
  county: CountyCache,
  now: Date,
  token: string,
): Promise<Preview | null> {
  const tokenHash = previewTokenHash(token)
  const preview = tokenHash && (await db.preview.findUnique({ where: { tokenHash } }))
  if (!preview || preview.revokedAt || preview.expiresAt <= now) return null
  const row = await db.edition.findFirst({
    where: {
      id: preview.editionId,
      version: preview.editionVersion,
      state: { in: [...PREVIEWED_STATES] },
    },
    include: INCLUDE,
  })
  if (!row) return null
  const record = await previewedRecord(db, county, editionOf(row), now)
  return { record, expiresAt: preview.expiresAt }
}

async function previewedRecord(
  db: Database,
  county: CountyCache,
  edition: Edition,
  now: Date,
): Promise<PublicRecord> {
  const content = { title: UNTITLED, ...(await wholeContent(db, edition)) }
  const attachments = await attachmentsOf(db, content)
  const rendition = freeze(kindOf(edition.kind), content, { attachments, text: '' })
  const { id, disclosureId, kind, itemCode, place } = edition
  const { formedOn } = rendition
  return {
    ...rendition,
    changes: [],
    id,
    disclosureId,
    kind,
    itemCode,
    areaCode: known(county.item(itemCode), itemCode).areaCode,
    indexNumber: edition.indexNumber ?? UNNUMBERED,
    organizationCode: place.code,
    organizationName: known(county.organization(place.code), place.code).fullName,
    formedOn: formedOn && formedOn.toISOString().slice(0, 10),
    version: edition.number,
    firstPublishedAt: now,
    validFrom: now,
    withdrawal: null,
    heldRows: rendition.rows,
  }
}
