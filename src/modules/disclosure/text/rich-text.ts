/** A node as the `rich-text` component of WeChat takes it. The text of a node may have entities in it, and has them. */
export type RichTextNode =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly name: string
      readonly attrs?: Readonly<Record<string, string>>
      readonly children?: readonly RichTextNode[]
    }

/** A node that is not closed yet. */
interface Open {
  readonly name: string
  readonly attrs: Record<string, string>
  readonly children: RichTextNode[]
  /** Where a link leads, which the component does not show. */
  readonly href: string | null
}

const PIECE = /<(\/?)([a-z][a-z\d]*)((?: [a-z]+="[^"]*")*) ?\/?>|([^<]+)/g
const ATTRIBUTE = / ([a-z]+)="([^"]*)"/g
const VOID = new Set(['br', 'hr', 'img'])

/** What the component takes of each tag, of all that our HTML has; every tag may have a class and a style. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  img: ['src', 'alt'],
  ol: ['start'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
}

/**
 * A frozen body as nodes of `rich-text`, within its list of tags and attributes. Pictures are small renditions that keep to
 * the screen. Nothing in it can be tapped, so that a link is followed by its address, unless it is the text.
 */
export function richTextNodes(html: string): RichTextNode[] {
  const root: Open = { name: '', attrs: {}, children: [], href: null }
  const open: Open[] = [root]
  const top = () => open.at(-1) ?? root
  for (const [, slash, name = '', attributes = '', text] of html.matchAll(PIECE)) {
    if (text !== undefined) top().children.push({ type: 'text', text })
    else if (slash) close(open)
    else {
      const node = opened(name, attributes)
      open.push(node)
      if (VOID.has(name)) close(open)
    }
  }
  return root.children
}

function opened(tag: string, attributes: string): Open {
  const given = Object.fromEntries(
    [...attributes.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, value]),
  )
  const { lang, href, src, class: classes } = given
  const kept = Object.entries(given).filter(([name]) => ATTRIBUTES[tag]?.includes(name))
  const attrs: Record<string, string> = Object.fromEntries(kept)
  if (src !== undefined) Object.assign(attrs, { src: small(src), style: 'max-width:100%' })
  const own = tag === 'a' ? 'link' : (lang ?? classes)
  if (own !== undefined) attrs['class'] = own
  return { name: tag === 'a' ? 'span' : tag, attrs, children: [], href: href ?? null }
}

function small(src: string): string {
  return src.startsWith('/files/') ? `${src}?size=thumb` : src
}

function close(open: Open[]): void {
  const node = open.length > 1 ? open.pop() : undefined
  if (!node) return
  const { name, attrs, children, href } = node
  const address = href?.replace(/^(mailto|tel):/, '')
  if (address !== undefined && textOf(children) !== address) {
    children.push({ type: 'text', text: `（${address}）` })
  }
  open.at(-1)?.children.push({
    name,
    ...(Object.keys(attrs).length > 0 && { attrs }),
    ...(children.length > 0 && { children }),
  })
}

function textOf(nodes: readonly RichTextNode[]): string {
  return nodes.map((node) => ('text' in node ? node.text : textOf(node.children ?? []))).join('')
}
