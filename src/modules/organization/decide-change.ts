import { calendarDate } from '../../platform/clock.ts'
import type { Authority, Work } from '../../platform/command.ts'
import type { Transaction } from '../../platform/db/client.ts'
import { ConflictError, ValidationError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/problems.ts'
import type { Actor } from '../identity/model.ts'
import { countyPlace } from '../identity/queries.ts'
import { applyChange } from './apply-change.ts'
import { type ChangeKind, changeRule, type OrganizationChange, type Succession } from './model.ts'
import { organizationPolicy } from './policy.ts'
import { changeById, dateOf, dayOf } from './queries.ts'

/** What every change says. */
export interface ChangeInput {
  /** The first day on which it holds, today or later; at once when left out. */
  readonly effectiveOn?: string | null
  /** Why, for the public. */
  readonly note?: string | null
}

/** Who decides, by what right, and since when it holds. */
export interface Deciding {
  readonly by: Authority
  readonly effectiveOn: string
  readonly note: string | null
}

/** Lets the office decide on a change; one in the past would tell the public what it never saw. */
export async function deciding(
  { tx, now }: Work,
  actor: Actor | null,
  input: ChangeInput,
): Promise<Deciding> {
  const place = await countyPlace(tx)
  const by = organizationPolicy.authorize(actor, 'organization.change', { place })
  const { effectiveOn, note } = parseInput(changeRule, {
    effectiveOn: input.effectiveOn,
    note: input.note,
  })
  const today = calendarDate(now)
  if (effectiveOn && effectiveOn < today) {
    throw ValidationError.of('effectiveOn', 'IN_THE_PAST', '生效日不得早于今天')
  }
  return { by, effectiveOn: effectiveOn ?? today, note }
}

/** The organization at `path` of the input, if it exists on the day and nothing that was decided ends it. */
export async function standing(tx: Transaction, code: string, path: string, day: string) {
  const organization = await tx.organization.findUnique({ where: { code } })
  if (!organization) throw ValidationError.of(path, 'UNKNOWN_ORGANIZATION', '没有这个公开主体')
  const { validFrom, validTo } = organization
  if (validTo && dayOf(validTo) < day) {
    throw ValidationError.of(path, 'ORGANIZATION_CLOSED', '该公开主体届时已撤并')
  }
  if (validFrom && day < dayOf(validFrom)) {
    throw ValidationError.of(path, 'ORGANIZATION_NOT_YET', '该公开主体届时尚未设立')
  }
  const ending = await tx.organizationChange.findFirst({
    where: { organizationCode: code, ends: true, appliedAt: null },
  })
  if (ending) throw new ConflictError('CHANGE_PENDING', '该公开主体已定于日后撤并，请先取消该决定')
  return organization
}

/** An organization that may end: not the county itself, and nothing that was decided counts on it. */
export async function endable(tx: Transaction, code: string, path: string, day: string) {
  const organization = await standing(tx, code, path, day)
  notTheCounty(organization, path)
  const awaited = await tx.organizationChange.findFirst({
    where: {
      appliedAt: null,
      OR: [
        { organizationCode: code },
        { parentCode: code },
        { successions: { some: { toCode: code } } },
      ],
    },
  })
  if (awaited) throw new ConflictError('CHANGE_PENDING', '另有已定于日后的决定涉及该公开主体')
  return organization
}

/** Everything hangs on the county. */
export function notTheCounty(
  { parentCode }: { readonly parentCode: string | null },
  path: string,
): void {
  if (parentCode === null)
    throw ValidationError.of(path, 'COUNTY_STAYS', '县政府不能撤并或调整隶属')
}

/** Nothing that still stands may hang on what ends. */
export async function refuseChildren(tx: Transaction, code: string, day: string): Promise<void> {
  const child = await tx.organization.findFirst({
    where: { parentCode: code, OR: [{ validTo: null }, { validTo: { gte: dateOf(day) } }] },
  })
  if (child) throw new ConflictError('HAS_CHILDREN', '该公开主体还有下属机构，请先调整其隶属关系')
}

/** A change as it is decided; what its kind does not need is left out. */
export interface Decision {
  readonly kind: ChangeKind
  readonly organizationCode: string
  readonly ends?: boolean
  readonly shortName?: string
  readonly fullName?: string
  readonly parentCode?: string
  readonly successions?: readonly Succession[]
}

/** Writes the decision down, and brings it into force if its day has come. */
export async function decideChange(
  work: Work,
  { by, effectiveOn, note }: Deciding,
  { successions = [], ...decision }: Decision,
): Promise<OrganizationChange> {
  const { tx, now, audit } = work
  const { organizationCode: fromCode, kind } = decision
  for (const { toCode } of successions) await refuseCircle(tx, fromCode, toCode)
  const { id } = await tx.organizationChange.create({
    data: {
      ...decision,
      note,
      effectiveOn: dateOf(effectiveOn),
      decidedById: by.userId,
      decidedAt: now,
      successions: {
        create: successions.map(({ toCode, itemCodes, userIds }) => ({
          fromCode,
          toCode,
          itemCodes: [...itemCodes],
          userIds: [...userIds],
        })),
      },
    },
  })
  audit({
    action: 'organization.change',
    by,
    subjectType: 'OrganizationChange',
    subjectId: id,
    details: {
      kind,
      organizationCode: fromCode,
      effectiveOn,
      successors: successions.map(({ toCode }) => toCode).join(','),
    },
  })
  return effectiveOn <= calendarDate(now) ? applyChange(work, id) : changeById(tx, id)
}

/** Nothing succeeds itself, at whatever remove; the database holds the same. */
async function refuseCircle(tx: Transaction, fromCode: string, toCode: string): Promise<void> {
  const [circle] = await tx.$queryRaw<object[]>`
    WITH RECURSIVE heir(code) AS (
      SELECT ${toCode}
      UNION SELECT s.to_code FROM heir h JOIN organization_succession s ON s.from_code = h.code)
    SELECT code FROM heir WHERE code = ${fromCode}`
  if (circle) throw new ConflictError('SUCCESSION_CIRCLE', '承接关系成环：不能由其前身再来承接')
}
