import { describe, expect, test } from 'vitest'
import { parseBody } from './parse.ts'
import { renderHtml } from './render-html.ts'
import { renderText } from './render-text.ts'
import { sanitise } from './sanitise.ts'

const ATTACHMENT = '0191b3a0-0000-7000-8000-000000000001'

const text = (text: string, ...marks: unknown[]) => ({ type: 'text', text, marks })
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content })
const cell = (type: string, value: string, attrs: unknown = null) => ({
  type,
  attrs,
  content: [paragraph(text(value))],
})
const link = (href: string) => ({ type: 'link', attrs: { href } })

function body(...content: unknown[]) {
  const parsed = parseBody({ type: 'doc', content })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.doc
}

const TABLE = {
  type: 'table',
  content: [
    {
      type: 'table_row',
      content: [cell('table_header', '项目', { colspan: 2 }), cell('table_header', '金额')],
    },
    {
      type: 'table_row',
      content: [
        cell('table_header', '低保'),
        cell('table_cell', '甲', { rowspan: 2 }),
        cell('table_cell', '1'),
      ],
    },
    {
      type: 'table_row',
      content: [
        cell('table_cell', '2'),
        { type: 'table_cell', content: [paragraph(text('三')), paragraph(text('四'))] },
      ],
    },
  ],
}

describe('HTML', () => {
  test('escapes text', () => {
    expect(renderHtml(body(paragraph(text('<script>"&\'</script>'))))).toBe(
      '<p>&lt;script&gt;"&amp;\'&lt;/script&gt;</p>',
    )
  })

  test('tables say what their headers head', () => {
    expect(renderHtml(body(TABLE))).toBe(
      '<table><tbody><tr><th colspan="2" scope="col">项目</th><th scope="col">金额</th></tr>' +
        '<tr><th scope="row">低保</th><td rowspan="2">甲</td><td>1</td></tr>' +
        '<tr><td>2</td><td><p>三</p><p>四</p></td></tr></tbody></table>',
    )
  })

  test('a link stays one link over changing marks, and a foreign one is marked', () => {
    const marked = body(
      paragraph(
        text('见', link('https://a.example/')),
        text('此', link('https://a.example/'), { type: 'strong' }),
        text('彼', link('https://www.kazuo.gov.cn/'), { type: 'strong' }),
        text('2', { type: 'superscript' }),
      ),
    )
    expect(renderHtml(marked, { ownHosts: ['www.kazuo.gov.cn'] })).toBe(
      '<p><a href="https://a.example/" rel="noopener nofollow">见<strong>此</strong></a>' +
        '<a href="https://www.kazuo.gov.cn/"><strong>彼</strong></a><sup>2</sup></p>',
    )
  })

  test('Mongolian carries its language', () => {
    const mongolian = '\u182D\u180B\u1820\u180E\u1820\u202F\u1824\u1828'
    expect(
      renderHtml(body(paragraph(text(mongolian, { type: 'lang', attrs: { lang: 'mn-Mong' } })))),
    ).toBe(`<p><span lang="mn-Mong">${mongolian}</span></p>`)
  })

  test('pictures lie with the files, wherever those are', () => {
    const picture = body(
      paragraph({ type: 'image', attrs: { attachment: ATTACHMENT, alt: '"图"' } }),
    )
    expect(renderHtml(picture)).toBe(
      `<p><img src="/files/${ATTACHMENT}" alt="&quot;图&quot;" /></p>`,
    )
    expect(renderHtml(picture, { fileUrl: (id) => `https://files.example/${id}` })).toContain(
      `src="https://files.example/${ATTACHMENT}"`,
    )
  })

  test('layout is classes', () => {
    const laidOut = { ...paragraph(text('落款')), attrs: { align: 'right', indent: 4 } }
    expect(renderHtml(body(laidOut))).toBe('<p class="align-right indent-4">落款</p>')
  })

  test('a node that has no rendering is an error, not a gap', () => {
    expect(() => renderHtml({ type: 'doc', content: [{ type: 'iframe' }] })).toThrow('iframe')
  })
})

test('sanitising takes out what rendering would never write', () => {
  expect(
    sanitise(
      '<p onclick="x" style="x" class="evil indent-1">甲<script>x</script><a href="javascript:x">乙</a>' +
        '<img src="//evil.example/x.png" onerror="x" /><iframe src="x"></iframe></p>',
    ),
  ).toBe('<p class="indent-1">甲<a>乙</a><img /></p>')
})

describe('text', () => {
  test('has a line for each paragraph, tabs between cells, markers and 替代文字', () => {
    const items = [
      {
        type: 'list_item',
        content: [
          paragraph(text('甲')),
          {
            type: 'bullet_list',
            content: [{ type: 'list_item', content: [paragraph(text('乙'))] }],
          },
        ],
      },
      { type: 'list_item', content: [paragraph(text('丙'))] },
    ]
    expect(
      renderText(
        body(
          { type: 'heading', attrs: { level: 2 }, content: [text('标题')] },
          paragraph(),
          paragraph(text('一'), { type: 'hard_break' }, text('二', { type: 'strong' })),
          { type: 'ordered_list', attrs: { start: 9 }, content: items },
          { type: 'horizontal_rule' },
          TABLE,
          {
            type: 'blockquote',
            content: [paragraph({ type: 'image', attrs: { attachment: ATTACHMENT, alt: '图' } })],
          },
        ),
      ),
    ).toBe('标题\n一\n二\n9. 甲\n  • 乙\n10. 丙\n项目\t金额\n低保\t甲\t1\n2\t三 四\n[图片：图]')
  })

  test('of a body with nothing in it is empty', () => {
    expect(renderText(body(paragraph(text('  ')), { type: 'horizontal_rule' }))).toBe('')
  })
})
