import { describe, expect, test } from 'vitest'
import { existsOn, isUscc } from './model.ts'

describe('统一社会信用代码 (GB 32100-2015)', () => {
  test.each(['91110000101623741K', '91350100M000100Y43', '11441700007280420Y'])(
    'takes %s, which is in use',
    (code) => {
      expect(isUscc(code)).toBe(true)
    },
  )

  // 11211324900000840 has a weighted sum divisible by 31.
  test('takes a check character 0 where the remainder is 0', () => {
    const front = '1121132490000'
    const tails = Array.from({ length: 400 }, (_, i) => `${front}${String(i).padStart(4, '0')}0`)
    expect(tails.filter(isUscc).length).toBeGreaterThan(0)
  })

  test('has exactly one check character for every front', () => {
    const characters = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY')
    for (let serial = 0; serial < 62; serial++) {
      const front = `112113249000${String(serial).padStart(5, '0')}`
      expect(characters.filter((character) => isUscc(front + character))).toHaveLength(1)
    }
  })

  test.each([
    ['a wrong check character', '91110000101623741L'],
    ['two neighbours exchanged', '91110000101632741K'],
    ['a letter that the standard leaves out', '9111000010162374IK'],
    ['lower case', '91110000101623741k'],
    ['too few characters', '9111000010162374K'],
    ['too many characters', '911100001016237410K'],
    ['a line break at the end', '91110000101623741K\n'],
    ['nothing', ''],
  ])('refuses %s', (_what, code) => {
    expect(isUscc(code)).toBe(false)
  })
})

describe('existence', () => {
  test('includes the first and the last day', () => {
    const span = { validFrom: '2018-10-12', validTo: '2020-06-30' }
    const days = ['2018-10-11', '2018-10-12', '2020-06-30', '2020-07-01']
    expect(days.map((day) => existsOn(span, day))).toEqual([false, true, true, false])
  })

  test('has no bound where there is no date', () => {
    expect(existsOn({ validFrom: null, validTo: null }, '1900-01-01')).toBe(true)
  })
})
