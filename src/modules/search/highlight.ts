import { codePoints } from '../disclosure/text/plain-text.ts'
import { WORD_BREAK } from './model.ts'
import { MATCH_BEGINS, MATCH_ENDS } from './ports.ts'
import type { Term } from './terms.ts'

const LEAD_LENGTH = 30
const EXCERPT_LENGTH = 120
// So much is looked at around a match, blanks and all, however long the text is.
const AROUND = 8 * EXCERPT_LENGTH

/** Nothing shorter than two characters tells where a word stands that is written together with others. */
const SHORTEST_PIECE = 2
const LONGEST_TORN = 30

/** Something to be marked, in any of its spellings, in lower case. */
export type Marked = Pick<Term, 'spellings'>

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const MATCH = new RegExp(`${MATCH_BEGINS}([^${MATCH_BEGINS}${MATCH_ENDS}]*)${MATCH_ENDS}`, 'gu')
// Between two matched words stands at most a break that nobody sees: one match to the reader.
const TORN = new RegExp(`${MATCH_ENDS}${WORD_BREAK}*${MATCH_BEGINS}`, 'gu')

/** Whether any match is marked in a text. */
export function isMarked(text: string): boolean {
  return text.includes(MATCH_BEGINS)
}

/** A marked text as HTML that is safe whatever the text says: everything is escaped, matches stand in `<mark>`. */
export function markedHtml(marked: string): string {
  const whole = marked.replaceAll(TORN, '').replaceAll(WORD_BREAK, '')
  const [before = '', ...parts] = whole.split(MATCH_BEGINS)
  const html = parts.map((part) => {
    const [match = '', ...after] = part.split(MATCH_ENDS)
    const rest = escapeHtml(after.join(''))
    return match === '' ? rest : `<mark>${escapeHtml(match)}</mark>${rest}`
  })
  return escapeHtml(before.replaceAll(MATCH_ENDS, '')) + html.join('')
}

/** The words that are marked in texts, each once. */
export function markedWords(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => {
    const whole = text.replaceAll(TORN, '').replaceAll(WORD_BREAK, '')
    return Array.from(whole.matchAll(MATCH), ([, word = '']) => word.toLowerCase())
  })
  return [...new Set(words)].filter((word) => codePoints(word) >= SHORTEST_PIECE)
}

/** Marks the terms in a text as they are written. */
export function mark(text: string, terms: readonly Marked[]): string {
  const pattern = patternOf(terms)
  return pattern ? text.replaceAll(pattern, `${MATCH_BEGINS}$&${MATCH_ENDS}`) : text
}

/** The part of a text around its first match, marked; its beginning where nothing matches. */
export function excerpt(text: string, terms: readonly Marked[]): string {
  const { at, words } = firstMatch(text, terms)
  const before = Array.from(onOneLine(text.slice(Math.max(0, at - AROUND), at)).trimStart())
  const after = Array.from(onOneLine(text.slice(at, at + AROUND)).trimEnd())
  const lead = before.slice(-LEAD_LENGTH)
  const rest = after.slice(0, EXCERPT_LENGTH - lead.length)
  const [isCutBefore, isCutAfter] = [before.length > lead.length, after.length > rest.length]
  const part = mark([...lead, ...rest].join('').trimStart(), words)
  return `${isCutBefore ? '…' : ''}${part}${isCutAfter ? '…' : ''}`
}

/** Whether any of the terms stands in a text as it is written. */
export function hasAny(text: string, terms: readonly Marked[]): boolean {
  return Number.isFinite(firstOf(text.toLowerCase(), terms))
}

/** Where the first of the terms stands; where none does, the first piece of one that the query has written together. */
function firstMatch(text: string, terms: readonly Marked[]) {
  const lower = text.toLowerCase()
  const at = firstOf(lower, terms)
  if (Number.isFinite(at)) return { at, words: terms }
  const words = terms.flatMap(({ spellings }) =>
    spellings.flatMap((spelling) => piecesIn(lower, spelling)),
  )
  return { at: words.length > 0 ? firstOf(lower, words) : 0, words }
}

function firstOf(lower: string, terms: readonly Marked[]): number {
  const places = terms.flatMap(({ spellings }) => spellings.map((word) => lower.indexOf(word)))
  return Math.min(...places.filter((place) => place >= 0))
}

/** The longest parts of a word that a text has, from its beginning on. */
function piecesIn(text: string, word: string): Marked[] {
  const pieces: Marked[] = []
  const characters = Array.from(word).slice(0, LONGEST_TORN)
  for (let start = 0; start < characters.length;) {
    let end = start
    while (end < characters.length && text.includes(characters.slice(start, end + 1).join('')))
      end++
    if (end - start >= SHORTEST_PIECE) {
      pieces.push({ spellings: [characters.slice(start, end).join('')] })
    }
    start = Math.max(end, start + 1)
  }
  return pieces
}

function onOneLine(text: string): string {
  return text.toWellFormed().replaceAll(/\s+/g, ' ')
}

function patternOf(terms: readonly Marked[]): RegExp | null {
  const spellings = terms.flatMap((term) => term.spellings)
  if (spellings.length === 0) return null
  // Longest first, or the beginning of a word would be marked alone.
  const sorted = spellings.toSorted((a, b) => b.length - a.length)
  const escaped = sorted.map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(escaped.join('|'), 'giu')
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
