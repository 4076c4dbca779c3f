import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  type Problem,
  ValidationError,
} from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type Delegation, delegationOf, WITH_BOTH } from '../delegation.ts'
import { type Actor, grantHash, type Place, type Role, usernameRule } from '../model.ts'
import { identityPolicy } from '../policy.ts'
import { isUuid, knownPlace } from '../queries.ts'
import { endSessions } from '../session.ts'
import { refuseDuplicate } from './grant-role.ts'

/** Roles that one may have another stand in for; whoever gives out rights does so in person. */
const DELEGABLE: readonly Role[] = ['EDITOR', 'REVIEWER', 'APPROVER']

const LONGEST_MS = 366 * 86_400_000

export interface DelegateRoleInput {
  /** Who stands in. */
  readonly username: string
  /** For whom; the caller when left out. An administrator names somebody else. */
  readonly principal?: string | null
  readonly role: Role
  readonly organizationCode: string
  readonly validFrom: Date
  /** Exclusive. */
  readonly validTo: Date
}

/** Has somebody stand in for another in one of their roles for a time (代理). It ends by itself. */
export function delegateRole(
  platform: Platform,
  actor: Actor | null,
  input: DelegateRoleInput,
): Promise<Delegation> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const place = await knownPlace(tx, input.organizationCode)
    const principalId =
      input.principal == null ? actor.userId : await memberOf(tx, input.principal, place, now)
    const by = identityPolicy.authorize(actor, 'role.delegate', {
      place,
      userId: principalId ?? '',
    })
    const problems = faultsOf(input, now)
    if (problems.length > 0) throw new ValidationError(problems)
    const userId = await memberOf(tx, input.username, place, now)
    if (!userId || !principalId) throw new NotFoundError('该公开主体没有这个账号')
    if (userId === principalId) {
      throw new ConflictError('SELF_DELEGATION', '不能由本人代理本人')
    }
    const { role, validFrom, validTo } = input
    await assertHeld(tx, { userId: principalId, role, place, validFrom })
    const given = { userId, role, organizationCode: place.code, subtree: false }
    await refuseDuplicate(tx, given, { validFrom, validTo })
    const row = await tx.grant.create({
      data: { ...given, validFrom, validTo, principalId, grantedById: actor.userId },
      include: WITH_BOTH,
    })
    await endSessions(tx, userId)
    audit({
      action: 'role.delegate',
      by,
      subjectType: 'Grant',
      subjectId: row.id,
      afterHash: grantHash(row, null),
      details: { ...given, principalId, validTo: validTo.toISOString() },
    })
    return delegationOf(row)
  })
}

/** Ends a delegation before its time: the principal, whoever stands in, or who administers the organization. */
export function endDelegation(
  platform: Platform,
  actor: Actor | null,
  { grantId }: { readonly grantId: string },
): Promise<Delegation> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const row = isUuid(grantId)
      ? await tx.grant.findFirst({
          where: { id: grantId, revokedAt: null, principalId: { not: null } },
          include: { ...WITH_BOTH, organization: { select: { code: true, path: true } } },
        })
      : null
    if (!row) throw new NotFoundError('没有这项代理')
    const { organization: place, ...grant } = row
    const userId = row.userId === actor.userId ? actor.userId : (row.principalId ?? '')
    if (!identityPolicy.can(actor, 'role.endDelegation', { place, userId })) {
      throw new NotFoundError('没有这项代理')
    }
    const by = identityPolicy.authorize(actor, 'role.endDelegation', { place, userId })
    await tx.grant.update({ where: { id: grantId }, data: { revokedAt: now } })
    await endSessions(tx, row.userId)
    audit({
      action: 'role.endDelegation',
      by,
      subjectType: 'Grant',
      subjectId: grantId,
      beforeHash: grantHash(grant, null),
      afterHash: grantHash(grant, now),
    })
    return delegationOf(row)
  })
}

function faultsOf({ role, validFrom, validTo }: DelegateRoleInput, now: Date): Problem[] {
  const wrong: Problem[] = []
  if (!DELEGABLE.includes(role)) {
    const message = '只有编辑、审核、签发角色可以由他人代理'
    wrong.push({ path: 'role', code: 'NOT_DELEGABLE', message })
  }
  if (validTo <= validFrom) {
    wrong.push({ path: 'validTo', code: 'INVALID_RANGE', message: '结束时间须晚于开始时间' })
  } else if (validTo.getTime() - validFrom.getTime() > LONGEST_MS) {
    wrong.push({ path: 'validTo', code: 'TOO_LONG', message: '代理期限不得超过一年' })
  } else if (validTo <= now) {
    wrong.push({ path: 'validTo', code: 'IN_THE_PAST', message: '结束时间须晚于现在' })
  }
  return wrong
}

/** The account of somebody who works at the organization or holds a role there; others are none of its business. */
async function memberOf(
  tx: Transaction,
  given: string,
  { code }: Place,
  now: Date,
): Promise<string | null> {
  const { data: username } = usernameRule.safeParse(given)
  if (username === undefined) return null
  const inForce = { revokedAt: null, OR: [{ validTo: null }, { validTo: { gt: now } }] }
  const user = await tx.user.findFirst({
    where: {
      username,
      disabledAt: null,
      OR: [
        { organizationCode: code },
        { grants: { some: { organizationCode: code, ...inForce } } },
      ],
    },
    select: { id: true },
  })
  return user?.id ?? null
}

/** Only a right of one's own is passed on: no chains of people who stand in for each other. */
async function assertHeld(
  tx: Transaction,
  held: { userId: string; role: Role; place: Place; validFrom: Date },
): Promise<void> {
  const { userId, role, place, validFrom } = held
  const own = await tx.grant.findFirst({
    where: {
      userId,
      role,
      principalId: null,
      revokedAt: null,
      validFrom: { lte: validFrom },
      AND: [
        { OR: [{ validTo: null }, { validTo: { gt: validFrom } }] },
        {
          OR: [
            { organizationCode: place.code },
            { subtree: true, organizationCode: { in: [...place.path] } },
          ],
        },
      ],
    },
  })
  if (!own) throw new ConflictError('ROLE_NOT_HELD', '被代理人本人在该公开主体没有这个角色')
}
