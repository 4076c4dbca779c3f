import { codePoints } from '../disclosure/text/plain-text.ts'
import { WORD_BREAK } from './model.ts'
import { MATCH_BEGINS, MATCH_ENDS } from './ports.ts'
import type { Term } from './terms.ts'

const LEAD_LENGTH = 30
const EXCERPT_LENGTH = 120

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
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

/** Marks the terms in a text as they are written. */
export function mark(text: string, terms: readonly Term[]): string {
  const pattern = patternOf(terms)
  return pattern ? text.replaceAll(pattern, `${MATCH_BEGINS}$&${MATCH_ENDS}`) : text
}

/** The part of a text around its first match, marked; its beginning where nothing matches. */
export function excerpt(text: string, terms: readonly Term[]): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const pattern = patternOf(terms)
  const found = pattern ? line.search(pattern) : -1
  const characters = Array.from(line)
  const start = Math.max(0, found < 0 ? 0 : codePoints(line.slice(0, found)) - LEAD_LENGTH)
  const end = start + EXCERPT_LENGTH
  const part = characters.slice(start, end).join('')
  return `${start > 0 ? '…' : ''}${mark(part, terms)}${end < characters.length ? '…' : ''}`
}

function patternOf(terms: readonly Term[]): RegExp | null {
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
