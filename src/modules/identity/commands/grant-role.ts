import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  ValidationError,
} from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type Actor, type Grant, grantHash, type Place, type Role } from '../model.ts'
import { identityPolicy } from '../policy.ts'
import { knownPlace, userByUsername, type UserRecord } from '../queries.ts'
import { endSessions } from '../session.ts'

export interface GrantRoleInput {
  readonly username: string
  readonly role: Role
  readonly organizationCode: string
  /** Whether it reaches everything below the organization. OFFICE always does. */
  readonly subtree?: boolean
  readonly validFrom?: Date | null
  /** Exclusive; without it the grant lasts until it is revoked. */
  readonly validTo?: Date | null
}

/** Gives a person a role on an organization. Their sessions end: rights are those of a fresh sign-in. */
export function grantRole(
  platform: Platform,
  actor: Actor | null,
  input: GrantRoleInput,
): Promise<{ user: UserRecord; grant: Grant }> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const { username, role } = input
    const place = await knownPlace(tx, input.organizationCode)
    const by = identityPolicy.authorize(actor, 'grant.give', { place, role })
    const span = spanOf(input, now)
    officeAtTheTop(role, place)
    const user = await userByUsername(tx, actor, username, now)
    if (!user) throw new NotFoundError('没有这个账号')
    if (user.disabledAt) throw new ConflictError('USER_DISABLED', '该账号已停用，不能授予角色')
    const subtree = role === 'OFFICE' || (input.subtree ?? false)
    const given = { userId: user.id, role, organizationCode: place.code, subtree }
    await refuseDuplicate(tx, given, span)

    const grant: Grant = await tx.grant.create({
      data: { ...given, ...span, grantedById: actor.userId },
    })
    await endSessions(tx, user.id)
    audit({
      action: 'grant.give',
      by,
      subjectType: 'Grant',
      subjectId: grant.id,
      afterHash: grantHash(grant, null),
      details: { ...given, validTo: span.validTo?.toISOString() ?? null },
    })
    return { user: { ...user, grants: [...user.grants, grant] }, grant }
  })
}

interface Span {
  readonly validFrom: Date
  readonly validTo: Date | null
}

function spanOf({ validFrom, validTo }: GrantRoleInput, now: Date): Span {
  const span = { validFrom: validFrom ?? now, validTo: validTo ?? null }
  if (span.validTo && span.validTo <= span.validFrom) {
    throw ValidationError.of('validTo', 'INVALID_RANGE', '失效时间须晚于生效时间')
  }
  if (span.validTo && span.validTo <= now) {
    throw ValidationError.of('validTo', 'IN_THE_PAST', '失效时间须晚于现在')
  }
  return span
}

/** The office answers for the whole county, so its role is held on the county alone. */
function officeAtTheTop(role: Role, { path }: Place): void {
  if (role !== 'OFFICE' || path.length === 1) return
  throw ValidationError.of(
    'organizationCode',
    'OFFICE_ON_COUNTY_ONLY',
    '公开办角色只能授予在县一级',
  )
}

/** Refuses a role that somebody has already at that time. */
export async function refuseDuplicate(
  tx: Transaction,
  given: Pick<Grant, 'userId' | 'role' | 'organizationCode' | 'subtree'>,
  { validFrom, validTo }: Span,
): Promise<void> {
  const overlapping = await tx.grant.findFirst({
    where: {
      ...given,
      revokedAt: null,
      OR: [{ validTo: null }, { validTo: { gt: validFrom } }],
      ...(validTo && { validFrom: { lt: validTo } }),
    },
  })
  if (overlapping) throw new ConflictError('ALREADY_GRANTED', '该账号在这段时间内已有同样的角色')
}
