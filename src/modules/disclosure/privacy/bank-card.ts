import { luhnHolds } from './check-digits.ts'
import { isWindow, runLength } from './digits.ts'
import type { Certainty } from './finding.ts'
import { maskBankAccount } from './mask.ts'
import type { Page } from './page.ts'
import { nameCell } from './person.ts'
import { isUnder } from './rows.ts'
import {
  type Hit,
  labelAt,
  leadOf,
  rowAt,
  type Scene,
  sentenceBounds,
  tailOf,
  wordsIn,
} from './scene.ts'

/** Long ones first: a card of 19 may begin with the digits of one of 16. */
const CARD_LENGTHS = [19, 18, 17, 16] as const
/** Passbooks of the rural cooperatives have other lengths than cards. */
const SHORTEST = 12
const LONGEST = 22
const SHORTEST_GROUP = 3

const CARD_WORDS = /银行卡|卡号|借记卡|储蓄卡|信用卡|一卡通|存折|银行账[号户]|银行帐[号户]|惠农卡/
const ACCOUNT_WORDS = /账号|帐号|账户|帐户|开户行|开户银行|汇款|转账/
/** Cards that are no bank's, and numbers that are none. */
const OTHER_NUMBERS =
  /订单|流水|案件|受理|项目|合同|许可|备案|批次|交易|凭证|业务|登记|索引|运单|快递|发票|条码|编号|编码|单号|表号|户号|设备|(水|电|气|图书|公交|会员)卡/
const HOLDER = /户\s*名|开户名|账户名|收款(人|单位)|名称|企业|公司|单位|机构/
const ORGAN_NAME =
  /(局|委|办|府|院|校|学|园|所|站|厅|部|会|队|中心|公司|厂|社|行|处|店)(\(.{1,20}\))?$/
/** An organ's account is public, in a tender or in an appeal for donations. */
const ORGAN =
  /财政(局|专户)|国库|专户|非税|对公|基本账户|基本户|零余额|保证金|捐赠|募捐|单位(名称|账|帐|户)|(户\s*名|开户名称?|收款人|收款单位|账户名称?)[: ]{0,3}[^\s,;]{2,20}(局|委|办|府|院|校|学|园|所|站|厅|部|会|队|中心|公司|厂|社|行|处|店)/
const AMOUNT = /^\s?(元|万|亿|吨|千瓦)/
const LEAD = 40

/** Bank cards and passbooks of persons. */
export function* bankCards({ page }: Scene): Generator<Hit> {
  const { digits } = page
  const isSaid = wordsIn(page, new RegExp(`${CARD_WORDS.source}|${ACCOUNT_WORDS.source}`))
  let next = 0
  for (const first of digits.runs) {
    const length = first < next ? 0 : lengthAt(page, first)
    if (length === 0) continue
    const values = digits.values.subarray(first, first + length)
    const start = digits.at[first] ?? 0
    const end = (digits.at[first + length - 1] ?? 0) + 1
    const right = isCard(page, first, length)
    if (!right && !isSaid(start - LEAD, start) && labelAt(page, start) === '') continue
    const certainty = certaintyOf(page, values, right, start, end)
    if (!certainty) continue
    yield { start, end, type: 'BANK_CARD', certainty, preview: maskBankAccount(values.join('')) }
    next = first + length
  }
}

function lengthAt(page: Page, first: number): number {
  const run = runLength(page.digits, first, LONGEST + 1)
  if (run >= SHORTEST) return run <= LONGEST && isPlain(page, first, run) ? run : 0
  // Groups of other numbers stand beside each other too: only a right sum makes a card of them.
  if (run < SHORTEST_GROUP) return 0
  return (
    CARD_LENGTHS.find((length) => isPlain(page, first, length) && isCard(page, first, length)) ?? 0
  )
}

function isCard({ digits }: Page, first: number, length: number): boolean {
  const values = digits.values.subarray(first, first + length)
  return isIssuer(values) && luhnHolds(values)
}

// In one run, in groups parted by spaces or by hyphens, or in two by the end of a line.
function isPlain({ digits, text }: Page, first: number, length: number): boolean {
  if (!isWindow(digits, first, length)) return false
  if (digits.values.subarray(first, first + length).includes(10)) return false
  if (digits.guessed.subarray(first, first + length).includes(1)) return false
  const start = digits.at[first] ?? 0
  const end = (digits.at[first + length - 1] ?? 0) + 1
  const cut = text.slice(start, end).replaceAll(/\d/g, '')
  const inWord = /[A-Za-z*]/.test(text.charAt(start - 1) + text.charAt(end))
  return !inWord && /^( *|-*|\r?\n)$/.test(cut)
}

function certaintyOf(
  page: Page,
  values: Uint8Array,
  right: boolean,
  start: number,
  end: number,
): Certainty | undefined {
  if (AMOUNT.test(tailOf(page, end))) return undefined
  // Cards of 17 and 18 digits are so rare that a number of this length is more often something else.
  const usual = values.length === 16 || values.length === 19
  const label = labelAt(page, start)
  const lead = leadOf(page, start, LEAD)
  const context = `${label} ${lead}`
  const isOther = OTHER_NUMBERS.test(lead.slice(-12)) || OTHER_NUMBERS.test(label)
  const named = !isOther && CARD_WORDS.test(context)
  if (named || (!isOther && ACCOUNT_WORDS.test(context))) {
    const isCard = right || (named && usual)
    return isCard && !isOrgans(page, start, end) ? 'CERTAIN' : 'LIKELY'
  }
  return right && usual && !isOther ? 'LIKELY' : undefined
}

// Out of tables, the name of the account stands a line or two above the number.
function isOrgans(page: Page, start: number, end: number): boolean {
  const { text } = page
  const row = rowAt(page, start)
  if (row) {
    const holder = row.cells.find(({ column }) => isUnder(column, HOLDER))
    if (nameCell(text, row)) return false
    if (holder && ORGAN_NAME.test(text.slice(holder.start, holder.end))) return true
  }
  const [from, to] = sentenceBounds(page, start, end)
  if (row) return ORGAN.test(text.slice(from, to))
  const above = text.slice(Math.max(0, start - 80), start)
  return ORGAN.test(above.slice(above.lastIndexOf('\f') + 1) + text.slice(start, to))
}

/** 62 UnionPay, 60 and 9558 older domestic cards, 4 Visa, 51-55 and 2221-2720 Mastercard, 35 JCB. */
function isIssuer(values: Uint8Array): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = values
  const two = a * 10 + b
  const four = two * 100 + c * 10 + d
  if (two === 62 || two === 60 || four === 9558 || four === 9559) return values.length >= 16
  const international = a === 4 || (two >= 51 && two <= 55) || two === 35
  return values.length === 16 && (international || (four >= 2221 && four <= 2720))
}
