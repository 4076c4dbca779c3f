import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ValidationError } from '../platform/errors.ts'
import { cursorSigner } from './cursor.ts'

const signer = cursorSigner('the key of this installation')
const LIST = 'disclosures:PUBLISHED_DESC'
const POSITION = [1_772_510_400_000, '01a204e9-3ec1-7501-9853-4929bb5a16f6']

const position = fc.array(fc.oneof(fc.integer(), fc.string({ unit: 'grapheme' })), {
  maxLength: 4,
})

describe('a cursor', () => {
  test('does it come back as the position that it was made of, whatever that was?', () => {
    fc.assert(
      fc.property(position, (made) => {
        expect(signer.decode(LIST, signer.encode(LIST, made))).toEqual(made)
      }),
    )
  })

  test('is it plain in an address, and the same for the same position?', () => {
    expect(signer.encode(LIST, POSITION)).toMatch(/^[\w-]+\.[\w-]{16}$/)
    expect(signer.encode(LIST, POSITION)).toBe(signer.encode(LIST, POSITION))
  })

  test('is it good at every server that has the key?', () => {
    const other = cursorSigner('the key of this installation')
    expect(other.decode(LIST, signer.encode(LIST, POSITION))).toEqual(POSITION)
  })
})

describe('what is refused', () => {
  const answerTo = (cursor: string, list = LIST) => {
    try {
      return signer.decode(list, cursor)
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error
      return error.problems.map(({ path, code }) => `${path}: ${code}`).join()
    }
  }
  const REFUSED = 'after: INVALID_CURSOR'

  test('is a cursor of another list?', () => {
    const cursor = signer.encode(LIST, POSITION)
    for (const list of ['disclosures:PUBLISHED_ASC', 'drafts', '', `${LIST}\n`]) {
      expect(answerTo(cursor, list)).toBe(REFUSED)
    }
  })

  test('is a cursor of another installation?', () => {
    const foreign = cursorSigner('another key').encode(LIST, POSITION)
    expect(answerTo(foreign)).toBe(REFUSED)
  })

  test('is a cursor with any one character changed, added or taken away?', () => {
    const cursor = signer.encode(LIST, POSITION)
    const at = fc.nat(cursor.length)
    const change = fc.record({ at, taken: fc.constantFrom(0, 1), put: fc.string({ maxLength: 1 }) })
    fc.assert(
      fc.property(change, ({ at, taken, put }) => {
        const changed = cursor.slice(0, at) + put + cursor.slice(at + taken)
        fc.pre(changed !== cursor)
        expect(answerTo(changed)).toBe(REFUSED)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['nothing', ''],
    ['a dot', '.'],
    ['a position without a signature', Buffer.from('[1,"a"]').toString('base64url')],
    ['a position with an empty signature', `${Buffer.from('[1]').toString('base64url')}.`],
    ['zeros for a signature', `${Buffer.from('[1]').toString('base64url')}.AAAAAAAAAAAAAAAA`],
    ['more after the signature', `${signer.encode(LIST, POSITION)}.x`],
    ['the padding of another alphabet', `${signer.encode(LIST, POSITION)}==`],
    ['half a surrogate pair', '\uD842'],
    ['a very long text', 'A'.repeat(1_000_000)],
  ])('is %s?', (_what, cursor) => {
    expect(answerTo(cursor)).toBe(REFUSED)
  })

  test('is a cursor made of anything by anybody?', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cursor) => {
        expect(answerTo(cursor)).toBe(REFUSED)
      }),
    )
  })
})
