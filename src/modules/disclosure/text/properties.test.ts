import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markupOf } from './markup.ts'
import { parseBody, parseMarkdown } from './parse.ts'
import { renderHtml } from './render-html.ts'
import { renderText } from './render-text.ts'
import type { ProseMirrorJson } from './schema.ts'

const hostile = fc.constantFrom(
  '<script>alert(1)</script>',
  '" onmouseover="alert(1)',
  "'><img src=x onerror=alert(1)>",
  'javascript:alert(1)',
  'https://a.example/"onclick="x',
  'https://a.example/?<script>&amp;&#106;',
  'java&#x09;script:alert(1)',
  '&lt;script&gt;',
  ']]><!--',
)
const word = fc.oneof(
  hostile,
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom(
    '政府信息公开',
    '\u182D\u180B\u1820\u202F\u1824',
    'e',
    '\u0301',
    '\u200D',
    '\u180B',
    ' ',
    '\n',
  ),
)
const href = fc.oneof(
  hostile,
  fc.webUrl(),
  fc.constant('tel:12345'),
  fc.constant('mailto:a@b.example'),
)
const mark = fc.oneof(
  fc.record({
    type: fc.constantFrom('strong', 'em', 'underline', 'superscript', 'subscript', 'onclick'),
  }),
  fc.record({ type: fc.constant('link'), attrs: fc.record({ href }) }),
  fc.constant({ type: 'lang', attrs: { lang: 'mn-Mong' } }),
)

const { doc } = fc.letrec((tie) => ({
  text: fc.record({
    type: fc.constant('text'),
    text: word,
    marks: fc.uniqueArray(mark, { maxLength: 2, selector: ({ type }) => type }),
  }),
  image: fc.record({
    type: fc.constant('image'),
    attrs: fc.record({ attachment: fc.uuid(), alt: fc.oneof(fc.constant('图'), word) }),
  }),
  inline: fc.oneof(
    { weight: 5, arbitrary: tie('text') },
    { weight: 1, arbitrary: tie('image') },
    { weight: 1, arbitrary: fc.constant({ type: 'hard_break' }) },
  ),
  paragraph: fc.record({
    type: fc.constant('paragraph'),
    attrs: fc.record({
      align: fc.constantFrom('left', 'center', 'right', 'justify'),
      indent: fc.integer({ min: 0, max: 4 }),
    }),
    content: fc.array(tie('inline'), { maxLength: 4 }),
  }),
  item: fc.record({
    type: fc.constant('list_item'),
    content: fc.array(tie('block'), { minLength: 1, maxLength: 2 }),
  }),
  cell: fc.record({
    type: fc.constantFrom('table_cell', 'table_header'),
    attrs: fc.record({ colspan: fc.integer({ min: 1, max: 50 }) }),
    content: fc.array(tie('paragraph'), { minLength: 1, maxLength: 2 }),
  }),
  row: fc.record({
    type: fc.constant('table_row'),
    content: fc.array(tie('cell'), { maxLength: 3 }),
  }),
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('paragraph'),
    fc.record({
      type: fc.constant('heading'),
      attrs: fc.record({ level: fc.integer({ min: 1, max: 4 }) }),
      content: fc.array(tie('inline'), { maxLength: 3 }),
    }),
    fc.record({
      type: fc.constantFrom('bullet_list', 'ordered_list'),
      content: fc.array(tie('item'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      type: fc.constant('blockquote'),
      content: fc.array(tie('block'), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      type: fc.constant('table'),
      content: fc.array(tie('row'), { minLength: 1, maxLength: 3 }),
    }),
    fc.constant({ type: 'horizontal_rule' }),
  ),
  doc: fc.record({
    type: fc.constant('doc'),
    content: fc.array(tie('block'), { minLength: 1, maxLength: 4 }),
  }),
}))

/** Runs the property on accepted bodies only, and fails when hardly any was accepted. */
function forAcceptedBodies(property: (body: ProseMirrorJson) => void): void {
  let accepted = 0
  fc.assert(
    fc.property(doc, (json) => {
      const parsed = parseBody(json)
      if (!parsed.ok) return
      accepted++
      property(parsed.doc)
    }),
    { numRuns: 1000 },
  )
  expect(accepted).toBeGreaterThan(200)
}

const TAG =
  /^<\/?(p|h[1-4]|ul|ol|li|blockquote|hr|br|img|table|tbody|tr|td|th|a|span|strong|em|u|sup|sub)((?: (?:class|href|rel|lang|start|colspan|rowspan|scope|src|alt)="[^"<>]*")*)(?: \/)?>$/

const ADDRESS = /^(https?:\/\/|mailto:|tel:|\/files\/)/

test('HTML never holds a script, a handler or a script address, whatever was accepted', () => {
  forAcceptedBodies((body) => {
    const html = renderHtml(body)
    const tags = html.match(/<[^>]*>?/g) ?? []
    expect(tags.filter((tag) => !TAG.test(tag))).toEqual([])
    const addresses = [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(
      ([, address = '']) => address,
    )
    expect(addresses.filter((address) => !ADDRESS.test(address))).toEqual([])
  })
})

test('sanitising finds nothing to take out of our own markup', () => {
  forAcceptedBodies((body) => {
    expect(renderHtml(body)).toBe(markupOf(body))
  })
})

test('parsing a canonical body again changes nothing', () => {
  forAcceptedBodies((body) => {
    expect(parseBody(JSON.parse(JSON.stringify(body)))).toStrictEqual({ ok: true, doc: body })
  })
})

test('the plain text holds every text of the body', () => {
  forAcceptedBodies((body) => {
    const rendered = renderText(body)
    const visible = textsOf(body).filter((text) => text.trim() !== '')
    expect(visible.filter((text) => !rendered.includes(text))).toEqual([])
  })
})

function textsOf(node: ProseMirrorJson): string[] {
  return node.text === undefined ? (node.content ?? []).flatMap(textsOf) : [node.text]
}

test('Markdown loses no word', () => {
  const markup = fc.oneof(
    fc.constantFrom('\n', '\n\n', '\n- ', '\n1. ', '\n> ', '\n# ', '\n| ', ' | ', '\n|--|--|\n'),
    fc.constantFrom(
      '**',
      '*',
      '_',
      '```',
      '`',
      '[',
      '](',
      ')',
      '![',
      ']: ',
      '<',
      '>',
      '\\',
      '---',
      '===',
    ),
    fc.constantFrom('    ', '\t', '　', ' ', '。', '（'),
  )
  let accepted = 0
  fc.assert(
    fc.property(fc.array(markup, { minLength: 1, maxLength: 30 }), (pieces) => {
      const source = pieces.map((piece, index) => `${piece}词${index}语`).join('')
      const parsed = parseMarkdown(source)
      if (!parsed.ok) return
      accepted++
      const rendered = renderText(parsed.doc)
      for (const index of pieces.keys()) expect(rendered).toContain(`词${index}语`)
    }),
    { numRuns: 3000 },
  )
  expect(accepted).toBeGreaterThan(1000)
})
