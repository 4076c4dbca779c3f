import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type EditionReference, guardedEdition } from '../../disclosure/edition-guard.ts'
import type { Edition } from '../../disclosure/model.ts'
import { stateAfter } from '../../disclosure/workflow.ts'
import type { Actor } from '../../identity/model.ts'
import { publishReady, readyToPublish } from '../publish.ts'

/** Makes an approved edition public at once, unless a release has its time or its company settled. */
export function publishEdition(
  platform: Platform,
  actor: Actor | null,
  input: EditionReference,
): Promise<Edition> {
  return command(platform, async (work) => {
    const { edition, by } = await guardedEdition(work.tx, actor, 'edition.publish', input)
    stateAfter('publish', edition.state)
    await assertNotArranged(work.tx, edition.id)
    const ready = await readyToPublish(work, edition, 'publish')
    return publishReady(work, ready, { by, transition: 'publish' })
  })
}

/** Another time than the one that was set, or to go alone, is a change of the release, which needs its reason. */
async function assertNotArranged(tx: Transaction, editionId: string): Promise<void> {
  const member = await tx.releaseMember.findFirst({ where: { editionId, open: true } })
  if (!member) return
  throw new ConflictError(
    'SCHEDULED',
    '该版本已排定时间或列入联合发布，须先变更或取消该安排并说明理由',
  )
}
