import type { Work } from '../../platform/command.ts'
import type { Transaction } from '../../platform/db/client.ts'
import { ConflictError } from '../../platform/errors.ts'
import { moveRights } from '../identity/move-rights.ts'
import { COUNTY_CHANNEL, organizationChanged } from './events.ts'
import { dayBefore, type OrganizationChange } from './model.ts'
import { changeById, dateOf } from './queries.ts'

/**
 * Brings a change into force: the organization itself, the rights on it and its place in the tree here, and by the
 * event whatever later modules keep of it.
 */
export async function applyChange(work: Work, id: string): Promise<OrganizationChange> {
  const { tx, now, audit, emit } = work
  const change = await changeById(tx, id)
  if (change.appliedAt !== null) return change
  switch (change.kind) {
    case 'RENAMED':
      await rename(tx, change)
      break
    case 'MOVED':
      await rememberPast(tx, change)
      await putBelow(tx, change.organizationCode, change.parentCode ?? '')
      break
    case 'MERGED':
    case 'SPLIT':
    case 'CLOSED':
      await succeed(work, change)
      break
    case 'ESTABLISHED':
      break
  }
  await tx.organizationChange.update({ where: { id }, data: { appliedAt: now } })
  await tx.$executeRaw`SELECT pg_notify(${COUNTY_CHANNEL}, '')`
  audit({
    action: 'organization.apply',
    by: null,
    subjectType: 'OrganizationChange',
    subjectId: id,
    details: { organizationCode: change.organizationCode, kind: change.kind },
  })
  emit(organizationChanged(id))
  return { ...change, appliedAt: now }
}

async function rename(tx: Transaction, change: OrganizationChange): Promise<void> {
  await rememberPast(tx, change)
  const { organizationCode: code, shortName, fullName } = change
  if (shortName === null || fullName === null) throw new Error(`change ${change.id} has no names`)
  await tx.organization.update({ where: { code }, data: { shortName, fullName } })
}

/** Keeps what the organization was until the day before; of several changes on one day the first has seen that. */
async function rememberPast(tx: Transaction, change: OrganizationChange): Promise<void> {
  const code = change.organizationCode
  const { shortName, fullName, parentCode } = await tx.organization.findUniqueOrThrow({
    where: { code },
  })
  const day = { organizationCode: code, until: dateOf(dayBefore(change.effectiveOn)) }
  await tx.organizationPast.upsert({
    where: { organizationCode_until: day },
    create: { ...day, shortName, fullName, parentCode },
    update: {},
  })
}

/** Puts an organization, with all below it, under another. */
async function putBelow(tx: Transaction, code: string, parentCode: string): Promise<void> {
  const above = await tx.organization.findUniqueOrThrow({ where: { code: parentCode } })
  // It was not so when it was decided.
  if (above.path.includes(code)) {
    throw new ConflictError('BELOW_ITSELF', '隶属关系已有变化，不能隶属于自身或其下属机构')
  }
  await tx.organization.update({ where: { code }, data: { parentCode } })
  await tx.$executeRaw`
    UPDATE organization SET path = ${above.path}::text[] || path[array_position(path, ${code}):]
     WHERE path @> ARRAY[${code}]`
}

async function succeed(work: Work, change: OrganizationChange): Promise<void> {
  const { tx } = work
  const { organizationCode: from, successions, ends, kind } = change
  const [only] = successions
  if (kind === 'MERGED' && only) await adoptChildren(tx, change, only.toCode)
  for (const { toCode, userIds } of successions) {
    await moveRights(work, { from, to: toCode, userIds: kind === 'SPLIT' ? userIds : null })
  }
  if (!ends) return
  await moveRights(work, { from, to: null, userIds: null })
  const validTo = dateOf(dayBefore(change.effectiveOn))
  await tx.organization.update({ where: { code: from }, data: { validTo } })
}

async function adoptChildren(
  tx: Transaction,
  change: OrganizationChange,
  toCode: string,
): Promise<void> {
  const children = await tx.organization.findMany({
    where: { parentCode: change.organizationCode },
    select: { code: true },
  })
  for (const { code } of children) {
    await rememberPast(tx, { ...change, organizationCode: code })
    await putBelow(tx, code, toCode)
  }
}
