import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { type Problem, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { lasting } from '../../identity/queries.ts'
import {
  type ChangeInput,
  decideChange,
  deciding,
  endable,
  refuseChildren,
  standing,
} from '../decide-change.ts'
import type { OrganizationChange } from '../model.ts'

/** What goes to one of the successors, and who. */
export interface Share {
  readonly organizationCode: string
  readonly itemCodes: readonly string[]
  readonly usernames: readonly string[]
}

export interface SplitInput extends ChangeInput {
  readonly organizationCode: string
  readonly successors: readonly Share[]
  /** Whether nothing of it stays: then every item and everybody must go somewhere. */
  readonly ends: boolean
}

const MOST = 20

/** Splits an organization: the office says which items, with their records and drafts, and which people go where. */
export function splitOrganization(
  platform: Platform,
  actor: Actor | null,
  input: SplitInput,
): Promise<OrganizationChange> {
  return command(platform, async (work) => {
    const { tx, now } = work
    const decided = await deciding(work, actor, input)
    const { organizationCode, successors, ends } = input
    const day = decided.effectiveOn
    await endable(tx, organizationCode, 'organizationCode', day)
    if (ends) await refuseChildren(tx, organizationCode, day)
    for (const [index, share] of successors.entries()) {
      await standing(tx, share.organizationCode, `successors.${index}.organizationCode`, day)
    }
    const items = await itemsOf(tx, organizationCode)
    const people = await peopleOf(tx, organizationCode, now)
    const problems = [
      ...successorFaults(input),
      ...shareFaults(input, [...items], 'itemCodes', '事项'),
      ...shareFaults(input, [...people.keys()], 'usernames', '人员'),
    ]
    if (problems.length > 0) throw new ValidationError(problems)
    const successions = successors.map((share) => ({
      toCode: share.organizationCode,
      itemCodes: share.itemCodes,
      userIds: share.usernames.flatMap((username) => people.get(username) ?? []),
    }))
    return decideChange(work, decided, { kind: 'SPLIT', organizationCode, ends, successions })
  })
}

/** The items that it owes or has records of. */
async function itemsOf(tx: Transaction, organizationCode: string): Promise<Set<string>> {
  const where = { organizationCode }
  const select = { itemCode: true } as const
  const owed = await tx.duty.findMany({ where, select })
  const had = await tx.disclosure.findMany({ where, select, distinct: ['itemCode'] })
  return new Set([...owed, ...had].map(({ itemCode }) => itemCode))
}

/** Ids of those who work there or hold a role there, by username. */
async function peopleOf(tx: Transaction, organizationCode: string, now: Date) {
  const users = await tx.user.findMany({
    where: {
      disabledAt: null,
      OR: [{ organizationCode }, { grants: { some: { organizationCode, ...lasting(now) } } }],
    },
    select: { id: true, username: true },
    orderBy: { username: 'asc' },
  })
  return new Map(users.map(({ id, username }) => [username, id]))
}

function successorFaults({ organizationCode, successors, ends }: SplitInput): Problem[] {
  const codes = successors.map((share) => share.organizationCode)
  const fewest = ends ? 2 : 1
  if (codes.length < fewest || codes.length > MOST || new Set(codes).size < codes.length) {
    const message = `请填写 ${fewest} 至 ${MOST} 个互不相同的承接机构`
    return [{ path: 'successors', code: 'NOT_DISTINCT', message }]
  }
  return codes.flatMap((code, index) =>
    code === organizationCode
      ? [
          {
            path: `successors.${index}.organizationCode`,
            code: 'INTO_ITSELF',
            message: '不能由自身承接',
          },
        ]
      : [],
  )
}

/** Nothing goes two ways, nothing goes that is not there, and nothing is left of what ends. */
function shareFaults(
  { successors, ends }: SplitInput,
  there: readonly string[],
  field: 'itemCodes' | 'usernames',
  what: string,
): Problem[] {
  const taken = new Set<string>()
  const faults = successors.flatMap((share, index) =>
    share[field].flatMap((one, at): Problem[] => {
      const path = `successors.${index}.${field}.${at}`
      if (taken.has(one)) return [{ path, code: 'ASSIGNED_TWICE', message: `${what}不能重复分配` }]
      taken.add(one)
      const message = `该公开主体没有这一${what}`
      return there.includes(one) ? [] : [{ path, code: 'NOT_THERE', message }]
    }),
  )
  const left = ends ? there.filter((one) => !taken.has(one)) : []
  const message = `还有${what}没有分配：${left.slice(0, 20).join('、')}`
  return left.length === 0
    ? faults
    : [...faults, { path: 'successors', code: 'LEFT_OVER', message }]
}
