import type { Context } from '../../../graphql/context.ts'
import { isUuid } from '../../identity/queries.ts'
import type { Edition } from '../model.ts'
import { visibleEditions } from '../queries.ts'

/** What one answer has asked for and not yet read. */
interface Batch {
  readonly ids: Set<string>
  readonly editions: Promise<ReadonlyMap<string, Edition>>
}

const batches = new WeakMap<Context, Batch>()

/**
 * An edition that the viewer may read, or null. All that one answer asks for side by side, such as a list of tasks with
 * the edition of each, is read in one statement.
 */
export async function loadEdition(context: Context, id: string | null): Promise<Edition | null> {
  if (id === null || !isUuid(id)) return null
  const batch = batches.get(context) ?? openBatch(context)
  batch.ids.add(id)
  return (await batch.editions).get(id) ?? null
}

function openBatch(context: Context): Batch {
  const ids = new Set<string>()
  const editions = atEndOfTurn().then(async () => {
    batches.delete(context)
    const { actor, platform } = context
    const found = actor ? await visibleEditions(platform.database, actor, [...ids]) : []
    return new Map(found.map((edition) => [edition.id, edition]))
  })
  const batch = { ids, editions }
  batches.set(context, batch)
  return batch
}

/** When everything has asked that can without waiting for the database. */
function atEndOfTurn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setImmediate(resolve)
  return promise
}
