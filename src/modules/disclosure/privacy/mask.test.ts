import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskAddress, maskBankAccount, maskIdNumber, maskName, maskPhone } from './mask.ts'

const MASKS = { maskAddress, maskBankAccount, maskIdNumber, maskName, maskPhone }

describe('as a city has prescribed them', () => {
  test.each([
    ['211324000000000123', '21*************123'],
    ['２１１３２４０００００００００１Ｘ９', '21*************1X9'],
    ['211324 0000 0000 012x', '21*************12x'],
    ['211324500101123', '21**********123'],
    ['21132450010112', '****'],
    ['21*************123', '21*************123'],
    ['', ''],
  ])('an ID number %s', (value, masked) => expect(maskIdNumber(value)).toBe(masked))

  test.each([
    ['13800001234', '138****1234'],
    ['+86 138-0000-1234', '138****1234'],
    ['１３８００００１２３４', '138****1234'],
    ['13800001234、13900005678', '138****1234、139****5678'],
    ['0421-4800567', '0421-****567'],
    ['(024)88000567', '024-****0567'],
    ['4800567', '****'],
    ['138****1234', '138****1234'],
    ['', ''],
  ])('a phone number %s', (value, masked) => expect(maskPhone(value)).toBe(masked))

  test.each([
    ['赵甲', '赵*'],
    ['赵甲乙', '赵*'],
    ['欧阳甲', '欧阳*'],
    ['欧阳', '欧*'],
    ['赵 甲', '赵*'],
    ['𠮷甲', '𠮷*'],
    ['赵甲、钱乙', '赵*、钱*'],
    ['赵', '*'],
    ['赵*', '赵*'],
    ['', ''],
  ])('a name %s', (value, masked) => expect(maskName(value)).toBe(masked))

  test.each([
    ['6222000000000001234', '***************1234'],
    ['6222 0000 0000 1234', '************1234'],
    ['12345678', '****'],
    ['', ''],
  ])('a bank account %s', (value, masked) => expect(maskBankAccount(value)).toBe(masked))

  test.each([
    ['辽宁省朝阳市喀左县公营子镇某某村三组12号', '辽宁省朝阳市喀左县公营子镇****'],
    ['大城子街道某小区3栋2单元501室', '大城子街道****'],
    ['喀左县公营子镇', '喀左县公营子镇'],
    ['喀左县十二德堡镇某某村三组', '喀左县十二德堡镇****'],
    ['喀左县某某村三组12号', '喀左县****'],
    ['喀左县某某小区501室（公营子镇）', '喀左县****'],
    ['幸福小区3栋501室', '****'],
    ['幸福小区甲栋乙室公营子镇', '****'],
    ['三家子村二组公营子镇', '****'],
    ['', ''],
  ])('an address %s', (value, masked) => expect(maskAddress(value)).toBe(masked))
})

describe.each(Object.entries(MASKS))('%s', (name, mask) => {
  test('never contains what it masks, for any input', () => {
    const meaningful = (value: string): boolean => /[\p{L}\p{N}]/u.test(value)
    const isPlace = (value: string): boolean => name === 'maskAddress' && mask(value) === value
    const inputs = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[0-9Xx０-９ \-、,张王村镇县区号]{1,30}$/),
    )
    fc.assert(
      fc.property(inputs, (value) => {
        fc.pre(meaningful(value) && !value.includes('*') && !isPlace(value))
        expect(mask(value)).not.toContain(value)
      }),
      { numRuns: 2000 },
    )
  })

  test('masks a masked value no further', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(mask(mask(value))).toBe(mask(value))
      }),
    )
  })
})

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })

test('the digits of an ID number that tell the person are never shown', () => {
  fc.assert(
    fc.property(digits(18), (number) => {
      const value = number.join('')
      expect(maskIdNumber(value)).toBe(`${value.slice(0, 2)}*************${value.slice(15)}`)
    }),
  )
})

test('what lies below the township is never shown', () => {
  const house = fc.stringMatching(/^[甲乙丙丁]{2}(村|屯|小区|路)[0-9一二三]{1,3}(组|号|栋|室)$/)
  fc.assert(
    fc.property(
      fc.constantFrom('', '喀左县', '辽宁省朝阳市喀左县'),
      fc.constantFrom('', '公营子镇', '尤杖子乡', '利州街道'),
      house,
      fc.constantFrom('', '公营子镇', '（利州街道）'),
      (county, town, house, after) => {
        expect(maskAddress(county + town + house + after)).not.toContain(house.slice(0, 2))
      },
    ),
  )
})
