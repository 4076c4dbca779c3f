import type { MarkdownIt, StateInline } from 'markdown-it'

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u2E80-\u33FF\uFE30-\uFE4F\uFF00-\uFFEF]/u
const PUNCTUATION = /[\p{P}\p{S}]/u

/** Whether a character is set without spaces around it: Han, kana, their punctuation, full-width forms. */
export function isWide(character: string): boolean {
  return WIDE.test(character)
}

/**
 * Lets ** close between Chinese punctuation and a Chinese character. CommonMark decides by the spaces
 * around punctuation, and Chinese has none: **公开。**及时 would stay plain text with asterisks.
 */
export function useCjkEmphasis(tokenizer: MarkdownIt): void {
  tokenizer.inline.State = class extends tokenizer.inline.State {
    override scanDelims(start: number, canSplitWord: boolean): Delimiters {
      const { length } = super.scanDelims(start, canSplitWord)
      const before = characterBefore(this.src, start)
      const after = start + length < this.posMax ? characterAt(this.src, start + length) : ' '
      const opens = flanks(after, before)
      const closes = flanks(before, after)
      return {
        length,
        can_open: opens && (canSplitWord || !closes || PUNCTUATION.test(before)),
        can_close: closes && (canSplitWord || !opens || PUNCTUATION.test(after)),
      }
    }
  }
}

type Delimiters = ReturnType<StateInline['scanDelims']>

/** Whether a delimiter clings to `inner`, given what stands on its other side. */
function flanks(inner: string, outer: string): boolean {
  if (/\s/.test(inner)) return false
  const isPlain = !PUNCTUATION.test(inner) || isWide(inner)
  return isPlain || /\s/.test(outer) || PUNCTUATION.test(outer) || isWide(outer)
}

function characterAt(text: string, index: number): string {
  return String.fromCodePoint(text.codePointAt(index) ?? 0x20)
}

function characterBefore(text: string, index: number): string {
  if (index === 0) return ' '
  const isPair = index > 1 && /[\uDC00-\uDFFF]/.test(text.charAt(index - 1))
  return characterAt(text, isPair ? index - 2 : index - 1)
}
