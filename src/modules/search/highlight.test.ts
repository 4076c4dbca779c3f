import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerpt, mark, markedHtml, markedWords } from './highlight.ts'
import { WORD_BREAK as W } from './model.ts'
import { MATCH_BEGINS as B, MATCH_ENDS as E } from './ports.ts'
import { termsOf } from './terms.ts'

describe('marked text as HTML', () => {
  test.each([
    [
      'escapes everything else',
      `<b>${B}低保${E}</b> & "x" 'y'`,
      '&lt;b&gt;<mark>低保</mark>&lt;/b&gt; &amp; &quot;x&quot; &#39;y&#39;',
    ],
    ['escapes inside a match', `${B}<script>${E}`, '<mark>&lt;script&gt;</mark>'],
    ['joins what only a hidden break parts', `${B}135${E}${W}${B}号${E}`, '<mark>135号</mark>'],
    ['shows no hidden break', `135${W}号`, '135号'],
    ['closes what was cut off', `甲${B}低保`, '甲<mark>低保</mark>'],
    ['drops an end without beginning', `甲${E}乙`, '甲乙'],
    ['drops an empty match', `甲${B}${E}乙`, '甲乙'],
    ['leaves an escaped text escaped', '&lt;mark&gt;', '&amp;lt;mark&amp;gt;'],
  ])('%s', (_what, marked, html) => {
    expect(markedHtml(marked)).toBe(html)
  })

  const piece = fc.oneof(
    fc.constantFrom(B, E, W, '<', '>', '&', '"', "'", '<mark>', '</mark>', '<img onerror=x>'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  )

  test('is safe whatever the text: no tag but mark, in pairs, never nested; nothing lost', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const marked = pieces.join('')
        const html = markedHtml(marked)
        const tags = html.match(/<\/?mark>/g) ?? []
        expect(tags.every((tag, i) => tag === (i % 2 === 0 ? '<mark>' : '</mark>'))).toBe(true)
        expect(tags.length % 2).toBe(0)
        const text = html.replaceAll(/<\/?mark>/g, '')
        expect(text).not.toMatch(/[<>"']/)
        expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/)
        expect(unescaped(text)).toBe(marked.replaceAll(new RegExp(`[${B}${E}${W}]`, 'gu'), ''))
      }),
    )
  })
})

describe('marking by hand', () => {
  test('finds every spelling, whatever its case', () => {
    expect(mark('pm2.5与PM2.5', termsOf('PM2.5'))).toBe(`${B}pm2.5${E}与${B}PM2.5${E}`)
    expect(mark('见喀政发[2020]3号', termsOf('喀政发〔2020〕3号'))).toBe(
      `见${B}喀政发[2020]3号${E}`,
    )
  })

  test('takes no word for a pattern', () => {
    expect(mark('100% 1000', termsOf('100%'))).toBe(`${B}100%${E} 1000`)
    expect(mark('a.c abc', termsOf('a.c'))).toBe(`${B}a.c${E} abc`)
  })

  test('marks the longest of overlapping words', () => {
    expect(mark('最低生活保障', termsOf('生活 生活保障'))).toBe(`最低${B}生活保障${E}`)
  })

  test('an excerpt lies around the first match, on one line', () => {
    const text = `${'前'.repeat(200)}\n低保\n${'后'.repeat(200)}`
    const found = excerpt(text, termsOf('低保'))
    expect(found).toMatch(new RegExp(`^…前+ ${B}低保${E} 后+…$`, 'u'))
    expect(found.length).toBeLessThan(130)
  })

  test('an excerpt begins at the beginning where nothing matches', () => {
    expect(excerpt('短文', termsOf('低保'))).toBe('短文')
    expect(excerpt('长'.repeat(200), [])).toBe(`${'长'.repeat(120)}…`)
  })

  test('an excerpt lies around what the text has of words that the query has written together', () => {
    const text = `${'前'.repeat(200)}公营子镇的农村低保${'后'.repeat(200)}`
    const found = excerpt(text, termsOf('公营子镇低保标准'))
    expect(found).toMatch(new RegExp(`^…前+${B}公营子镇${E}的农村${B}低保${E}后+…$`, 'u'))
    // One character alone is no word.
    expect(excerpt('保的低', termsOf('低保'))).toBe('保的低')
  })

  test('words are taken over from where they are marked, whole and in lower case', () => {
    const marked = [
      `甲${B}最低${E}${W}${B}生活保障${E}乙${B}PM${E}`,
      `${B}镇${E}${B}pm${E}。${B}pm${E}`,
    ]
    expect(markedWords(marked)).toEqual(['最低生活保障', 'pm', '镇pm'])
    expect(markedWords([`${B}镇${E}`, '无'])).toEqual([])
  })

  test('an excerpt never tears a rare character', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('𠮷', '低保', '字'), { maxLength: 200 }), (parts) => {
        expect(excerpt(parts.join(''), termsOf('低保')).isWellFormed()).toBe(true)
      }),
    )
  })
})

function unescaped(html: string): string {
  const characters = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
  return html.replaceAll(
    /&(?:amp|lt|gt|quot|#39);/g,
    (entity) => characters[entity as keyof typeof characters],
  )
}
