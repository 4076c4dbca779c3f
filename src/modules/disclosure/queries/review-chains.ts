import type { Database } from '../../../platform/db/client.ts'
import type { Role } from '../../identity/model.ts'
import type { ChainScope, ExtraStep, ReviewChain } from '../review-chain.ts'

interface ChainRow extends ChainScope {
  readonly id: string
  readonly steps: readonly Role[]
  readonly setById: string | null
}

/** The row as the domain's chain. */
export function chainOf({ setById, ...row }: ChainRow): ReviewChain {
  const { id, organizationCode, itemCode, kind, organizationKind, steps } = row
  const setByOffice = setById !== null
  return { id, organizationCode, itemCode, kind, organizationKind, steps, setByOffice }
}

/** Chains in the order in which they were first set, from a place in it. */
export async function reviewChains(
  db: Database,
  { size, after }: { readonly size: number; readonly after: string | null },
): Promise<ReviewChain[]> {
  const rows = await db.reviewChain.findMany({
    where: after === null ? {} : { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: size,
  })
  return rows.map(chainOf)
}

/** All extra steps: each adds to every chain it meets, so there are few. */
export function extraSteps(db: Database): Promise<ExtraStep[]> {
  return db.reviewChainExtra.findMany({ orderBy: [{ setAt: 'asc' }, { id: 'asc' }], take: 100 })
}
