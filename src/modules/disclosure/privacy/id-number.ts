import { isUscc } from '../../organization/model.ts'
import { idCheckHolds, luhnHolds } from './check-digits.ts'
import { type Digits, GAP, isWindow } from './digits.ts'
import { isDateOfLife, isDivision, pairAt } from './divisions.ts'
import type { Certainty } from './finding.ts'
import { maskIdNumber } from './mask.ts'
import type { Page } from './page.ts'
import {
  contextOf,
  type Hit,
  labelAt,
  leadOf,
  type Scene,
  tailOf,
  type WordsIn,
  wordsIn,
} from './scene.ts'

const LENGTH = 18
const LEAD = 40
const MOST_GUESSED = 10
/** Words that say that a number is that of a person. */
export const ID_WORDS =
  /身\s?份\s?证|身份号|公民身份|居民身份|证件|居住证|残疾人?证|sfz|id\s*(no|number|card|号)/i
/** `/2018-00012` behind the code of an organ. */
const INDEX_NUMBER = /^\/\d{4}-\d/
const CODE_WORDS = /信用代码|组织机构代码|税号|纳税人识别号/
/** Numbers that are made of a division, a date and a counter, as ID numbers are. */
const SERIAL_WORDS =
  /订单|流水|案件|受理|项目(代码|编号|编码)|合同|许可证|备案|批次|交易|凭证|业务|登记编号|索引号|运单|发票|条码|标识码/
/** People who apply for anything have an earlier birth date than such a number has a date. */
const SERIALS_SINCE = 2005

/** ID numbers of 18 characters (GB 11643), also cut by marks, cells and lines, and with O for 0 and l for 1. */
export function* idNumbers(scene: Scene): Generator<Hit> {
  const { digits } = scene.page
  const isSaid = wordsIn(scene.page, ID_WORDS)
  let next = 0
  for (const first of digits.runs) {
    const hit = first < next ? undefined : idNumberAt(scene, first, isSaid)
    if (!hit) continue
    yield hit
    next = first + LENGTH
  }
  yield* gluedIdNumbers(scene)
}

function idNumberAt({ page, today }: Scene, first: number, isSaid: WordsIn): Hit | undefined {
  const { digits } = page
  if (!isWindow(digits, first, LENGTH)) return undefined
  const plausible = isDivision(digits.values, first) && isBirthDate(digits.values, first, today)
  const start = digits.at[first] ?? 0
  const end = (digits.at[first + LENGTH - 1] ?? 0) + 1
  const maySay = isSaid(start - LEAD, start) || labelAt(page, start) !== ''
  if (!plausible && !maySay) return undefined
  const values = digits.values.subarray(first, first + LENGTH)
  if (values.subarray(0, LENGTH - 1).includes(10)) return undefined
  const right = idCheckHolds(values)
  const certainty =
    plausible || right ? certaintyAt(page, first, plausible && right, maySay) : undefined
  if (!certainty) return undefined
  return { start, end, type: 'ID_NUMBER', certainty, preview: maskIdNumber(written(values)) }
}

function certaintyAt(
  page: Page,
  first: number,
  right: boolean,
  maySay: boolean,
): Certainty | undefined {
  if (!right && !maySay) return undefined
  const { digits, text } = page
  const start = digits.at[first] ?? 0
  const end = (digits.at[first + LENGTH - 1] ?? 0) + 1
  const context = contextOf(page, start)
  if (maySay && ID_WORDS.test(context)) return right ? 'CERTAIN' : 'LIKELY'
  if (!right || guesses(digits, first) > MOST_GUESSED) return undefined
  const isCode = CODE_WORDS.test(context) || INDEX_NUMBER.test(tailOf(page, end))
  if (isCode && isUscc(text.slice(start, end))) return undefined
  const isSerial = SERIAL_WORDS.test(`${labelAt(page, start)} ${leadOf(page, start, 16)}`)
  const year = Number(written(digits.values.subarray(first + 6, first + 10)))
  if (isSerial && year >= SERIALS_SINCE) return 'LIKELY'
  return isNaturallyCut(page, first) ? 'CERTAIN' : 'LIKELY'
}

/** Long runs where a number is glued to a counter before it or to a telephone number or another one behind. */
function* gluedIdNumbers({ page, today }: Scene): Generator<Hit> {
  const { digits } = page
  for (const [index, run] of digits.runs.entries()) {
    const next = digits.runs[index + 1] ?? digits.count
    if (next - run <= LENGTH) continue
    let joined = run
    if (isCard(digits.values.subarray(run, next))) continue
    for (let first = run; first + LENGTH <= next; first++) {
      const values = digits.values.subarray(first, first + LENGTH)
      if (!isIdNumber(values, today)) continue
      const end = first + LENGTH
      const place = { start: digits.at[first] ?? 0, end: (digits.at[end - 1] ?? 0) + 1 }
      // The number of a 残疾人证 is that of the person, the kind and the degree.
      const certain =
        (first === run && ID_WORDS.test(contextOf(page, place.start))) ||
        (isJoint(digits, joined, first) && (end === next || startsNumber(digits, end, next)))
      const certainty = certain ? 'CERTAIN' : 'LIKELY'
      yield { ...place, type: 'ID_NUMBER', certainty, preview: maskIdNumber(written(values)) }
      joined = end
      first = end - 1
    }
  }
}

function isIdNumber(values: Uint8Array, today: string): boolean {
  return (
    isDivision(values) &&
    isBirthDate(values, 0, today) &&
    !values.subarray(0, LENGTH - 1).includes(10) &&
    idCheckHolds(values)
  )
}

// The middle of some cards reads as an ID number.
function isCard(values: Uint8Array): boolean {
  return values.length === 19 && values[0] === 6 && luhnHolds(values)
}

// Nothing, a counter or a mobile number stands before.
function isJoint({ values }: Digits, from: number, to: number): boolean {
  return to - from <= 3 || (to - from === 11 && values[from] === 1 && (values[from + 1] ?? 0) >= 3)
}

// A mobile number that ends the run, a bank card, or the division of one more ID number.
function startsNumber({ values }: Digits, from: number, end: number): boolean {
  const isMobile = values[from] === 1 && (values[from + 1] ?? 0) >= 3
  const isCard = values[from] === 6 && values[from + 1] === 2
  if (end - from === 11) return isMobile
  return end - from >= 16 && (isMobile || isCard || isDivision(values.subarray(from, from + 6)))
}

function guesses({ guessed }: Digits, first: number): number {
  return guessed.subarray(first, first + LENGTH).reduce((sum, one) => sum + one, 0)
}

/** Cut as a hand or a line break cuts it. Columns of figures are cut anywhere, and chance makes a number of them. */
function isNaturallyCut({ text, digits: { at, gap } }: Page, first: number): boolean {
  const cuts: number[] = []
  for (let index = 1; index < LENGTH; index++) {
    if (gap[first + index] !== GAP.none) cuts.push(index)
  }
  if (cuts.length === 0 || ELEMENTS.has(cuts.join())) return true
  const number = text.slice(at[first], at[first + LENGTH - 1])
  const isOfOneLine = !/[\s,|]/.test(number)
  return isOfOneLine ? cuts.length <= 5 : cuts.length === 1 && number.includes('\n')
}

/** Between division, year, month, day, counter and check character; each pair of digits of the division too. */
const ELEMENTS = new Set(
  '6 10 14 6,14 6,10,14 6,10,12 6,10,12,14 6,14,17 6,10,12,14,17 2,4,6,14 2,4,6,10,12,14'.split(
    ' ',
  ),
)

function isBirthDate(values: Uint8Array, first: number, today: string): boolean {
  const year = pairAt(values, first + 6) * 100 + pairAt(values, first + 8)
  return isDateOfLife(year, pairAt(values, first + 10), pairAt(values, first + 12), today)
}

function written(values: ArrayLike<number>): string {
  return Array.from(values, (value) => (value === 10 ? 'X' : String(value))).join('')
}
