import { hasMongolian, withoutInvisible } from './plain-text.ts'

// Words with what is invisible in them: variation selectors, vowel separator, joiners, and the narrow space (NNBSP) that
// holds a suffix to its stem.
const WORDS = /(?:[\u1800-\u18AF\u{11660}-\u{1167F}\u202F]|\u200C|\u200D)+/gu

/**
 * A text as search compares it: Mongolian words without their selectors, which the same word has in one spelling and
 * lacks in another (UTN #57), and each suffix apart from its stem. Never shown.
 */
export function plainMongolian(text: string): string {
  return withoutInvisible(text, 'strip').replaceAll('\u202F', ' ')
}

/** The words of traditional Mongolian in a text, as search compares them; empty when there are none. */
export function mongolianWordsIn(text: string): string {
  if (!hasMongolian(text)) return ''
  const words = (text.match(WORDS) ?? []).filter(hasMongolian)
  return plainMongolian(words.join(' '))
}
