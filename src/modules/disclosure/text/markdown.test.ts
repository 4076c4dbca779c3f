import { describe, expect, test } from 'vitest'
import { parseMarkdown } from './parse.ts'
import { renderHtml } from './render-html.ts'
import { renderText } from './render-text.ts'

const ATTACHMENT = '0191b3a0-0000-7000-8000-000000000001'

function accepted(markdown: string) {
  const parsed = parseMarkdown(markdown)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.doc
}

const html = (markdown: string) => renderHtml(accepted(markdown))

// Passages of the county's plan of 2018, page breaks inside sentences included.
const PLAN = `# 喀左县推进社会公益事业建设领域政府信息公开实施方案

二、公开内容

（二）公开管理和服务信息。重点公开社会组织名录。**（县编委办、县民政局按职责分工牵头负责）**

深化资金分配和使用情况公开。（**县财政局牵头负责**）

1. 扶贫政策方面。按照规定及时公开。（责任单位：县民政局、

县农业局)

4. **扶贫工作成效方面。**建立脱贫成效考核评估机制。

5. **空气质量信息公开。**公开未来6天的AQI范围。
`

describe('the plan of 2018', () => {
  test('keeps headings, numbering, broken paragraphs and bold runs', () => {
    expect(html(PLAN)).toBe(
      '<h1>喀左县推进社会公益事业建设领域政府信息公开实施方案</h1>' +
        '<p>二、公开内容</p>' +
        '<p>（二）公开管理和服务信息。重点公开社会组织名录。<strong>（县编委办、县民政局按职责分工牵头负责）</strong></p>' +
        '<p>深化资金分配和使用情况公开。（<strong>县财政局牵头负责</strong>）</p>' +
        '<ol><li>扶贫政策方面。按照规定及时公开。（责任单位：县民政局、</li></ol>' +
        '<p>县农业局)</p>' +
        '<ol start="4"><li><strong>扶贫工作成效方面。</strong>建立脱贫成效考核评估机制。</li>' +
        '<li><strong>空气质量信息公开。</strong>公开未来6天的AQI范围。</li></ol>',
    )
  })

  test('reads as text with its numbers', () => {
    expect(renderText(accepted(PLAN)).split('\n').slice(-4)).toEqual([
      '1. 扶贫政策方面。按照规定及时公开。（责任单位：县民政局、',
      '县农业局)',
      '4. 扶贫工作成效方面。建立脱贫成效考核评估机制。',
      '5. 空气质量信息公开。公开未来6天的AQI范围。',
    ])
  })
})

describe('Markdown as Chinese writes it', () => {
  test.each([
    ['**“双随机、一公开”**监管', '<p><strong>“双随机、一公开”</strong>监管</p>'],
    ['达到**100%**的目标', '<p>达到<strong>100%</strong>的目标</p>'],
    ['**𠮷。**林', '<p><strong>𠮷。</strong>林</p>'],
    ['a ** b ** c', '<p>a ** b ** c</p>'],
    ['snake_case_name', '<p>snake_case_name</p>'],
    ['公开\n内容\nAQI\n等级', '<p>公开内容AQI等级</p>'],
    ['two\nwords', '<p>two words</p>'],
    ['**公开**\n**内容**', '<p><strong>公开内容</strong></p>'],
    ['　　首行缩进', '<p class="indent-2">首行缩进</p>'],
    ['    四个空格不是代码', '<p>四个空格不是代码</p>'],
    ['###### 六级', '<h4>六级</h4>'],
    ['0. 零\n1. 一', '<ol start="0"><li>零</li><li>一</li></ol>'],
    ['- 甲\n  - 乙', '<ul><li><p>甲</p><ul><li>乙</li></ul></li></ul>'],
    ['甲  \n乙', '<p>甲<br />乙</p>'],
    ['\uFEFF# 标题\r\n\r\n正文', '<h1>标题</h1><p>正文</p>'],
    [
      '[县**政府**](https://www.kazuo.gov.cn "网站")',
      '<p><a href="https://www.kazuo.gov.cn/" rel="noopener nofollow">县<strong>政府</strong></a></p>',
    ],
    [
      `![流程图](attachment:${ATTACHMENT})`,
      `<p><img src="/files/${ATTACHMENT}" alt="流程图" /></p>`,
    ],
    [
      '| 名称 | 金额 |\n|:-:|--:|\n| 低保 | 1\\|2 |\n| 补贴 |',
      '<table><tbody><tr><th scope="col"><p class="align-center">名称</p></th><th scope="col"><p class="align-right">金额</p></th></tr><tr><td><p class="align-center">低保</p></td><td><p class="align-right">1|2</p></td></tr><tr><td><p class="align-center">补贴</p></td><td><p class="align-right"></p></td></tr></tbody></table>',
    ],
  ])('%j', (markdown, expected) => {
    expect(html(markdown)).toBe(expected)
  })

  test.each([
    '<script>x</script>',
    '`代码`',
    '```\n代码\n```',
    '[1]: http://a.example 注释',
    '[1]: 注释',
  ])('%j loses nothing and means nothing', (markdown) => {
    const typed = markdown.replaceAll('\n', '')
    expect(renderText(accepted(markdown)).replaceAll('\n', '')).toBe(typed)
  })
})

const nestedList = (depth: number) =>
  Array.from({ length: depth }, (_, level) => `${'  '.repeat(level)}- 项`).join('\n')

describe('what is refused, by line', () => {
  test.each([
    ['正文\n\n[点击](javascript:alert(1))', 'line.3', 'NOT_ALLOWED_VALUE'],
    ['[站内](/xxgk)', 'line.1', 'NOT_ALLOWED_VALUE'],
    ['![图](https://evil.example/x.png)', 'line.1', 'NOT_ALLOWED_VALUE'],
    [`![](attachment:${ATTACHMENT})`, 'line.1', 'NOT_ALLOWED_VALUE'],
    ['| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n| 1 | 2 | 3 |', 'line.4', 'TABLE_ROW_TOO_WIDE'],
    ['一\u0000二', '', 'CONTROL_CHARACTER'],
    ['一&#x202E;二', '', 'BIDI_CONTROL'],
    ['>'.repeat(200), '', 'TOO_DEEP'],
    [nestedList(60), '', 'TOO_DEEP'],
    ['字'.repeat(600_001), '', 'TOO_LONG'],
    ['字'.repeat(500_001), '', 'TOO_LONG'],
  ])('%#', (markdown, path, code) => {
    const parsed = parseMarkdown(markdown)
    expect(parsed.ok ? [] : parsed.problems).toMatchObject([{ path, code }])
  })
})
