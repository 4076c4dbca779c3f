import { BODY_CLASSES } from './sanitise.ts'
import type { ProseMirrorJson, ProseMirrorMark } from './schema.ts'

/** Where the rendering stands: what counts as our own address, and where files are. */
export interface MarkupOptions {
  /** Host names whose links are our own; every other http(s) link gets rel="noopener nofollow". */
  readonly ownHosts?: readonly string[]
  /** The address of an attachment; by default `/files/<id>`, so that a rendition outlives a change of host. */
  readonly fileUrl?: (attachment: string) => string
}

type Attributes = Readonly<Record<string, string | number | undefined>>

/** The HTML of a canonical body, escaped but not yet sanitised; throws on a node it does not know. */
export function markupOf(node: ProseMirrorJson, options: MarkupOptions = {}): string {
  const inner = () => (node.content ?? []).map((child) => markupOf(child, options)).join('')
  const inline = () => inlineMarkup(node.content ?? [], options)
  switch (node.type) {
    case 'doc':
      return inner()
    case 'paragraph':
      return element('p', { class: paragraphClass(node) }, inline())
    case 'heading':
      return element(`h${node.attrs?.['level']}`, {}, inline())
    case 'bullet_list':
      return element('ul', {}, inner())
    case 'ordered_list':
      return element('ol', { start: unless(node.attrs?.['start'], 1) }, inner())
    case 'list_item':
      return element('li', {}, lonely(node, options) ?? inner())
    case 'blockquote':
      return element('blockquote', {}, inner())
    case 'table':
      return element('table', {}, element('tbody', {}, inner()))
    case 'table_row':
      return element('tr', {}, rowMarkup(node, options))
    case 'horizontal_rule':
      return '<hr />'
    default:
      throw new Error(`no HTML for node ${node.type}`)
  }
}

function rowMarkup(row: ProseMirrorJson, options: MarkupOptions): string {
  const cells = row.content ?? []
  const scope = cells.every((cell) => cell.type === 'table_header') ? 'col' : 'row'
  return cells
    .map((cell) => {
      const spans = {
        colspan: unless(cell.attrs?.['colspan'], 1),
        rowspan: unless(cell.attrs?.['rowspan'], 1),
      }
      const content =
        lonely(cell, options) ??
        cell.content?.map((child) => markupOf(child, options)).join('') ??
        ''
      return cell.type === 'table_header'
        ? element('th', { ...spans, scope }, content)
        : element('td', spans, content)
    })
    .join('')
}

/** An item or cell that is one plain paragraph needs no <p> inside. */
function lonely(node: ProseMirrorJson, options: MarkupOptions): string | undefined {
  const [first, second] = node.content ?? []
  if (first?.type !== 'paragraph' || second !== undefined) return undefined
  return paragraphClass(first) === undefined
    ? inlineMarkup(first.content ?? [], options)
    : undefined
}

function paragraphClass({ attrs }: ProseMirrorJson): string | undefined {
  const classes = [
    BODY_CLASSES.align.find((name) => name === `align-${attrs?.['align']}`),
    BODY_CLASSES.indent.find((name) => name === `indent-${attrs?.['indent']}`),
  ].filter((name) => name !== undefined)
  return classes.length === 0 ? undefined : classes.join(' ')
}

/** Keeps a mark open over neighbours that share it, so that a link with a bold word stays one link. */
function inlineMarkup(nodes: readonly ProseMirrorJson[], options: MarkupOptions): string {
  let html = ''
  let open: readonly ProseMirrorMark[] = []
  const moveTo = (marks: readonly ProseMirrorMark[]) => {
    let shared = 0
    while (shared < open.length && sameMark(open[shared], marks[shared])) shared++
    for (const mark of open.slice(shared).toReversed()) html += `</${MARK_TAGS[mark.type]}>`
    for (const mark of marks.slice(shared)) html += markStart(mark, options)
    open = marks
  }
  for (const node of nodes) {
    moveTo(node.marks ?? [])
    html += leafMarkup(node, options)
  }
  moveTo([])
  return html
}

const MARK_TAGS: Readonly<Record<string, string>> = {
  link: 'a',
  lang: 'span',
  strong: 'strong',
  em: 'em',
  underline: 'u',
  superscript: 'sup',
  subscript: 'sub',
}

function markStart({ type, attrs }: ProseMirrorMark, options: MarkupOptions): string {
  const tag = MARK_TAGS[type]
  if (tag === undefined) throw new Error(`no HTML for mark ${type}`)
  const href = attrs?.['href']
  const rel = typeof href === 'string' && isForeign(href, options) ? 'noopener nofollow' : undefined
  return `<${tag}${attributes({ href, rel, lang: attrs?.['lang'] })}>`
}

function isForeign(href: string, { ownHosts = [] }: MarkupOptions): boolean {
  return /^https?:/.test(href) && !ownHosts.includes(new URL(href).hostname)
}

function sameMark(a: ProseMirrorMark | undefined, b: ProseMirrorMark | undefined): boolean {
  return (
    a?.type === b?.type &&
    a?.attrs?.['href'] === b?.attrs?.['href'] &&
    a?.attrs?.['lang'] === b?.attrs?.['lang']
  )
}

function leafMarkup(node: ProseMirrorJson, options: MarkupOptions): string {
  switch (node.type) {
    case 'text':
      return escapeHtml(node.text ?? '')
    case 'hard_break':
      return '<br />'
    case 'image': {
      const id = String(node.attrs?.['attachment'])
      const src = options.fileUrl?.(id) ?? `/files/${id}`
      return `<img${attributes({ src, alt: node.attrs?.['alt'] })} />`
    }
    default:
      throw new Error(`no HTML for inline node ${node.type}`)
  }
}

function element(tag: string, given: Attributes, content: string): string {
  return `<${tag}${attributes(given)}>${content}</${tag}>`
}

function attributes(given: Attributes): string {
  return Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeHtml(String(value)).replaceAll('"', '&quot;')}"`)
    .join('')
}

/** Text as it may stand in HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function unless<T>(value: T | undefined, usual: T): T | undefined {
  return value === usual ? undefined : value
}
