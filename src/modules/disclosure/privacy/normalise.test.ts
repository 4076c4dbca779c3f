import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalise } from './normalise.ts'

test.each([
  ['全角：２１Ｘ（ａ）', '全角:21X(a)'],
  ['1\u00A02\u30003\u202F4', '1 2 3 4'],
  ['᠐᠑᠒᠙', '0129'],
  ['٠١٩', '019'],
  ['𝟎𝟗', '09'],
  ['1\u200B2\u00AD3\uFEFF4', '1234'],
  ['ᠮᠣᠩᠭᠣᠯ\u180B', 'ᠮᠣᠩᠭᠣᠯ'],
  ['一\n二\t三', '一\n二\t三'],
  ['证二一一三二四一九九〇零一零一○○一X号', '证21132419900101001X号'],
  ['①③⑧⓪⓪①③⑧⓪⓪⓪', '13800138000'],
  ['二〇一八年十二月、③材料、二三四五六七八九', '二〇一八年十二月、③材料、二三四五六七八九'],
])('%j is read as %j', (original, text) => {
  expect(normalise(original).text).toBe(text)
})

test('every offset leads back to the character that it was', () => {
  const characters = fc.constantFrom(
    '1',
    '２',
    '𝟑',
    '\u200B',
    '\u{E0041}',
    '一',
    '，',
    '\u00AD',
    'a',
    '𠮷',
  )
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 40 }), (list) => {
      const original = list.join('')
      const normal = normalise(original)
      const { text } = normal
      for (let offset = 0; offset < text.length; offset++) {
        const back = normal.at(offset)
        const read = normalise(String.fromCodePoint(original.codePointAt(back) ?? 0)).text
        // The second half of a surrogate pair has an offset of its own.
        const expected = /[\uDC00-\uDFFF]/.test(text.charAt(offset)) ? '' : text.charAt(offset)
        expect(read.startsWith(expected)).toBe(true)
      }
    }),
  )
})
