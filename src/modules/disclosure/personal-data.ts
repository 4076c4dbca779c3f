import type { Database, Transaction } from '../../platform/db/client.ts'
import type { Actor } from '../identity/model.ts'
import { PERSON, personOf } from './edition-row.ts'
import type { NumberedRow } from './edition-rows.ts'
import type { Content } from './kind/kind.ts'
import { kindOf } from './kind/registry.ts'
import { hasSealed, openedContent, shieldedContent } from './kind/sealed.ts'
import type { Edition, Person } from './model.ts'

/** Somebody's reason to read the personal data of an edition in full. */
export interface PersonalDataAccess {
  readonly id: string
  readonly person: Person
  readonly purpose: string
  readonly openedAt: Date
  /** Afterwards it is masked for them again. */
  readonly closesAt: Date
}

/** Until when the actor reads the personal data of the edition in full; null while it is masked for them. */
export async function openUntil(
  db: Database | Transaction,
  actor: Actor | null,
  { id: editionId }: Pick<Edition, 'id'>,
  now: Date,
): Promise<Date | null> {
  if (!actor) return null
  const access = await db.personalDataAccess.findFirst({
    where: { editionId, userId: actor.userId, closesAt: { gt: now } },
    orderBy: { closesAt: 'desc' },
    select: { closesAt: true },
  })
  return access?.closesAt ?? null
}

/** How an edition's content is shown to the actor: personal data in full only while they have it open. */
export async function shownTo(
  db: Database,
  actor: Actor | null,
  edition: Edition,
  now: Date,
): Promise<(content: Content) => Content> {
  const kind = kindOf(edition.kind)
  if (!hasSealed(kind)) return (content) => content
  const show = (await openUntil(db, actor, edition, now)) ? openedContent : shieldedContent
  return (content) => show(db.sealer, kind, content)
}

/** The same for rows of one of its tables. */
export async function rowsShownTo(
  db: Database,
  actor: Actor | null,
  { edition, field, rows }: { edition: Edition; field: string; rows: readonly NumberedRow[] },
  now: Date,
): Promise<NumberedRow[]> {
  const show = await shownTo(db, actor, edition, now)
  const shown = show({ [field]: rows.map(({ content }) => content) })[field] as Content[]
  return rows.map(({ no }, index) => ({ no, content: shown[index] ?? {} }))
}

const LATEST = 100

/** Who has read the personal data of an edition, the latest first. */
export async function personalDataAccesses(
  db: Database,
  editionId: string,
): Promise<PersonalDataAccess[]> {
  const rows = await db.personalDataAccess.findMany({
    where: { editionId },
    orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
    take: LATEST,
    include: { user: PERSON },
  })
  return rows.map(({ user, ...access }) => ({ ...access, person: personOf(user) }))
}
