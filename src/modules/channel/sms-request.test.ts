import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mobileOf, readRequest } from './sms-request.ts'

const search = { does: 'SEARCH', words: '低保 公营子镇' }
const subscribe = { does: 'SUBSCRIBE', words: '空气' }

test.each([
  ['CX 低保 公营子镇', search],
  ['cx低保 公营子镇', search],
  ['ＣＸ　低保　　公营子镇', search],
  [' 查询 低保，公营子镇。', search],
  ['查询：低保\n公营子镇', search],
  ['DY 空气', subscribe],
  ['dy空气', subscribe],
  ['订阅 空气', subscribe],
  ['TD', { does: 'LEAVE' }],
  ['ｔｄ ', { does: 'LEAVE' }],
  ['r', { does: 'LEAVE' }],
  ['退订。', { does: 'LEAVE' }],
  ['BZ', { does: 'HELP' }],
  ['', { does: 'HELP' }],
  ['CX', { does: 'HELP' }],
  ['CX ，。', { does: 'HELP' }],
  ['你好', { does: 'HELP' }],
  ['dynamic', { does: 'HELP' }],
  ['请帮我退订', { does: 'HELP' }],
  [`CX ${'字'.repeat(300)}`, { does: 'HELP' }],
])('%j is understood', (text, request) => {
  expect(readRequest(text)).toEqual(request)
})

test('whatever is typed is something, and words are never empty nor broken', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const typed of [text, `CX${text}`, `DY ${text}`]) {
        const request = readRequest(typed)
        if (!('words' in request)) continue
        expect(request.words).toMatch(/\S/)
        expect(request.words.isWellFormed()).toBe(true)
      }
    }),
  )
})

test.each(['13900000000', '+8613900000000', '8613900000000', '008613900000000', '139-0000-0000'])(
  '%s is a mobile telephone',
  (number) => {
    expect(mobileOf(number)).toBe('13900000000')
  },
)

test.each(['', '10690421', '1390000000', '139000000000', '12345678901', '+113900000000', '一三九'])(
  '%j is none',
  (number) => {
    expect(mobileOf(number)).toBeNull()
  },
)
