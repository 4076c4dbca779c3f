import type { StateCore, Token } from 'markdown-it'
import type { Problem } from '../../../platform/errors.ts'
import { isWide } from './cjk-emphasis.ts'
import { REFUSED_HREF, canonicalHref } from './link-target.ts'
import { tidyText } from './plain-text.ts'
import { bodySchema } from './schema.ts'

const ATTACHMENT = 'attachment:'

type Report = (code: string, message: string) => void

/**
 * The last rule of the tokenizer: shapes its tokens to the body schema and puts into `env.problems` what
 * Markdown would otherwise swallow (forbidden addresses, cells beyond the table's width).
 */
export function fitTokens(state: StateCore): void {
  const { problems } = state.env as { problems: Problem[] }
  const lines = state.src.split('\n')
  const fitted: Token[] = []
  let line = 0
  let columns = 0
  for (const token of state.tokens) {
    line = token.map?.[0] ?? line
    const report: Report = (code, message) => {
      problems.push({ path: `line.${line + 1}`, code, message })
    }
    if (token.type === 'thead_open') columns = 0
    if (token.type === 'th_open') columns++
    if (token.type === 'tr_open' && columns > 0 && cellCount(lines[line] ?? '') > columns)
      report('TABLE_ROW_TOO_WIDE', '表格这一行的单元格多于表头')
    if (token.type === 'inline') {
      indentParagraph(token, fitted.at(-1))
      fitInline(token.children ?? [], report)
    }
    fitted.push(...wrapCell(token, state))
  }
  state.tokens = fitted
}

/** Cells hold paragraphs here, and bare text in Markdown. */
function wrapCell(token: Token, state: StateCore): Token[] {
  if (token.type === 'th_open' || token.type === 'td_open') {
    const paragraph = new state.Token('paragraph_open', 'p', 1)
    const align = /text-align:(\w+)/.exec(String(token.attrGet('style') ?? ''))?.[1]
    if (align !== undefined) paragraph.meta = { align }
    return [token, paragraph]
  }
  if (token.type === 'th_close' || token.type === 'td_close')
    return [new state.Token('paragraph_close', 'p', -1), token]
  return [token]
}

/** Full-width spaces before a paragraph are how 首行缩进 is typed. */
function indentParagraph(inline: Token, opening: Token | undefined): void {
  const first = inline.children?.[0]
  const spaces = /^\u3000+/.exec(first?.content ?? '')?.[0].length ?? 0
  if (first?.type !== 'text' || opening?.type !== 'paragraph_open' || spaces === 0) return
  first.content = first.content.slice(spaces)
  opening.meta = { ...opening.meta, indent: Math.min(4, spaces) }
}

function fitInline(tokens: readonly Token[], report: Report): void {
  let before = ''
  for (const [index, token] of tokens.entries()) {
    // A line break in the source is a space between words, and nothing beside a Chinese character.
    if (token.type === 'softbreak') {
      token.type = 'text'
      token.content = isWide(before) || isWide(characterAfter(tokens, index)) ? '' : ' '
    }
    if (token.type === 'text') before = lastCharacter(token.content) ?? before
    if (token.type === 'link_open') fitLink(token, report)
    if (token.type === 'image') fitImage(token, report)
  }
}

function fitLink(token: Token, report: Report): void {
  const href = canonicalHref(String(token.attrGet('href')))
  token.meta = { href }
  if (href === null) report('NOT_ALLOWED_VALUE', REFUSED_HREF)
}

function fitImage(token: Token, report: Report): void {
  const source = String(token.attrGet('src'))
  const alt = (token.children ?? []).map((child) => child.content).join('')
  token.meta = {
    attachment: source.startsWith(ATTACHMENT) ? source.slice(ATTACHMENT.length).toLowerCase() : '',
    alt: tidyText(alt, 'one'),
  }
  try {
    bodySchema.nodes.image.create(token.meta)
  } catch {
    report('NOT_ALLOWED_VALUE', '图片须引用附件并有替代文字：![替代文字](attachment:附件编号)')
  }
}

/** Looks past the marks that begin there; further would take quadratic time on hostile input. */
function characterAfter(tokens: readonly Token[], index: number): string {
  const next = tokens.slice(index + 1, index + 8).find((token) => token.content !== '')
  return next?.type === 'text' ? String.fromCodePoint(next.content.codePointAt(0) ?? 0x20) : ''
}

function lastCharacter(text: string): string | undefined {
  return Array.from(text.slice(-2)).at(-1)
}

/** How many cells a row of a table has in the source: markdown-it drops those beyond the header's. */
function cellCount(line: string): number {
  const inner = line
    .replace(/^[\s>]*\|?/, '')
    .trimEnd()
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).length
}
