import type { Transaction } from '../../platform/db/client.ts'
import type { Problem } from '../../platform/errors.ts'
import { kinds as declared } from '../disclosure/kind/registry.ts'

/** Codes that narrow what somebody wants to be told of. */
export interface Codes {
  readonly areaCodes: readonly string[]
  readonly itemCodes: readonly string[]
  readonly organizationCodes: readonly string[]
  readonly kinds: readonly string[]
}

/** Codes of nothing, each a problem: whoever narrows by them would never be told of anything. */
export async function unknownCodes(tx: Transaction, codes: Codes): Promise<Problem[]> {
  const { areaCodes, itemCodes, organizationCodes, kinds } = codes
  const only = (list: readonly string[]) => ({
    where: { code: { in: [...list] } },
    select: { code: true },
  })
  const [areas, items, organizations] = await Promise.all([
    tx.area.findMany(only(areaCodes)),
    tx.item.findMany(only(itemCodes)),
    tx.organization.findMany(only(organizationCodes)),
  ])
  const missing = (
    path: string,
    wanted: readonly string[],
    known: readonly { code: string }[],
    what: string,
  ) =>
    wanted
      .filter((code) => !known.some((one) => one.code === code))
      .map((code) => ({
        path,
        code: 'UNKNOWN_CODE',
        message: `没有这个${what}：${code.slice(0, 64)}`,
      }))
  return [
    ...missing('areaCodes', areaCodes, areas, '领域'),
    ...missing('itemCodes', itemCodes, items, '公开事项'),
    ...missing('organizationCodes', organizationCodes, organizations, '公开主体'),
    ...missing(
      'kinds',
      kinds,
      [...declared.keys()].map((code) => ({ code })),
      '体裁',
    ),
  ]
}
