import type { Database, Prisma } from '../../platform/db/client.ts'
import type { Actor, Role } from './model.ts'

/** An account as its colleagues may know it. */
export interface Colleague {
  readonly userId: string
  readonly username: string
  readonly displayName: string
}

/** That somebody stands in for another in one of their roles for a time (代理). */
export interface Delegation {
  readonly grantId: string
  readonly role: Role
  readonly organizationCode: string
  readonly principal: Colleague
  readonly delegate: Colleague
  readonly validFrom: Date
  /** Exclusive. */
  readonly validTo: Date
}

const COLLEAGUE = { select: { id: true, username: true, displayName: true } } as const

/** What a delegation is read with. */
export const WITH_BOTH = { user: COLLEAGUE, principal: COLLEAGUE } as const

type DelegationRow = Prisma.GrantGetPayload<{ include: typeof WITH_BOTH }>

/** The grant as a delegation, which has a principal and an end. */
export function delegationOf(row: DelegationRow): Delegation {
  const { id, role, organizationCode, principal, user, validFrom, validTo } = row
  if (!principal || !validTo) throw new Error(`grant ${id} is no delegation`)
  const colleague = ({ id: userId, username, displayName }: typeof user): Colleague => ({
    userId,
    username,
    displayName,
  })
  return {
    grantId: id,
    role,
    organizationCode,
    principal: colleague(principal),
    delegate: colleague(user),
    validFrom,
    validTo,
  }
}

/** Those in which the actor stands in or is stood in for, in force or to come, the next to begin first. */
export async function delegationsOf(db: Database, actor: Actor, now: Date): Promise<Delegation[]> {
  const rows = await db.grant.findMany({
    where: {
      revokedAt: null,
      validTo: { gt: now },
      OR: [{ principalId: actor.userId }, { userId: actor.userId, principalId: { not: null } }],
    },
    include: WITH_BOTH,
    orderBy: [{ validFrom: 'asc' }, { id: 'asc' }],
    take: 100,
  })
  return rows.map(delegationOf)
}
