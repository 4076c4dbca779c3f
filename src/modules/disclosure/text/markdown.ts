import createMarkdownIt from 'markdown-it'
import type { MarkdownIt } from 'markdown-it'
import { MarkdownParser } from 'prosemirror-markdown'
import type { Problem } from '../../../platform/errors.ts'
import { useCjkEmphasis } from './cjk-emphasis.ts'
import { fitTokens } from './markdown-tokens.ts'
import { textFaults } from './plain-text.ts'
import { BODY_LIMITS } from './read-json.ts'
import { bodySchema } from './schema.ts'

// Markup takes room beside the text itself.
const MAX_SOURCE = BODY_LIMITS.characters * 1.2

/** Markdown as ProseMirror JSON that `parseBody` has yet to check, or what the Markdown itself has wrong. */
export function readMarkdown(
  markdown: string,
): { ok: true; json: unknown } | { ok: false; problems: Problem[] } {
  if (markdown.length > MAX_SOURCE) {
    const message = `正文不得超过 ${BODY_LIMITS.characters} 个字`
    return { ok: false, problems: [{ path: '', code: 'TOO_LONG', message }] }
  }
  const source = markdown.replace(/^\uFEFF/, '').replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
  const faults = textFaults(source, 'many')
  if (faults.length > 0)
    return { ok: false, problems: faults.map((fault) => ({ path: '', ...fault })) }
  const problems: Problem[] = []
  const tokens = tokenizer.parse(source, { problems })
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, json: parser.parse(source, { tokens }).toJSON() as unknown }
}

function createTokenizer(): MarkdownIt {
  // Beyond maxNesting markdown-it drops text without a word: it must lie above the depth that parseBody
  // refuses. Off: what would lose text (reference definitions) or has no place here (code, HTML); it
  // then stays as the characters that were typed.
  const tokenizer = createMarkdownIt('commonmark', { html: false, maxNesting: 100 })
  tokenizer.enable('table')
  tokenizer.disable(['code', 'fence', 'backticks', 'html_block', 'html_inline', 'reference'])
  // fitTokens judges addresses and says what is wrong; markdown-it would silently not make a link.
  tokenizer.validateLink = () => true
  useCjkEmphasis(tokenizer)
  tokenizer.core.ruler.push('fit_schema', fitTokens)
  return tokenizer
}

const tokenizer = createTokenizer()

type ParserArguments = ConstructorParameters<typeof MarkdownParser>
type Token = Parameters<NonNullable<ParserArguments[2][string]['getAttrs']>>[0]

const parser = new MarkdownParser(
  bodySchema,
  // The tokens have been made, and judged, before; parse is all that it calls on its tokenizer.
  { parse: (_source: string, env: { tokens: unknown }) => env.tokens },
  {
    paragraph: { block: 'paragraph', getAttrs: metaOf },
    heading: {
      block: 'heading',
      getAttrs: (token) => ({ level: Math.min(4, Number(token.tag.slice(1))) }),
    },
    blockquote: { block: 'blockquote' },
    bullet_list: { block: 'bullet_list' },
    ordered_list: {
      block: 'ordered_list',
      getAttrs: (token) => ({ start: Number(token.attrGet('start') ?? 1) }),
    },
    list_item: { block: 'list_item' },
    hr: { node: 'horizontal_rule' },
    table: { block: 'table' },
    thead: { ignore: true },
    tbody: { ignore: true },
    tr: { block: 'table_row' },
    th: { block: 'table_header' },
    td: { block: 'table_cell' },
    hardbreak: { node: 'hard_break' },
    image: { node: 'image', getAttrs: metaOf },
    em: { mark: 'em' },
    strong: { mark: 'strong' },
    link: { mark: 'link', getAttrs: metaOf },
  },
)

/** The attributes that fitTokens has worked out. */
function metaOf(token: Token): Record<string, unknown> | null {
  return token.meta as Record<string, unknown> | null
}
