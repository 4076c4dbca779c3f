import { isWindow, runLength } from './digits.ts'
import { maskPhone } from './mask.ts'
import { phoneKey } from './known.ts'
import { atMost, type Hit, labelAt, leadOf, type Scene, tailOf } from './scene.ts'

const MOST_CANDIDATES = 20_000
const OTHER_NUMBERS =
  /订单|流水|案件|受理|项目|合同|许可|备案|批次|交易|凭证|登记|索引|运单|快递|发票|条码|编号|编码|单号|文号|证号|代码|isbn/i
const UNIT = /^\s?(元|万|亿|吨|千瓦|立方|平方|公里|米|[%％])|^\.\d/

/** Mobile numbers: 11 digits, in groups too, with +86 or without. */
export function* mobilePhones({ page, known }: Scene): Generator<Hit> {
  const { digits, text } = page
  for (const run of digits.runs) {
    const first = run + countryCode(digits.values, run)
    if (!isWindow(digits, run, first - run + 11)) continue
    if (runLength(digits, first, 3) < 3) continue
    const values = digits.values.subarray(first, first + 11)
    if (values[0] !== 1 || (values[1] ?? 0) < 3 || values.includes(10)) continue
    if (digits.guessed.subarray(first, first + 11).includes(1)) continue
    const start = digits.at[first] ?? 0
    const end = (digits.at[first + 10] ?? 0) + 1
    const number = values.join('')
    if (known.phones.has(number) || !GROUPED.test(text.slice(start, end))) continue
    const tail = tailOf(page, end)
    if (/^[A-Za-z*]/.test(tail) || UNIT.test(tail)) continue
    if (OTHER_NUMBERS.test(leadOf(page, start, 8)) || OTHER_NUMBERS.test(labelAt(page, start)))
      continue
    yield { start, end, type: 'MOBILE_PHONE', certainty: 'LIKELY', preview: maskPhone(number) }
  }
}

const GROUPED =
  /^\d{11}$|^\d{3}([ \-.]{1,3})(\d{8}|\d{4}\1\d{4})$|^\d{3}-\d{3}-\d{5}$|^\d{7}[ -]\d{4}$/

// 86, 0086 or 0 before the number without anything between.
function countryCode(values: Uint8Array, first: number): number {
  if (values[first] === 8 && values[first + 1] === 6) return 2
  if (values[first] !== 0) return 0
  return values[first + 1] === 0 && values[first + 2] === 8 && values[first + 3] === 6 ? 4 : 1
}

const PHONE_WORDS = /电话|联系|座机|热线|传真|固话|tel|phone/i
const WITH_AREA =
  /(?<![\d./-])(?:\((?:010|02\d|0[3-9]\d{2})\)|(?:010|02\d|0[3-9]\d{2}))([ \-‐‑–—―−]{0,3})[2-8]\d{6,7}(?![\d*]|[.]\d)/g
const LOCAL = /(?<![\d./A-Za-z-])[2-8]\d{6,7}(?![\dA-Za-z*]|[.]\d|-\d)/g
const LOCAL_LEAD = /(电话|座机|固话|传真)(号码?)?[: 为是]{0,3}$/
const LOCAL_LABEL = /电话|座机|固话/

/** Fixed lines: with the area code parted, or after words like 电话. */
export function* landlines({ page, known }: Scene): Generator<Hit> {
  const { text } = page
  for (const match of atMost(MOST_CANDIDATES, text.matchAll(WITH_AREA))) {
    const start = match.index
    const [number, parted] = match
    if (known.phones.has(phoneKey(number)) || UNIT.test(tailOf(page, start + number.length)))
      continue
    const context = `${labelAt(page, start)} ${leadOf(page, start, 16)}`
    if (OTHER_NUMBERS.test(context)) continue
    if (parted === '' && !number.startsWith('(') && !PHONE_WORDS.test(context)) continue
    yield landline(start, number, maskPhone(number))
  }
  for (const { 0: number, index: start } of atMost(MOST_CANDIDATES, text.matchAll(LOCAL))) {
    if (known.phones.has(number) || UNIT.test(tailOf(page, start + number.length))) continue
    const named = LOCAL_LEAD.test(leadOf(page, start, 12)) || LOCAL_LABEL.test(labelAt(page, start))
    if (named) yield landline(start, number, '****')
  }
}

function landline(start: number, number: string, preview: string): Hit {
  return { start, end: start + number.length, type: 'LANDLINE', certainty: 'LIKELY', preview }
}
