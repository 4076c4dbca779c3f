import { withoutInvisible } from './plain-text.ts'

// 机关代字〔YYYY〕N号 (GB/T 9704: hexagonal brackets, Arabic digits, no 第, no padding). NFKC has by
// then turned full-width digits and brackets into plain ones. 第 may follow the year, never precede it.
const SHAPE =
  /^(?<organ>\p{Script=Han}{2,20})[[(【〔](?<year>19[4-9]\d|20\d\d)[\])】〕]第?0*(?<number>[1-9]\d{0,5})号$/u

interface DocNumber {
  readonly organ: string
  readonly year: string
  readonly number: string
}

/** 发文字号 in its one official form, 朝政办发〔2018〕135号, or null when it is none. */
export function normalizeDocNumber(input: string): string | null {
  const parts = partsOf(input)
  return parts === null ? null : `${parts.organ}〔${parts.year}〕${parts.number}号`
}

/**
 * The forms under which a 发文字号 is looked for: canonical, without brackets, and cut where Chinese
 * meets digits, since the search engine splits such a run in odd places. Empty when it is none.
 */
export function docNumberTokens(input: string): string[] {
  const parts = partsOf(input)
  if (parts === null) return []
  const { organ, year, number } = parts
  return [
    `${organ}〔${year}〕${number}号`,
    `${organ}${year}${number}号`,
    `${organ} ${year} ${number}`,
  ]
}

function partsOf(input: string): DocNumber | null {
  const compact = withoutInvisible(input.normalize('NFKC'), 'strip').replaceAll(/\s/g, '')
  const groups = SHAPE.exec(compact)?.groups
  if (groups === undefined || Number(groups['year']) < 1949) return null
  const { organ = '', year = '', number = '' } = groups
  return { organ, year, number }
}
