import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor, Role } from '../../identity/model.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { assertFit } from '../edition-fit.ts'
import { changeEdition } from '../edition-write.ts'
import { editionMoved } from '../events.ts'
import type { Edition } from '../model.ts'
import { stateAfter } from '../workflow.ts'

/** Hands a complete draft to the first signer; the chain of its organization is fixed from here on. */
export function submitEdition(
  platform: Platform,
  actor: Actor | null,
  input: EditionReference,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.submit', input)
    const state = stateAfter('submit', edition.state)
    await assertFit(tx, edition, now, 'CERTAIN')
    const chain = await chainFor(tx, edition.place.code)
    const submitted = await changeEdition(tx, edition, {
      state,
      chain,
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

/** The organization's own chain, or that of its kind. */
async function chainFor(tx: Transaction, organizationCode: string): Promise<Role[]> {
  const { kind } = await tx.organization.findUniqueOrThrow({ where: { code: organizationCode } })
  const chains = await tx.reviewChain.findMany({
    where: { OR: [{ organizationCode }, { organizationKind: kind }] },
  })
  const chain = chains.find((one) => one.organizationCode !== null) ?? chains[0]
  if (!chain || chain.steps.length === 0) {
    throw new ConflictError('NO_REVIEW_CHAIN', '该公开主体尚未设置审核环节，请联系县政务公开办公室')
  }
  return chain.steps
}
