import type { Transaction } from '../../platform/db/client.ts'

const SELECT = {
  id: true,
  version: true,
  indexNumber: true,
  firstPublishedAt: true,
  withdrawalType: true,
  contentHash: true,
  edition: { select: { id: true, version: true, state: true } },
} as const

/** What is public of a record now, as far as the next publication needs to know. */
export type LivePublication = NonNullable<Awaited<ReturnType<typeof livePublication>>>

/** The publication or tombstone that is valid now, or null when the record was never public. */
export function livePublication(tx: Transaction, disclosureId: string) {
  return tx.publication.findFirst({ where: { disclosureId, validTo: null }, select: SELECT })
}

/** Ends the span of what is public now, so that its successor can begin at the same instant. */
export async function closeLive(
  tx: Transaction,
  disclosureId: string,
  now: Date,
): Promise<LivePublication | null> {
  const live = await livePublication(tx, disclosureId)
  if (live) await tx.publication.update({ where: { id: live.id }, data: { validTo: now } })
  return live
}
