import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cardNumber, idNumber } from '../../../../test/support/personal-numbers.ts'
import { PrivacyError } from '../../../platform/errors.ts'
import { createLog } from '../../../platform/log.ts'
import { readContent, under } from '../kind/content.ts'
import { inputKey, kinds, kindOf } from '../kind/registry.ts'
import type { Finding } from './finding.ts'
import { findingsIn, isOverridable, objections } from './gate.ts'

const TODAY = '2026-10-01'
const SECRET = idNumber('211324', new Date('1950-01-01'), 1)
const CARD = cardNumber('622848', 1234)
const notice = kindOf('Notice')
const roster = kindOf('RecipientRoster')

function refusalOf(content: Record<string, unknown>, kind = notice): PrivacyError | undefined {
  const judged = findingsIn(kind, content, TODAY).map((finding) => ({
    finding,
    decision: null,
    overridable: false,
  }))
  const problems = objections(judged, 'CERTAIN')
  if (problems.length === 0) return undefined
  return new PrivacyError(under(`content.${inputKey(kind)}`, problems))
}

describe('the gate', () => {
  test('lists everything certain at its place, and stays silent on what is likely', () => {
    const { body } = readContent(notice, { bodyMarkdown: `赵甲\n\n${SECRET}` }, 'content')
    const keywords = ['低保', SECRET]
    const content = {
      title: `公示${SECRET}`,
      summary: `银行卡号${CARD}，13800001234`,
      keywords,
      body,
    }
    expect(refusalOf(content)?.findings.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'content.notice.title ID_NUMBER',
      'content.notice.summary BANK_CARD',
      'content.notice.keywords.1 ID_NUMBER',
      'content.notice.body.content.1 ID_NUMBER',
    ])
    expect(refusalOf({ title: '公示', summary: '赵甲 13800001234' })).toBeUndefined()
  })

  test('says nothing of the value in error, stack or log', () => {
    const error = refusalOf({ title: SECRET, summary: `卡号${CARD}` })
    const lines: string[] = []
    createLog({ level: 'info', format: 'json', write: (line) => lines.push(line) }).error(error)
    const told = JSON.stringify([error, error?.message, error?.stack, error?.findings, lines])
    expect(error?.findings).toHaveLength(2)
    for (const value of [SECRET, CARD]) {
      expect(told).not.toContain(value)
      expect(told).not.toContain(value.slice(2, -4))
    }
  })

  // Who may not see the row sees its mask; a mask is no finding.
  test('looks at personal fields as their masks leave them', () => {
    const recipients = [{ name: '赵甲', idNumber: SECRET, phone: '13800001234', bankAccount: CARD }]
    expect(findingsIn(roster, { title: '公示', recipients }, TODAY)).toEqual([])
    const leaking = [...recipients, { name: '钱乙', note: `证号${SECRET}`, category: CARD }]
    expect(refusalOf({ title: '公示', recipients: leaking }, roster)?.findings).toMatchObject([
      { path: 'content.recipientRoster.recipients.1.note', code: 'ID_NUMBER' },
    ])
  })

  test('reports no declared telephone, and reports any other', () => {
    const content = { hotline: '0421-5550105', summary: '电话：0421-5550105、0421-5550106' }
    const found = findingsIn(notice, content, TODAY)
    expect(found).toMatchObject([{ path: 'summary', type: 'LANDLINE', certainty: 'LIKELY' }])
  })
})

describe('objections', () => {
  const finding = (certainty: 'CERTAIN' | 'LIKELY'): Finding => ({
    path: 'summary',
    offset: 0,
    type: 'MOBILE_PHONE',
    certainty,
    key: 'key',
    preview: '138****1234',
  })

  test.each([
    ['CERTAIN', null, false, 'CERTAIN', 'MOBILE_PHONE'],
    ['CERTAIN', 'PUBLISHABLE', false, 'CERTAIN', 'MOBILE_PHONE'],
    ['CERTAIN', 'PUBLISHABLE', true, 'CERTAIN', undefined],
    ['CERTAIN', 'PUBLISHABLE', true, 'ALL', undefined],
    ['CERTAIN', 'MUST_GO', true, 'ALL', 'MOBILE_PHONE'],
    ['LIKELY', null, false, 'CERTAIN', undefined],
    ['LIKELY', 'MUST_GO', false, 'CERTAIN', undefined],
    ['LIKELY', null, false, 'ALL', 'UNDECIDED'],
    ['LIKELY', 'PUBLISHABLE', false, 'ALL', undefined],
    ['LIKELY', 'MUST_GO', false, 'ALL', 'MUST_GO'],
  ] as const)(
    '%s, decided %s, overridable %s, at a step that asks for %s: %s',
    (certainty, decision, overridable, strictness, code) => {
      const judged = { finding: finding(certainty), decision, overridable }
      const problems = objections([judged], strictness)
      expect(problems.map((one) => one.code)).toEqual(code === undefined ? [] : [code])
      expect(problems.every(({ path }) => path === 'summary')).toBe(true)
    },
  )
})

// 行政处罚法48: only a sole trader without a USCC is told apart by the number.
test.each([
  ['AdministrativeDecision', { subjectType: 'SOLE_TRADER' }, 'ID_NUMBER', 'CERTAIN', true],
  ['AdministrativeDecision', { subjectType: 'SOLE_TRADER' }, 'BANK_CARD', 'CERTAIN', false],
  ['AdministrativeDecision', { subjectType: 'SOLE_TRADER' }, 'ID_NUMBER', 'LIKELY', false],
  ['AdministrativeDecision', { subjectType: 'PERSON' }, 'ID_NUMBER', 'CERTAIN', false],
  [
    'AdministrativeDecision',
    { subjectType: 'SOLE_TRADER', subjectUscc: '91110000101623741K' },
    'ID_NUMBER',
    'CERTAIN',
    false,
  ],
  ['Notice', {}, 'ID_NUMBER', 'CERTAIN', false],
] as const)(
  'in %s %o the office may let pass %s that is %s: %s',
  (name, content, type, certainty, allowed) => {
    const finding = { path: 'x', offset: 0, type, certainty, key: 'key', preview: '**' }
    expect(isOverridable(kindOf(name), content, finding)).toBe(allowed)
  },
)

describe('the key of a finding', () => {
  const keysIn = (content: Record<string, unknown>, secret = 'secret') =>
    findingsIn(notice, content, TODAY, secret).map(({ key }) => key)

  test('is the same for the same value at the same path, and another for anything else', () => {
    const [key] = keysIn({ summary: `卡号${CARD}` })
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(keysIn({ summary: `本人卡号：${CARD}。`, title: '别的' })).toEqual([key])
    expect(keysIn({ title: `卡号${CARD}` })).not.toContain(key)
    expect(keysIn({ summary: `卡号${cardNumber('622848', 1235)}` })).not.toContain(key)
  })

  test('is of the installation, and there is none without its secret', () => {
    const content = { summary: `卡号${CARD}` }
    expect(keysIn(content, 'another')).not.toEqual(keysIn(content))
    expect(findingsIn(notice, content, TODAY)).toMatchObject([{ key: null }])
  })
})

describe('the samples of every kind', () => {
  const folder = join(import.meta.dirname, '../../../../seeds/kazuo/samples')

  test.each(readdirSync(folder))('%s has nothing certain and nothing to be decided', (file) => {
    const kind = kinds.get(file.replace('.json', ''))
    const records = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { content: object }[]
    for (const { content } of records) {
      if (!kind) throw new Error(`no kind for ${file}`)
      expect(findingsIn(kind, readContent(kind, { ...content }, 'content'), TODAY)).toEqual([])
    }
  })
})
