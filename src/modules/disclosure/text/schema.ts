import { Schema } from 'prosemirror-model'
import type { AttributeSpec } from 'prosemirror-model'
import { canonicalHref } from './link-target.ts'
import { codePoints, textFaults } from './plain-text.ts'

/** The longest 替代文字 of a picture, in characters. */
const MAX_ALT = 200

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The one schema of long text: what may be written, stored and rendered. Editors build the same schema;
 * anything outside it is refused on the server. Pictures are references to attachments, never addresses
 * elsewhere, so that withdrawal reaches them too.
 */
export const bodySchema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: {
      content: 'inline*',
      group: 'block',
      attrs: {
        align: oneOf(['left', 'center', 'right', 'justify'], 'left'),
        indent: integer(0, 4, 0),
      },
    },
    heading: { content: 'inline*', group: 'block', attrs: { level: integer(1, 4) } },
    bullet_list: { content: 'list_item+', group: 'block' },
    ordered_list: {
      content: 'list_item+',
      group: 'block',
      attrs: { start: integer(0, 999_999_999, 1) },
    },
    list_item: { content: 'block+' },
    blockquote: { content: 'block+', group: 'block' },
    table: { content: 'table_row+', group: 'block' },
    table_row: { content: '(table_cell | table_header)*' },
    table_cell: { content: '(paragraph | bullet_list | ordered_list)+', attrs: spans() },
    table_header: { content: '(paragraph | bullet_list | ordered_list)+', attrs: spans() },
    horizontal_rule: { group: 'block' },
    hard_break: { inline: true, group: 'inline' },
    image: {
      inline: true,
      group: 'inline',
      attrs: {
        attachment: checked((value) => typeof value === 'string' && UUID.test(value)),
        // Required and not blank: 无障碍. What cannot be seen must be said.
        alt: checked(isAlt),
      },
    },
    text: { group: 'inline' },
  },
  // The order is the nesting of the rendered marks: one link stays one link whatever is bold in it.
  marks: {
    link: { attrs: { href: checked(isHref) }, inclusive: false },
    lang: { attrs: { lang: oneOf(['mn-Mong']) } },
    strong: {},
    em: {},
    underline: {},
    superscript: { excludes: 'superscript subscript' },
    subscript: { excludes: 'superscript subscript' },
  },
})

function checked(accepts: (value: unknown) => boolean): AttributeSpec {
  return {
    validate: (value: unknown) => {
      if (!accepts(value)) throw new RangeError('attribute value not accepted')
    },
  }
}

function oneOf(values: readonly string[], fallback?: string): AttributeSpec {
  const spec = checked((value) => typeof value === 'string' && values.includes(value))
  return fallback === undefined ? spec : { ...spec, default: fallback }
}

function integer(min: number, max: number, fallback?: number): AttributeSpec {
  const spec = checked(
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
  )
  return fallback === undefined ? spec : { ...spec, default: fallback }
}

function spans(): Record<string, AttributeSpec> {
  return { colspan: integer(1, 50, 1), rowspan: integer(1, 500, 1) }
}

function isHref(value: unknown): boolean {
  return typeof value === 'string' && canonicalHref(value) === value
}

function isAlt(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.trim() !== '' &&
    codePoints(value) <= MAX_ALT &&
    textFaults(value, 'one').length === 0
  )
}

/** A mark as stored: `attrs` only where the mark has any. */
export interface ProseMirrorMark {
  readonly type: string
  readonly attrs?: Readonly<Record<string, string | number>>
}

/** A node of long text as stored: plain JSON in the canonical form that `parseBody` makes. */
export interface ProseMirrorJson {
  readonly type: string
  readonly attrs?: Readonly<Record<string, string | number>>
  readonly content?: readonly ProseMirrorJson[]
  readonly marks?: readonly ProseMirrorMark[]
  readonly text?: string
}
