import type { Transaction } from '../../platform/db/client.ts'

const SELECT = {
  id: true,
  version: true,
  indexNumber: true,
  firstPublishedAt: true,
  validFrom: true,
  withdrawalType: true,
  contentHash: true,
  changes: true,
  audience: true,
  displayUntil: true,
  edition: { select: { id: true, version: true, state: true } },
} as const

/** What is public of a record now, as far as the next publication needs to know. */
export type LivePublication = NonNullable<Awaited<ReturnType<typeof livePublication>>>

/** The publication or tombstone that is valid now, or null when the record was never public. */
export function livePublication(tx: Transaction, disclosureId: string) {
  return tx.publication.findFirst({ where: { disclosureId, validTo: null }, select: SELECT })
}

/**
 * Ends the span of what is public now, and tells when its successor begins: now, or later when this server's clock is
 * behind the one that published before.
 */
export async function closeLive(
  tx: Transaction,
  live: LivePublication | null,
  now: Date,
): Promise<Date> {
  if (!live) return now
  const since = live.validFrom > now ? live.validFrom : now
  await tx.publication.update({
    where: { id: live.id },
    data: { validTo: since },
    select: { id: true },
  })
  return since
}
