import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type EditionReference, guardedEdition } from '../../disclosure/edition-guard.ts'
import type { Edition } from '../../disclosure/model.ts'
import type { Actor } from '../../identity/model.ts'
import { publishReady, readyToPublish } from '../publish.ts'

/** Makes an approved edition public at once. */
export function publishEdition(
  platform: Platform,
  actor: Actor | null,
  input: EditionReference,
): Promise<Edition> {
  return command(platform, async (work) => {
    const { edition, by } = await guardedEdition(work.tx, actor, 'edition.publish', input)
    const ready = await readyToPublish(work, edition, 'publish')
    return publishReady(work, ready, { by, transition: 'publish' })
  })
}
