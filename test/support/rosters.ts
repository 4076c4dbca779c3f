import type { Stage } from './stage.ts'

/** Columns that a row of a roster has in the tests. */
export interface RosterRow {
  readonly name: string
  readonly idNumber: string
  readonly phone: string
  readonly address: string
  readonly bankAccount: string
  readonly category: string
  readonly members: number
  readonly amount: string
  readonly outcome: 'PASSED' | 'NOT_PASSED'
}

const SURNAMES = Array.from('赵钱孙李周吴郑王')
const GIVEN = Array.from('甲乙丙丁戊己庚辛壬癸')
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The row with this number of an invented roster; no two have a secret in common. */
export function rosterRow(number: number): RosterRow {
  const digits = String(number).padStart(5, '0')
  const at = (list: readonly string[], index: number) => list[index % list.length] ?? ''
  return {
    name: `${at(SURNAMES, number)}${at(GIVEN, Math.floor(number / 8))}${at(GIVEN, Math.floor(number / 80))}`,
    idNumber: idNumberOf(number),
    phone: `138${digits}${String((number * 7) % 1000).padStart(3, '0')}`,
    address: `喀左县公营子镇第${number}组${number}号`,
    bankAccount: `62284800000${digits}123`,
    category: number % 3 === 0 ? 'A类' : 'B类',
    members: 1 + (number % 4),
    amount: `${600 + (number % 50)}.00`,
    outcome: number % 10 === 0 ? 'NOT_PASSED' : 'PASSED',
  }
}

/** So many rows of an invented roster. */
export function rosterRows(count: number): RosterRow[] {
  return Array.from({ length: count }, (_, index) => rosterRow(index + 1))
}

/** What nobody outside may ever read of a row. */
export function secretsOf({ idNumber, phone, address, bankAccount }: RosterRow): string[] {
  return [idNumber, phone, address, bankAccount]
}

/** The rest of a roster for everyone, complete but for its rows. */
export const ROSTER = {
  title: '农村低保审核结果公示',
  programme: '农村低保',
  stage: 'REVIEW',
  people: 'GENERAL',
  standard: '按家庭收入补差。',
  displayFrom: '2026-03-01',
  displayTo: '2099-12-31',
  hotline: '0421-5550105',
  objectionUnit: '县民政局',
  objectionPhone: '0421-5550105',
} as const

/** Lets the item of the stage's drafts be disclosed as a roster. */
export async function acceptRosters(stage: Stage): Promise<void> {
  await stage.platform.database.item.update({
    where: { code: '2.2' },
    data: { kinds: { push: 'RecipientRoster' } },
  })
}

function idNumberOf(number: number): string {
  const day = new Date(Date.UTC(1950, 0, 1 + number)).toISOString().slice(0, 10)
  const body = `211324${day.replaceAll('-', '')}${String(number % 1000).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
  return `${body}${'10X98765432'[sum % 11]}`
}
