import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { line } from './field.ts'
import { bankAccount, homeAddress, idNumber, personalPhone, personName } from './field-personal.ts'
import { group, table } from './field-structure.ts'
import { defineKind } from './kind.ts'
import { publicContent } from './mask.ts'
import { searchTextOf } from './search-text.ts'

const wording = { title: '甲', description: 'A field.', searched: true }
const person = {
  name: personName(wording),
  idNumber: idNumber(wording),
  phone: personalPhone(wording),
  bankAccount: bankAccount(wording),
  address: homeAddress(wording),
  secret: bankAccount({ ...wording, mask: 'OMIT' }),
  village: line({ ...wording, max: 20 }),
}
const kind = defineKind({
  name: 'Toy',
  title: '甲',
  description: 'A toy.',
  body: 'optional',
  fields: {
    ...person,
    group: group({ ...wording, name: 'ToyGroup', fields: person }),
    rows: table({ ...wording, row: 'ToyRow', columns: person }),
    named: personName({ ...wording, mask: 'FULL' }),
    inArea: personName({ ...wording, maskInArea: 'FULL' }),
  },
})

const zhao = {
  name: '赵甲乙',
  idNumber: '11010519491231002X',
  phone: '13800001234',
  bankAccount: '6228480000000001234',
  address: '喀左县公营子镇甲村三组12号',
  secret: '6228480000000005678',
  village: '甲村',
}
const masked = {
  name: '赵*',
  idNumber: '11*************02X',
  phone: '138****1234',
  bankAccount: '***************1234',
  address: '喀左县公营子镇****',
  village: '甲村',
}

describe('个人信息保护法第6、28条: what leaves the editorial plane', () => {
  test('is masked at every depth, what is for nobody left out', () => {
    const content = { ...zhao, group: zhao, rows: [zhao, {}, { village: '甲村' }] }
    expect(publicContent(kind, content)).toEqual({
      ...masked,
      group: masked,
      rows: [masked, {}, { village: '甲村' }],
    })
  })

  test('names whom the law names, and in the area whom the neighbours must know', () => {
    const content = { named: '赵甲', inArea: '赵甲' }
    expect(publicContent(kind, content)).toEqual({ named: '赵甲', inArea: '赵*' })
    const area = { ...content, audience: 'AREA' }
    expect(publicContent(kind, area)).toEqual(area)
  })

  test('is nothing that is not declared, for a kind may lose a column', () => {
    const old = { idCard: zhao.idNumber, rows: [{ idCard: zhao.idNumber }], group: { x: 1 } }
    expect(publicContent(kind, old)).toEqual({ rows: [{}], group: {} })
  })

  test('leaves title and body as they are', () => {
    const content = { title: '公示', body: { type: 'doc', content: [] } }
    expect(publicContent(kind, content)).toEqual(content)
  })

  test('never contains the secret, whatever it is', () => {
    const digits = fc.stringMatching(/^\d{12,19}$/)
    const house = fc.stringMatching(/^[甲乙丙丁]{2}村[1-9]{2,3}号$/)
    fc.assert(
      fc.property(digits, digits, house, (account, secret, house) => {
        const row = { bankAccount: account, secret, address: `公营子镇${house}`, phone: account }
        const shown = JSON.stringify(publicContent(kind, { ...row, rows: [row], group: row }))
        for (const value of [account, secret, house]) expect(shown).not.toContain(value)
      }),
    )
  })
})

test('search knows the first 5,000 rows, and of those whole words of at most 200,000 characters', () => {
  const village = '村'.repeat(30)
  const rows = (count: number) =>
    Array.from({ length: count }, (_, no) => ({ village: `${village}${no}` }))
  const all = searchTextOf(kind, { rows: rows(6_000) })
  expect(all.split('\n')).toHaveLength(5_000)
  const long = Array.from({ length: 5_000 }, (_, no) => ({ village: `${'长'.repeat(50)}${no}` }))
  const cut = searchTextOf(kind, { rows: long }).split('\n')
  expect(cut.join('\n').length).toBeLessThanOrEqual(200_000)
  expect(cut.at(-1)).toBe(`${'长'.repeat(50)}${cut.length - 1}`)
})

test('search finds the words of fields, groups and rows, of what is public alone', () => {
  const shown = publicContent(kind, {
    village: '甲村',
    rows: [{ ...zhao, village: '乙村' }],
    group: zhao,
  })
  const words = searchTextOf(kind, shown)
  expect(words.split('\n')).toEqual(expect.arrayContaining(['甲村', '乙村']))
  for (const secret of [zhao.name, zhao.idNumber, zhao.phone, zhao.bankAccount, zhao.secret]) {
    expect(words).not.toContain(secret)
  }
})
