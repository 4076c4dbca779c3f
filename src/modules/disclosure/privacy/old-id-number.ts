import { isWindow } from './digits.ts'
import { isDateOfLife, isDivision, pairAt } from './divisions.ts'
import { ID_WORDS } from './id-number.ts'
import { maskIdNumber } from './mask.ts'
import { contextOf, type Hit, labelAt, leadOf, type Scene, tailOf } from './scene.ts'

const LENGTH = 15
const OTHER_NUMBERS =
  /订单|流水|案件|受理|项目|合同|许可|备案|批次|交易|凭证|登记|注册|索引|运单|发票|条码|编号|编码|imei|设备|账号|帐号|元\s*$/i

/**
 * ID numbers of 15 digits, given until 1999. They have no check character, so that words beside them
 * decide: with 身份证 certain, with the words of another number none.
 */
export function* oldIdNumbers({ page, today }: Scene): Generator<Hit> {
  const { digits } = page
  for (const first of digits.runs) {
    if (!isWindow(digits, first, LENGTH)) continue
    if (!isDivision(digits.values, first)) continue
    const [year, month, day] = [6, 8, 10].map((place) => pairAt(digits.values, first + place))
    if (!isDateOfLife(1900 + (year ?? 0), month ?? 0, day ?? 0, today)) continue
    const values = digits.values.subarray(first, first + LENGTH)
    if (values.includes(10)) continue
    const start = digits.at[first] ?? 0
    const end = (digits.at[first + LENGTH - 1] ?? 0) + 1
    const named = ID_WORDS.test(contextOf(page, start))
    const whole =
      end - start === LENGTH && !digits.guessed.subarray(first, first + LENGTH).includes(1)
    const words = `${labelAt(page, start)} ${leadOf(page, start, 16)}`
    if (!named && (!whole || OTHER_NUMBERS.test(words) || AMOUNT.test(tailOf(page, end)))) continue
    const certainty = named ? 'CERTAIN' : 'LIKELY'
    yield { start, end, type: 'ID_NUMBER_15', certainty, preview: maskIdNumber(values.join('')) }
  }
}

const AMOUNT = /^\s?(元|万|亿|吨|千瓦|[%％.])/

/** ID numbers whose mask leaves the whole birth date to read. */
export function* thinlyMaskedIdNumbers({ page: { text } }: Scene): Generator<Hit> {
  for (const match of text.matchAll(THIN_MASK)) {
    const start = match.index
    const preview = maskIdNumber(match[0])
    yield { start, end: start + match[0].length, type: 'ID_NUMBER', certainty: 'LIKELY', preview }
  }
}

const THIN_MASK =
  /(?<!\d)[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{2}\*{2}|\d\*{3}|\*{4}|\*{3}[\dXx])(?![\d*])/g
