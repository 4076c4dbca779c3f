import { expect, test } from 'vitest'
import { changesHtml, headedHtml } from './changes-html.ts'

test('is what came and went marked, and lines kept?', () => {
  const html = changesHtml([
    { op: 'SAME', text: '标准为' },
    { op: 'REMOVED', text: '五百元\n' },
    { op: 'ADDED', text: '六百元' },
  ])
  expect(html).toBe('标准为<del>五百元<br /></del><ins>六百元</ins>')
  expect(headedHtml([{ title: '标题', html }])).toBe(`<h4>标题</h4><p>${html}</p>`)
})

test('is nothing in the texts markup, whatever they hold?', () => {
  const text = '</del><script>alert(1)</script><img src=x onerror=alert(1)>&amp;<ins a="b">'
  const html = changesHtml([{ op: 'REMOVED', text }])
  expect(html.match(/<[^>]*>/g)).toEqual(['<del>', '</del>'])
  expect(html).toContain('&lt;script&gt;')
  const headed = headedHtml([{ title: text, html: '<b onclick="x">粗</b>' }])
  expect(headed).not.toMatch(/<(script|img|b|ins)/)
})
