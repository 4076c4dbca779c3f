import type { Transaction } from '../../platform/db/client.ts'
import { ConflictError } from '../../platform/errors.ts'
import type { Role } from '../identity/model.ts'
import type { OrganizationKind } from '../organization/model.ts'

/** Signatures that one edition can need; the database holds the same of every chain. */
export const MOST_STEPS = 5

/** For which editions a chain is; null stands for all. */
export interface ChainScope {
  readonly organizationCode: string | null
  readonly itemCode: string | null
  readonly kind: string | null
  readonly organizationKind: OrganizationKind | null
}

/** Who signs, in order. */
export interface ReviewChain extends ChainScope {
  readonly id: string
  readonly steps: readonly Role[]
  /** Whether the office set it; else it came with the county’s data. */
  readonly setByOffice: boolean
}

/** One more signature, before the last, for an item or a kind that asks for it (条例第17条). */
export interface ExtraStep {
  readonly id: string
  readonly itemCode: string | null
  readonly kind: string | null
  readonly role: Role
  readonly reason: string
}

interface ChainSubject {
  readonly place: { readonly code: string }
  readonly itemCode: string
  readonly kind: string
}

/**
 * Who signs an edition that is submitted now: the most specific chain, with the extra steps of its item and its kind
 * before the last signature.
 */
export async function chainFor(
  tx: Transaction,
  { place, itemCode, kind }: ChainSubject,
): Promise<Role[]> {
  const organizationCode = place.code
  const organization = await tx.organization.findUniqueOrThrow({
    where: { code: organizationCode },
  })
  const chains = await tx.reviewChain.findMany({
    where: {
      AND: [
        { OR: [{ organizationCode }, { organizationCode: null }] },
        { OR: [{ itemCode }, { itemCode: null }] },
        { OR: [{ kind }, { kind: null }] },
        { OR: [{ organizationKind: organization.kind }, { organizationKind: null }] },
      ],
    },
  })
  const chain = mostSpecific(chains)
  if (!chain) {
    throw new ConflictError('NO_REVIEW_CHAIN', '该公开主体尚未设置审核环节，请联系县政务公开办公室')
  }
  const extras = await tx.reviewChainExtra.findMany({
    where: { OR: [{ itemCode }, { kind }] },
    orderBy: [{ setAt: 'asc' }, { id: 'asc' }],
  })
  return withExtras(
    chain.steps,
    extras.map(({ role }) => role),
  )
}

/** Of the chains that fit: organization and item, organization and kind, organization, item, kind, kind of organization. */
export function mostSpecific<Chain extends ChainScope>(
  chains: readonly Chain[],
): Chain | undefined {
  return chains.toSorted((a, b) => weight(b) - weight(a))[0]
}

function weight({ organizationCode, itemCode, kind }: ChainScope): number {
  return (organizationCode === null ? 0 : 4) + (itemCode === null ? 0 : 2) + (kind === null ? 0 : 1)
}

/** The chain with further signatures before its last: whoever approves still does so last. */
export function withExtras(steps: readonly Role[], extras: readonly Role[]): Role[] {
  const chain = [...steps.slice(0, -1), ...extras, ...steps.slice(-1)]
  if (chain.length > MOST_STEPS) throw tooLong()
  return chain
}

/** Refuses settings under which some edition would need more signatures than it can have. */
export async function assertChainsFit(tx: Transaction): Promise<void> {
  const chains = await tx.reviewChain.findMany({ select: { steps: true } })
  const extras = await tx.reviewChainExtra.findMany({ select: { itemCode: true, kind: true } })
  const most = (of: 'itemCode' | 'kind') => {
    const counted = Map.groupBy(extras, (extra) => extra[of])
    counted.delete(null)
    return Math.max(0, ...[...counted.values()].map((group) => group.length))
  }
  const longest = Math.max(0, ...chains.map(({ steps }) => steps.length))
  if (longest + most('itemCode') + most('kind') > MOST_STEPS) throw tooLong()
}

function tooLong(): ConflictError {
  return new ConflictError('CHAIN_TOO_LONG', `审核环节连同附加环节不得超过${MOST_STEPS}个`)
}
