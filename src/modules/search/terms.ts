import { ValidationError } from '../../platform/errors.ts'
import { plainMongolian } from '../disclosure/text/mongolian.ts'
import { codePoints, hasMongolian, textFaults, tidyText } from '../disclosure/text/plain-text.ts'
import { spelledOut, spellings, takeDocNumbers } from './doc-numbers.ts'
import { WORD_BREAK } from './model.ts'
import { MATCH_BEGINS, MATCH_ENDS } from './ports.ts'

/** One thing that every result must have. */
export interface Term {
  /** How it may be written, in lower case; any of these will do. */
  readonly spellings: readonly string[]
  /** The same for the engine, which knows case, width and synonyms by itself. */
  readonly engineText: string
}

const LONGEST_QUERY = 200

/** The engine looks at no more words either. */
const MOST_TERMS = 10

const IDEOGRAPH = '[\\p{Script=Han}--[〇々〻]]'
const ALPHANUMERIC = '[\\p{Nd}\\p{Script=Latin}]'
const BOUNDARY = new RegExp(
  `(?<=${IDEOGRAPH})(?=${ALPHANUMERIC})|(?<=${ALPHANUMERIC})(?=${IDEOGRAPH})`,
  'gv',
)
/** Found as it stands: 135号 is neither a 135 nor a 号 somewhere else. */
const BARE_NUMBER = /^第?\d+号$/
const RESERVED = new RegExp(`[${MATCH_BEGINS}${MATCH_ENDS}${WORD_BREAK}]`, 'gu')

/**
 * A text as it goes into the index: where Chinese meets digits or Latin letters stands an invisible break, without which
 * the engine reads 135号 as 1, 3, 5, 号.
 */
export function indexable(text: string): string {
  return text.replaceAll(RESERVED, '').replaceAll(BOUNDARY, WORD_BREAK)
}

/**
 * What a query asks for, nothing when it is empty. A ValidationError when it is too long, has characters that no text may
 * have, or only marks.
 */
export function termsOf(query: string): Term[] {
  const text = tidyText(query, 'many')
  const problems = textFaults(text, 'many').map((fault) => ({ path: 'query', ...fault }))
  if (codePoints(text) > LONGEST_QUERY) {
    const message = `检索词不得超过 ${LONGEST_QUERY} 个字`
    problems.push({ path: 'query', code: 'TOO_LONG', message })
  }
  if (problems.length > 0) throw new ValidationError(problems)
  if (text === '') return []

  const { numbers, rest } = takeDocNumbers(plainMongolian(text))
  const terms = [
    ...numbers.map((number) => ({
      spellings: spellings(number).map((spelling) => spelling.toLowerCase()),
      engineText: `"${spelledOut(number)}"`,
    })),
    ...wordsIn(rest).map((word) => ({
      spellings: [word.toLowerCase()],
      engineText: BARE_NUMBER.test(word) ? `"${indexable(word)}"` : indexable(word),
    })),
  ]
  if (terms.length === 0) {
    throw ValidationError.of('query', 'NOTHING_TO_FIND', '检索词中没有可以检索的文字')
  }
  return terms.slice(0, MOST_TERMS)
}

/**
 * Whether Mongolian words are asked for together with others. The engine splits a text by its scripts and tears a
 * Mongolian word apart that stands beside a Chinese one: only the database finds both.
 */
export function inTwoScripts(terms: readonly Term[]): boolean {
  const mongolian = terms.filter(({ engineText }) => hasMongolian(engineText))
  return mongolian.length > 0 && mongolian.length < terms.length
}

/** The query in the engine's syntax. */
export function engineQuery(terms: readonly Term[]): string {
  return terms.map(({ engineText }) => engineText).join(' ')
}

/** Whether texts have every term, as written. */
export function haveAll(texts: readonly (string | null)[], terms: readonly Term[]): boolean {
  const text = texts.join('\n').toLowerCase()
  return terms.every(({ spellings }) => spellings.some((spelling) => text.includes(spelling)))
}

/** What stands between blanks and marks; marks inside of PM2.5 or 2018-10-12 belong to the word. */
function wordsIn(text: string): string[] {
  return text
    .split(/[^\p{L}\p{M}\p{N}.%:/_-]+/u)
    .map((word) => word.replaceAll(/^[.%:/_-]+|[.:/_-]+$/g, ''))
    .filter((word) => word !== '')
}
