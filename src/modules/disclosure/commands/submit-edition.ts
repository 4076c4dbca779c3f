import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { assertFit } from '../edition-fit.ts'
import { changeEdition } from '../edition-write.ts'
import { editionMoved } from '../events.ts'
import type { Edition } from '../model.ts'
import { chainFor } from '../review-chain.ts'
import { stateAfter } from '../workflow.ts'

/** Hands a complete draft to the first signer; the chain is fixed from here on. */
export function submitEdition(
  platform: Platform,
  actor: Actor | null,
  input: EditionReference,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.submit', input)
    const state = stateAfter('submit', edition.state)
    const { undecided } = await assertFit(tx, edition, now, 'CERTAIN')
    const chain = await chainFor(tx, edition)
    const submitted = await changeEdition(tx, edition, {
      state,
      chain,
      undecided,
      currentStep: 1,
      currentRole: chain[0] ?? null,
      round: edition.round + 1,
      submittedAt: now,
      updatedAt: now,
    })
    audit({
      action: 'edition.submit',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: edition.contentHash,
      details: { round: submitted.round, chain: chain.join(',') },
    })
    emit(editionMoved(edition.id, 'SUBMITTED', by.userId))
    return submitted
  })
}
