import type { FindingType } from './finding.ts'
import { cellsUnder, type Hit, type Scene } from './scene.ts'

interface DocumentRule {
  readonly type: FindingType
  /** The word without which a number of this shape means nothing, then the number. */
  readonly inText: RegExp
  readonly column: RegExp
  readonly value: RegExp
}

const PASSPORT = String.raw`(?:E[A-HJ-NP-Z]?\d{7,8}|[GDSP]\d{8}|(?:PE|SE|DE|PB)\d{7}|1[45]\d{7})`
const PERMIT = String.raw`(?:[HM]\d{8}(?:\d{2})?|[CWTL][A-HJ-NP-Z]?\d{7,8}|[A-Z]{1,2}\d{6}\(?[\dA]\)?)`
const NOT_A_DATE = String.raw`(?!(?:19|20)\d\d[01]\d[0-3]\d(?!\d))`
const CARD = String.raw`${NOT_A_DATE}(?:[A-Z]{1,2}\d{7,9}[\dX]?|\d{8,12}[\dX]?)`

// So much may stand between the word and the number: (…)号码：, 号为, No.
const BETWEEN = String.raw`((?:\([^()\n\f]{0,12}\))? ?\(?(?:证件|卡)?(?:号码?|编号|no\.?)?[: 为是#]{0,4})`

const RULES: readonly DocumentRule[] = [
  rule('PASSPORT', '护照|passport', PASSPORT),
  rule('PERMIT', '通行证|回乡证|港澳居民[^\\d\\n\\f]{0,8}?证|香港身份证|澳门身份证', PERMIT),
  rule('PERMIT', '台胞证|台湾居民[^\\d\\n\\f]{0,8}?证', String.raw`${NOT_A_DATE}\d{8}(?:\d{2})?`),
  rule('SOCIAL_SECURITY_CARD', '社会保障卡|社保卡|医保卡|医疗保险卡', CARD),
]

function rule(type: FindingType, words: string, value: string): DocumentRule {
  return {
    type,
    inText: new RegExp(
      String.raw`(?:${words})${BETWEEN}(${value})(?![A-Za-z\d]| ?[张人元万户份])`,
      'gid',
    ),
    column: new RegExp(words, 'i'),
    value: new RegExp(`^${value}$`, 'i'),
  }
}

/** Passports, permits of 港澳台 people, social-security cards; certain where the number is announced as such. */
export function* documents({ page }: Scene): Generator<Hit> {
  const { text } = page
  for (const { type, inText, column, value } of RULES) {
    for (const { 1: between = '', indices } of text.matchAll(inText)) {
      const [start, end] = indices?.[2] ?? [0, 0]
      const certainty = /号|no|:/i.test(between) ? 'CERTAIN' : 'LIKELY'
      yield { start, end, type, certainty, preview: previewOf(text.slice(start, end)) }
    }
    for (const { cell } of cellsUnder(page, column)) {
      const written = text.slice(cell.start, cell.end).replaceAll(' ', '')
      if (!value.test(written)) continue
      const { start, end } = cell
      yield { start, end, type, certainty: 'CERTAIN', preview: previewOf(written) }
    }
  }
}

function previewOf(value: string): string {
  return value.slice(0, 1) + '*'.repeat(value.length - 3) + value.slice(-2)
}
