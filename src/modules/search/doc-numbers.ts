/** A 发文字号 as it stands in a text or a query; the organ is missing where only 〔2018〕135号 is written. */
export interface DocNumber {
  readonly organ: string
  readonly year: string
  readonly number: string
}

const BRACKETS = ['〔〕', '[]', '［］', '()', '（）', '【】'] as const
const OPEN = '[〔\\[［(（【]'
const CLOSE = '[〕\\]］)）】]'
const ORGAN = '\\p{Script=Han}{2,20}'
const YEAR = '(?:19[4-9]|20\\d)\\d'
const SERIAL = '第?\\s*0*(?<number>[1-9]\\d{0,5})'

// The official form, GB/T 9704, and its usual misspellings: other brackets, blanks, 第.
const WRITTEN = `(?<organ>${ORGAN})?\\s*${OPEN}\\s*(?<year>${YEAR})\\s*${CLOSE}\\s*${SERIAL}\\s*号`
// People who search leave out brackets and 号. Then only an organ's usual last character tells it from prose.
const HASTY = `(?<organ>\\p{Script=Han}{1,19}[发函办字规])\\s*(?:${OPEN}\\s*)?(?<year>${YEAR})\\s*(?:${CLOSE}|年)?\\s*${SERIAL}(?:\\s*号|(?=\\s|$))`

const IN_TEXT = new RegExp(WRITTEN, 'gu')
const IN_QUERY = [new RegExp(WRITTEN, 'gu'), new RegExp(HASTY, 'gu')]

/** Every 发文字号 in a text. What stands before it without a mark between counts as its organ. */
export function docNumbersIn(text: string): DocNumber[] {
  return [...text.normalize('NFKC').matchAll(IN_TEXT)].map(({ groups }) => docNumberOf(groups))
}

/** Takes every 发文字号, however written, out of a query: what was found, and what is left. */
export function takeDocNumbers(query: string): { numbers: DocNumber[]; rest: string } {
  const numbers: DocNumber[] = []
  const rest = IN_QUERY.reduce(
    (left, pattern) =>
      left.replaceAll(pattern, (...match) => {
        numbers.push(docNumberOf(match.at(-1) as Record<string, string | undefined>))
        return ' '
      }),
    query.normalize('NFKC'),
  )
  return { numbers, rest }
}

/**
 * One character of the organ a word: the engine tears such a run apart differently in every sentence, and so a phrase of
 * characters finds 朝政办发〔2018〕135号 behind whatever stands before it.
 */
export function spelledOut({ organ, year, number }: DocNumber): string {
  return [...Array.from(organ), year, number, '号'].join(' ')
}

/** The ways in which it may stand in a text. */
export function spellings({ organ, year, number }: DocNumber): string[] {
  return BRACKETS.map(([open, close]) => `${organ}${open}${year}${close}${number}号`)
}

// Words of a sentence that often run into the organ's name.
const LEAD = /^(?:关于|根据|按照|依据|遵照|参照|贯彻|落实|执行|查询|查找)+/u

function docNumberOf(groups: Readonly<Record<string, string | undefined>> = {}): DocNumber {
  const { organ = '', year = '', number = '' } = groups
  return { organ: organ.replace(LEAD, ''), year, number }
}
