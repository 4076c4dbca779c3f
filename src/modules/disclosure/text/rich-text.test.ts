import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderHtml } from './render-html.ts'
import { type RichTextNode, richTextNodes } from './rich-text.ts'
import type { ProseMirrorJson } from './schema.ts'

const ATTACHMENT = '0191b3a0-0000-7000-8000-000000000001'

/** Tags and attributes that the component knows, by its documents. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    'p h1 h2 h3 h4 h5 h6 ul li blockquote hr br table tbody tr span strong em u sup sub'
      .split(' ')
      .map((name) => [name, []]),
  ),
  ol: ['start', 'type'],
  img: ['alt', 'src', 'height', 'width'],
  td: ['colspan', 'height', 'rowspan', 'width'],
  th: ['colspan', 'height', 'rowspan', 'width'],
}

function* flat(nodes: readonly RichTextNode[]): Generator<RichTextNode> {
  for (const node of nodes) {
    yield node
    if ('children' in node) yield* flat(node.children ?? [])
  }
}
const textOf = (nodes: readonly RichTextNode[]) =>
  [...flat(nodes)].map((node) => ('text' in node ? node.text : '')).join('')

const text = (value: string, ...marks: object[]) => ({ type: 'text', text: value, marks })
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const nodesOf = (...content: object[]) =>
  richTextNodes(renderHtml({ type: 'doc', content } as unknown as ProseMirrorJson))

describe('nodes', () => {
  test('nest as the body does, and keep what has to be escaped', () => {
    expect(nodesOf(paragraph(text('a < b & c', { type: 'strong' }), text('后')))).toEqual([
      {
        name: 'p',
        children: [
          { name: 'strong', children: [{ type: 'text', text: 'a &lt; b &amp; c' }] },
          { type: 'text', text: '后' },
        ],
      },
    ])
  })

  test('tables keep their spans and lose what the component does not know', () => {
    const cell = { type: 'table_header', attrs: { colspan: 2 }, content: [paragraph(text('项目'))] }
    const table = { type: 'table', content: [{ type: 'table_row', content: [cell] }] }
    expect(nodesOf(table)).toEqual([
      {
        name: 'table',
        children: [
          {
            name: 'tbody',
            children: [
              {
                name: 'tr',
                children: [
                  {
                    name: 'th',
                    attrs: { colspan: '2' },
                    children: [{ type: 'text', text: '项目' }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ])
  })

  test('pictures are small, keep to the screen, and say what cannot be seen', () => {
    const image = { type: 'image', attrs: { attachment: ATTACHMENT, alt: '示意图' } }
    expect(nodesOf(paragraph(image))).toEqual([
      {
        name: 'p',
        children: [
          {
            name: 'img',
            attrs: {
              src: `/files/${ATTACHMENT}?size=thumb`,
              alt: '示意图',
              style: 'max-width:100%',
            },
          },
        ],
      },
    ])
  })

  test('a link says where it leads, unless it says so by itself', () => {
    const link = (href: string) => ({ type: 'link', attrs: { href } })
    const nodes = nodesOf(
      paragraph(
        text('国务院', link('https://www.gov.cn/')),
        text('tel', link('tel:04214822345')),
        text('https://a.example/', link('https://a.example/')),
      ),
    )
    expect(textOf(nodes)).toBe('国务院（https://www.gov.cn/）tel（04214822345）https://a.example/')
    expect([...flat(nodes)].filter((node) => 'name' in node && node.name === 'a')).toEqual([])
  })

  test('classes tell what is centred, indented or in Mongolian', () => {
    const centred = {
      ...paragraph(text('ᠮᠣᠩᠭᠣᠯ', { type: 'lang', attrs: { lang: 'mn-Mong' } })),
      attrs: { align: 'center', indent: 2 },
    }
    expect(nodesOf(centred)).toMatchObject([
      {
        name: 'p',
        attrs: { class: 'align-center indent-2' },
        children: [{ name: 'span', attrs: { class: 'mn-Mong' } }],
      },
    ])
  })
})

test('whatever is written, nothing is lost and nothing is beyond the component', () => {
  const marks = fc.subarray([{ type: 'strong' }, { type: 'em' }, { type: 'underline' }])
  const inline = fc.oneof(
    fc
      .tuple(fc.string({ unit: 'grapheme', minLength: 1 }), marks)
      .map(([value, some]) => text(value, ...some)),
    fc.constant({ type: 'hard_break' }),
    fc.constant({ type: 'image', attrs: { attachment: ATTACHMENT, alt: '图"<' } }),
  )
  const block = fc.array(inline, { maxLength: 5 }).map((content) => paragraph(...content))
  const list = fc.array(block, { minLength: 1, maxLength: 3 }).map((items) => ({
    type: 'ordered_list',
    attrs: { start: 3 },
    content: items.map((item) => ({ type: 'list_item', content: [item] })),
  }))
  fc.assert(
    fc.property(fc.array(fc.oneof(block, list), { minLength: 1, maxLength: 5 }), (content) => {
      const html = renderHtml({ type: 'doc', content } as unknown as ProseMirrorJson)
      const nodes = richTextNodes(html)
      expect(textOf(nodes)).toBe(html.replaceAll(/<[^>]*>/g, ''))
      for (const node of flat(nodes)) {
        if (!('name' in node)) continue
        const known = ALLOWED[node.name]
        expect(known, node.name).toBeDefined()
        const strange = Object.keys(node.attrs ?? {}).filter(
          (name) => !['class', 'style'].includes(name) && !known?.includes(name),
        )
        expect(strange).toEqual([])
      }
    }),
  )
})
