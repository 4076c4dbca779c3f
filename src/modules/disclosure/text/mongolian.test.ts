import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mongolianWordsIn, plainMongolian } from './mongolian.ts'
import { cleanLine } from './plain-text.ts'

// sara 'month' with the vowel separator (MVS); üne 'price' with a variation selector (FVS1) besides.
const MONTH = 'ᠰᠠᠷ\u180Eᠠ'
const PRICE = 'ᠦ\u180Bᠨ\u180Eᠡ'
// The suffix -un of mongol-un hangs on a narrow space (NNBSP).
const OF_THE_MONGOLS = 'ᠮᠣᠩᠭᠣᠯ\u202Fᠤᠨ'

const letter = fc.integer({ min: 0x1820, max: 0x18aa }).map((code) => String.fromCodePoint(code))
const selector = fc.constantFrom('\u180B', '\u180C', '\u180D', '\u180E', '\u180F')
// As it is typed: selectors follow letters, suffixes hang on narrow spaces.
const word = fc
  .array(fc.tuple(letter, fc.option(selector, { freq: 3, nil: '' })), {
    minLength: 2,
    maxLength: 8,
  })
  .map((letters) => letters.flat().join(''))
const written = fc
  .array(fc.tuple(word, fc.constantFrom(' ', '\u202F')), { minLength: 1, maxLength: 6 })
  .map((words) => words.flat().slice(0, -1).join(''))
  .filter((text) => text === text.normalize('NFC'))

test('a line of Mongolian is stored as it was typed, to the last selector', () => {
  for (const text of [MONTH, PRICE, OF_THE_MONGOLS]) expect(cleanLine(300).parse(text)).toBe(text)
  fc.assert(fc.property(written, (text) => cleanLine(300).parse(text) === text))
})

test('for search two spellings of a word are one, and a suffix stands apart', () => {
  expect(plainMongolian(PRICE)).toBe('ᠦᠨᠡ')
  expect(plainMongolian(MONTH)).toBe(plainMongolian('ᠰᠠᠷᠠ'))
  expect(plainMongolian(OF_THE_MONGOLS)).toBe('ᠮᠣᠩᠭᠣᠯ ᠤᠨ')
  fc.assert(
    fc.property(written, (text) => {
      const plain = plainMongolian(text)
      expect(plain).not.toMatch(/[\u180B-\u180F\u202F]/)
      expect(plainMongolian(plain)).toBe(plain)
      expect(plain.replaceAll(' ', '')).toBe(text.replaceAll(/[\u180B-\u180F\u202F ]/g, ''))
    }),
  )
})

test('the Mongolian words of a Chinese text are found, and there are none in most', () => {
  expect(mongolianWordsIn(`关于${PRICE}和“${MONTH}”的通知`)).toBe('ᠦᠨᠡ ᠰᠠᠷᠠ')
  expect(mongolianWordsIn('关于低保的通知\u202F2018')).toBe('')
})
