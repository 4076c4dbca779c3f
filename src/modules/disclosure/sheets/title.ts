import type { Field } from '../kind/field.ts'

/** A column title as people write it, taken apart. */
export interface Title {
  /** Without blanks, brackets, punctuation and unit: what titles are compared by. */
  readonly bare: string
  /** Units that it names, in brackets or at its end. */
  readonly units: readonly string[]
}

const UNIT_AT_END = /(?<=.)(亿元|[万千百]元|元|公顷|亩|平方米|平方千米|平方公里|[万千]人|人|户|%)$/
const BRACKETS = /[([【〔]([^()[\]【】〔〕]*)[)\]】〕]/g

/** Takes a title apart; `姓 名`, `*姓名：` and `姓名（必填）` are one. */
export function titleOf(text: string): Title {
  const narrow = text.normalize('NFKC').replaceAll(/\s/g, '')
  const units = Array.from(narrow.matchAll(BRACKETS), ([, inside = '']) =>
    inside.replace(/^单位[::]?/, ''),
  )
  const bare = narrow
    .replaceAll(BRACKETS, '')
    .replaceAll(/[*::、,。./_#"“”-]/g, '')
    .toUpperCase()
  return { bare, units }
}

/** The title once more with the unit at its end taken for what it is: `金额万元`. */
export function withoutUnit({ bare, units }: Title): Title | null {
  const unit = UNIT_AT_END.exec(bare)?.[0]
  return unit === undefined ? null : { bare: bare.slice(0, -unit.length), units: [...units, unit] }
}

/** Sorts of quantities: units of one sort are not the same amount. */
const SORTS = [
  ['元', '亿元', '万元', '千元', '百元', '美元'],
  ['平方米', '亩', '公顷', '平方公里', '平方千米', '万平方米', '万亩'],
  ['人', '万人', '千人', '百人'],
] as const

/** The unit that a title names and that is not the field's, though of the same sort: 万元 where 元 is meant. */
export function foreignUnit({ unit }: Field, named: readonly string[]): string | null {
  const sort: readonly string[] = SORTS.find((units) => units.some((one) => one === unit)) ?? []
  const written = named.map((one) => one.split(/[/·]/, 1)[0] ?? '').map((one) => SAME[one] ?? one)
  return written.find((one) => one !== unit && sort.includes(one)) ?? null
}

const SAME: Readonly<Record<string, string>> = { m2: '平方米', '㎡': '平方米', 平米: '平方米' }
