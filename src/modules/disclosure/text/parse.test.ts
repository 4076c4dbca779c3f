import { describe, expect, test } from 'vitest'
import { parseBody } from './parse.ts'

const ATTACHMENT = '0191b3a0-0000-7000-8000-000000000001'

const text = (text: string, ...marks: unknown[]) => ({ type: 'text', text, marks })
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content })
const doc = (...content: unknown[]) => ({ type: 'doc', content })

function accepted(json: unknown) {
  const parsed = parseBody(json)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.doc
}

function refused(json: unknown) {
  const parsed = parseBody(json)
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => ({ path, code }))
}

describe('the canonical form', () => {
  test('has every attribute, joined texts and plain objects', () => {
    const body = doc({
      type: 'paragraph',
      attrs: { indent: 2, align: null },
      marks: null,
      content: [
        text('政府'),
        text(''),
        text('信\u200B息'),
        text('公开', { type: 'strong', attrs: {} }),
      ],
    })
    expect(accepted(body)).toStrictEqual({
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          attrs: { align: 'left', indent: 2 },
          content: [
            { type: 'text', text: '政府信息' },
            { type: 'text', marks: [{ type: 'strong' }], text: '公开' },
          ],
        },
      ],
    })
  })

  test('sorts marks, composes accents over joined texts, and turns line breaks into spaces', () => {
    const both = accepted(
      doc(
        paragraph(
          text('a', { type: 'em' }, { type: 'link', attrs: { href: 'HTTP://Kazuo.gov.cn' } }),
        ),
      ),
    )
    expect(both.content?.[0]?.content?.[0]?.marks).toEqual([
      { type: 'link', attrs: { href: 'http://kazuo.gov.cn/' } },
      { type: 'em' },
    ])
    const joined = accepted(doc(paragraph(text('e'), text('\u0301\r\nb'))))
    expect(joined.content?.[0]?.content).toEqual([{ type: 'text', text: 'é b' }])
  })

  test('keeps Mongolian selectors even where a mark begins inside the word', () => {
    const word = doc(
      paragraph(
        text('\u182D', { type: 'lang', attrs: { lang: 'mn-Mong' } }),
        text('\u180B', { type: 'strong' }),
        text('\u202F\u1824\u1828'),
      ),
    )
    expect(accepted(word).content?.[0]?.content?.map((node) => node.text)).toEqual([
      '\u182D',
      '\u180B',
      '\u202F\u1824\u1828',
    ])
    expect(accepted(doc(paragraph(text('2113\u180B24')))).content?.[0]?.content?.[0]?.text).toBe(
      '211324',
    )
  })
})

describe('what is refused, and where', () => {
  const link = (href: unknown) => doc(paragraph(text('x', { type: 'link', attrs: { href } })))
  const image = (attrs: unknown) => doc(paragraph({ type: 'image', attrs }))
  const LINK = 'content.0.content.0.marks.0.attrs.href'
  const IMAGE = 'content.0.content.0.attrs'

  test.each([
    ['nothing', null, '', 'WRONG_TYPE'],
    ['an array', [], '', 'WRONG_TYPE'],
    ['a lone paragraph', paragraph(), '', 'NOT_A_DOCUMENT'],
    ['a lone empty text', text(''), '', 'NOT_A_DOCUMENT'],
    ['an empty document', doc(), '', 'INVALID_STRUCTURE'],
    ['an unknown node', doc({ type: 'iframe' }), 'content.0.type', 'UNKNOWN_NODE'],
    ['a name of Object', doc({ type: 'constructor' }), 'content.0.type', 'UNKNOWN_NODE'],
    [
      'an unknown mark',
      doc(paragraph(text('x', { type: 'code' }))),
      'content.0.content.0.marks.0',
      'UNKNOWN_MARK',
    ],
    [
      'a mark twice',
      doc(paragraph(text('x', { type: 'em' }, { type: 'em' }))),
      'content.0.content.0.marks.1',
      'DUPLICATE_MARK',
    ],
    [
      'an unknown attribute',
      doc({ type: 'paragraph', attrs: { style: 'color:red' } }),
      'content.0.attrs.style',
      'UNKNOWN_ATTRIBUTE',
    ],
    [
      'an unknown field',
      doc({ type: 'paragraph', onclick: 'x' }),
      'content.0.onclick',
      'UNKNOWN_ATTRIBUTE',
    ],
    [
      'a wrong attribute',
      doc({ type: 'heading', attrs: { level: 5 } }),
      'content.0.attrs.level',
      'NOT_ALLOWED_VALUE',
    ],
    [
      'a level as text',
      doc({ type: 'heading', attrs: { level: '2' } }),
      'content.0.attrs.level',
      'NOT_ALLOWED_VALUE',
    ],
    ['no level', doc({ type: 'heading' }), 'content.0.attrs.level', 'REQUIRED'],
    ['text in the document', doc(text('x')), '', 'INVALID_STRUCTURE'],
    ['a list without items', doc({ type: 'bullet_list' }), 'content.0', 'INVALID_STRUCTURE'],
    [
      'content in a rule',
      doc({ type: 'horizontal_rule', content: [text('x')] }),
      'content.0.content',
      'INVALID_STRUCTURE',
    ],
    [
      'a mark on a block',
      doc({ ...paragraph(text('x')), marks: [{ type: 'em' }] }),
      '',
      'INVALID_STRUCTURE',
    ],
    [
      'conflicting marks',
      doc(paragraph(text('x', { type: 'superscript' }, { type: 'subscript' }))),
      '',
      'INVALID_STRUCTURE',
    ],
    [
      'text that is none',
      doc(paragraph({ type: 'text', text: 5 })),
      'content.0.content.0.text',
      'WRONG_TYPE',
    ],
    [
      'content that is no list',
      doc({ type: 'paragraph', content: {} }),
      'content.0.content',
      'WRONG_TYPE',
    ],
    [
      'control characters',
      doc(paragraph(text('x\u0000'))),
      'content.0.content.0.text',
      'CONTROL_CHARACTER',
    ],
    [
      'half a character',
      doc(paragraph(text('x\uD800'))),
      'content.0.content.0.text',
      'UNPAIRED_SURROGATE',
    ],
    [
      'a huge cell',
      doc({
        type: 'table',
        content: [
          {
            type: 'table_row',
            content: [{ type: 'table_cell', attrs: { rowspan: 501 }, content: [paragraph()] }],
          },
        ],
      }),
      'content.0.content.0.content.0.attrs.rowspan',
      'NOT_ALLOWED_VALUE',
    ],
    ['a script link', link('javascript:alert(1)'), LINK, 'NOT_ALLOWED_VALUE'],
    ['a split script link', link('java\nscript:alert(1)'), LINK, 'NOT_ALLOWED_VALUE'],
    ['a data link', link('data:text/html,x'), LINK, 'NOT_ALLOWED_VALUE'],
    ['a relative link', link('/x'), LINK, 'NOT_ALLOWED_VALUE'],
    [
      'a link with a password',
      link('https://kazuo.gov.cn@evil.example/'),
      LINK,
      'NOT_ALLOWED_VALUE',
    ],
    ['a link with backslashes', link('https:\\\\evil.example'), LINK, 'NOT_ALLOWED_VALUE'],
    ['a long link', link(`https://a.example/${'x'.repeat(2000)}`), LINK, 'NOT_ALLOWED_VALUE'],
    ['mail with a body', link('mailto:a@b.example?body=x'), LINK, 'NOT_ALLOWED_VALUE'],
    ['a link to nowhere', link(null), LINK, 'REQUIRED'],
    [
      'a foreign picture',
      image({ src: 'https://evil.example/x.png', attachment: ATTACHMENT, alt: '图' }),
      `${IMAGE}.src`,
      'UNKNOWN_ATTRIBUTE',
    ],
    [
      'a picture by address',
      image({ attachment: 'https://evil.example/x.png', alt: '图' }),
      `${IMAGE}.attachment`,
      'NOT_ALLOWED_VALUE',
    ],
    [
      'a picture without 替代文字 (无障碍)',
      image({ attachment: ATTACHMENT }),
      `${IMAGE}.alt`,
      'REQUIRED',
    ],
    [
      'a picture with blank 替代文字',
      image({ attachment: ATTACHMENT, alt: ' \u200B' }),
      `${IMAGE}.alt`,
      'NOT_ALLOWED_VALUE',
    ],
  ])('%s', (_name, json, path, code) => {
    expect(refused(json)).toEqual([{ path, code }])
  })

  test('all problems at once', () => {
    expect(refused(doc({ type: 'iframe' }, paragraph(text('\u0007')), { type: 'video' }))).toEqual([
      { path: 'content.0.type', code: 'UNKNOWN_NODE' },
      { path: 'content.1.content.0.text', code: 'CONTROL_CHARACTER' },
      { path: 'content.2.type', code: 'UNKNOWN_NODE' },
    ])
  })

  test.each(['https://www.kazuo.gov.cn/a?b=1', 'mailto:zwgk@kazuo.example', 'tel:+86-421-4822000'])(
    'but %s is a link',
    (href) => {
      expect(refused(link(href))).toEqual([])
    },
  )
})

describe('bounds come before building', () => {
  const nest = (depth: number): unknown =>
    depth === 0 ? paragraph() : { type: 'blockquote', content: [nest(depth - 1)] }

  test('32 levels are accepted, 33 are not, nor are 100,000', () => {
    expect(refused(doc(nest(30)))).toEqual([])
    expect(refused(doc(nest(31))).map(({ code }) => code)).toEqual(['TOO_DEEP'])
    let deep: unknown = paragraph()
    for (let i = 0; i < 100_000; i++) deep = { type: 'blockquote', content: [deep] }
    expect(refused(doc(deep)).map(({ code }) => code)).toEqual(['TOO_DEEP'])
  })

  test('50,000 nodes are accepted, one more is not', () => {
    const paragraphs = Array.from({ length: 49_999 }, () => paragraph())
    expect(refused(doc(...paragraphs))).toEqual([])
    expect(refused(doc(paragraph(), ...paragraphs)).map(({ code }) => code)).toEqual([
      'TOO_MANY_NODES',
    ])
  })

  test('500,000 characters are accepted, one more is not, a rare character counting once', () => {
    const half = text('𠮷'.repeat(250_000))
    expect(refused(doc(paragraph(half), paragraph(half)))).toEqual([])
    expect(
      refused(doc(paragraph(half), paragraph(half), paragraph(text('一')))).map(({ code }) => code),
    ).toEqual(['TOO_LONG'])
  })

  test('at most 50 problems are listed', () => {
    const wrong = Array.from({ length: 1000 }, () => ({ type: 'iframe' }))
    expect(refused(doc(...wrong))).toHaveLength(50)
    const misplaced = Array.from({ length: 1000 }, () => ({ type: 'bullet_list' }))
    expect(refused(doc(...misplaced))).toHaveLength(50)
  })
})
