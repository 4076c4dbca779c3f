import { diffArrays } from 'diff'

/** A stretch of text that is in both texts, or in one of them. */
export interface Part {
  readonly op: 'SAME' | 'REMOVED' | 'ADDED'
  readonly text: string
}

/** More differences than this are no comparison that helps anybody; it would only take long. */
const MOST_EDITS = 3_000

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** How one text became another, word by word as Chinese has words. */
export function wordDiff(before: string, after: string): Part[] {
  const [old, young] = [wordsOf(before), wordsOf(after)]
  const changes = diffArrays(old, young, { maxEditLength: MOST_EDITS })
  // Undefined: the texts have too little in common.
  if (!changes) return some(part('REMOVED', before), part('ADDED', after))
  return changes.map(({ value, removed, added }) =>
    part(removed ? 'REMOVED' : added ? 'ADDED' : 'SAME', value.join('')),
  )
}

function wordsOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function part(op: Part['op'], text: string): Part {
  return { op, text }
}

function some(...parts: Part[]): Part[] {
  return parts.filter(({ text }) => text !== '')
}
