import { OPEN_STATES } from '../modules/disclosure/workflow.ts'
import type { Edition } from '../modules/disclosure/model.ts'
import type { Database } from '../platform/db/client.ts'
import type { LoadedRecord } from './read-records.ts'

/** What the next step needs to know of an edition. */
export type OpenEdition = Pick<Edition, 'id' | 'version' | 'state' | 'currentRole'>

/** How far an earlier run has come with a record. */
export interface Progress {
  /** Null before the first publication. */
  readonly indexNumber: string | null
  readonly revised: boolean
  readonly withdrawn: boolean
}

const NOTHING: Progress = { indexNumber: null, revised: false, withdrawn: false }

/**
 * How far each record has come; a record is known again by its item, organization and first title. A withdrawal for
 * privacy leaves no title: there the item and the organization have to do.
 */
export async function readProgress(
  database: Database,
  records: readonly LoadedRecord[],
): Promise<(record: LoadedRecord) => Progress> {
  const rows = await database.publication.findMany({
    where: {
      version: 1,
      OR: [{ title: { in: records.map(({ content }) => content.title) } }, { title: null }],
    },
    select: {
      title: true,
      itemCode: true,
      organizationCode: true,
      indexNumber: true,
      disclosure: { select: { publications: { select: { editionId: true } } } },
    },
  })
  const known = new Map<string, Progress>()
  for (const { title, itemCode, organizationCode, indexNumber, disclosure } of rows) {
    const editions = disclosure.publications.filter(({ editionId }) => editionId !== null)
    const withdrawn = editions.length < disclosure.publications.length
    const revised = editions.length > 1 || withdrawn
    known.set(key(itemCode, organizationCode, title), { indexNumber, revised, withdrawn })
  }
  return ({ itemCode, organization, content, withdrawn }) => {
    const found = (title: string | null) => known.get(key(itemCode, organization, title))
    const purged = withdrawn?.type === 'PRIVACY' ? found(null) : undefined
    return found(content.title) ?? purged ?? NOTHING
  }
}

/** Whether nothing is left to do for a record. */
export function isDone(record: LoadedRecord, progress: Progress): boolean {
  return (
    progress.indexNumber !== null &&
    (record.revised === null || progress.revised) &&
    (record.withdrawn === null || progress.withdrawn)
  )
}

/** The first edition of a record that an earlier run has not brought to its end. */
export function openFirstEdition(
  database: Database,
  { itemCode, organization: organizationCode, kind, content }: LoadedRecord,
): Promise<OpenEdition | null> {
  return openEdition(database, {
    number: 1,
    title: content.title,
    disclosure: { itemCode, organizationCode, kind },
  })
}

/** The next edition of a published record that an earlier run has not brought to its end. */
export function openNextEdition(
  database: Database,
  indexNumber: string,
): Promise<OpenEdition | null> {
  return openEdition(database, { number: { gt: 1 }, disclosure: { indexNumber } })
}

function openEdition(database: Database, where: object): Promise<OpenEdition | null> {
  return database.edition.findFirst({
    where: { ...where, state: { in: [...OPEN_STATES] } },
    select: { id: true, version: true, state: true, currentRole: true },
  })
}

function key(itemCode: string, organization: string, title: string | null): string {
  return `${itemCode} ${organization} ${title}`
}
