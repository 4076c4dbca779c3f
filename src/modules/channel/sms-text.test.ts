import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SmsForm } from './sms-ports.ts'
import { SMS_UNITS, smsText, templateFault } from './sms-text.ts'

const FORM: SmsForm = {
  signature: '喀左政务公开',
  template: '{line} 详情 {link}',
  optOut: '拒收请回复R',
}
const LINK = 'https://gk.kazuo.gov.cn/s/Ab3dE9xK'

const textOf = (line: string, told: { link?: null; subscribed?: boolean } = {}) =>
  smsText(FORM, { line, link: LINK, subscribed: false, ...told })

describe('a text', () => {
  test('has the signature, the line, the link', () => {
    const { text, characters, segments } = textOf('县气象局发布暴雨橙色预警')
    expect(text).toBe(`【喀左政务公开】县气象局发布暴雨橙色预警 详情 ${LINK}`)
    expect([characters, segments]).toEqual([58, [text]])
  })

  test('without a link says nothing of one', () => {
    expect(textOf('回复有误', { link: null }).text).toBe('【喀左政务公开】回复有误')
  })

  test('says how to leave only to whoever has subscribed (通信短信息服务管理规定)', () => {
    expect(textOf('甲').text).not.toContain('拒收')
    const { text } = textOf('甲', { subscribed: true })
    expect(text).toBe(`【喀左政务公开】甲 详情 ${LINK} 拒收请回复R`)
  })

  test('counts its signature with the brackets, and a rare character as two', () => {
    expect(textOf('𠮷'.repeat(31), { link: null }).characters).toBe(70)
    expect(textOf('𠮷'.repeat(31), { link: null }).segments).toHaveLength(1)
    expect(textOf('𠮷'.repeat(32), { link: null }).segments).toHaveLength(2)
  })

  test('takes what looks like a variable in a line for what it is', () => {
    expect(textOf('公开{line}与{link}及$&').text).toContain('公开{line}与{link}及$& 详情')
  })

  test('gives nobody a second signature', () => {
    expect(textOf('【银行】请转账').text).toContain('（银行）请转账')
  })
})

describe('a text that is too long', () => {
  test.each(['12000元', '0421-4822345', 'Covid', 'https://www.kazuo.gov.cn/a'])(
    'loses %s whole rather than half of it',
    (whole) => {
      for (let before = 430; before < SMS_UNITS; before++) {
        const line = `${'字'.repeat(before)}${whole}${'字'.repeat(80)}`
        const kept = textOf(line).text.replace(/^【.*】字*|字*… 详情.*$/gu, '')
        expect(['', whole]).toContain(kept)
      }
    },
  )

  test('is never over the limit, never broken, and always ends with link and way to leave', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 900 })
    fc.assert(
      fc.property(texts, fc.boolean(), (line, subscribed) => {
        const { text, characters, segments } = textOf(line, { subscribed })
        expect(characters).toBeLessThanOrEqual(SMS_UNITS)
        expect(text.isWellFormed()).toBe(true)
        expect(text.startsWith('【喀左政务公开】')).toBe(true)
        expect(text.endsWith(subscribed ? ` 详情 ${LINK} 拒收请回复R` : ` 详情 ${LINK}`)).toBe(true)
        expect(segments.join('')).toBe(text)
        expect(text.match(/[【】]/gu)).toEqual(['【', '】'])
      }),
    )
  })
})

test.each([
  ['{line} 详情 {link}', null],
  ['{line}', null],
  ['详情 {link}', '模板中须有且只有一个 {line}'],
  ['{line}{line}', '模板中须有且只有一个 {line}'],
  ['{link}{line}{link}', '模板中至多有一个 {link}'],
  ['{line}，编号{code}', '模板中有不认识的变量 {code}，只能用 {line} 和 {link}'],
  ['{line} {link', '模板中有不认识的变量 {link，只能用 {line} 和 {link}'],
  ['【喀左】{line}', '模板中不得有【】，签名会自动加上'],
])('is the template %s usable?', (template, fault) => {
  expect(templateFault(template)).toBe(fault)
})
