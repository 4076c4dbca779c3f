import type { Transaction } from '../../platform/db/client.ts'
import type { Reaction } from '../../platform/reaction.ts'
import { CALENDAR_CHANGED } from '../calendar/events.ts'
import type { Content } from '../disclosure/kind/kind.ts'
import { PUBLICATION_CHANGED } from './events.ts'
import { policiesNamedBy, recountDuties, settleInterpretation } from './interpretation-duty.ts'
import { type LivePolicy, relink } from './policy-links.ts'

/** Whatever way a policy document or an interpretation went public, or went: what hangs on it follows at once. */
export const policiesFollow: Reaction = {
  on: [PUBLICATION_CHANGED],
  async react(tx, events, now) {
    const ids = events.map(({ data }) => String(data['disclosureId']))
    const concerned = await tx.disclosure.findMany({
      where: { id: { in: ids }, kind: { in: ['PolicyDocument', 'PolicyInterpretation'] } },
      select: { id: true, kind: true },
    })
    for (const { id, kind } of concerned) {
      if (kind === 'PolicyDocument') await followPolicy(tx, id, now)
      else await followInterpretation(tx, id, now)
    }
  },
}

async function followPolicy(tx: Transaction, disclosureId: string, now: Date): Promise<void> {
  const policy = await livePolicy(tx, disclosureId)
  await relink(tx, disclosureId, policy)
  await settleInterpretation(tx, disclosureId, policy, now)
}

async function followInterpretation(
  tx: Transaction,
  disclosureId: string,
  now: Date,
): Promise<void> {
  for (const id of await policiesOf(tx, disclosureId)) {
    await settleInterpretation(tx, id, await livePolicy(tx, id), now)
  }
}

/** What is due by working days is due by those that are known. */
export const policyDaysFollow: Reaction = {
  on: [CALENDAR_CHANGED],
  react: (tx) => recountDuties(tx),
}

async function livePolicy(tx: Transaction, disclosureId: string): Promise<LivePolicy | null> {
  const live = await tx.publication.findFirst({
    where: { disclosureId, validTo: null, withdrawalType: null },
    select: {
      disclosureId: true,
      indexNumber: true,
      docNumber: true,
      content: true,
      firstPublishedAt: true,
    },
  })
  return live && { ...live, content: live.content as Content }
}

/** The documents that any version of an interpretation was about: it may be about another one now. */
async function policiesOf(tx: Transaction, disclosureId: string): Promise<Set<string>> {
  const versions = await tx.publication.findMany({
    where: { disclosureId },
    select: { content: true },
  })
  const ids = new Set<string>()
  for (const { content } of versions) {
    for (const one of await policiesNamedBy(tx, content as Content)) ids.add(one.disclosureId)
  }
  return ids
}
