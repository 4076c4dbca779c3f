import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cardNumber, idNumber } from '../../../../test/support/personal-numbers.ts'
import { PrivacyError } from '../../../platform/errors.ts'
import { createLog } from '../../../platform/log.ts'
import { readContent } from '../kind/content.ts'
import { kinds, kindOf } from '../kind/registry.ts'
import { assertNoPersonalData, findingsIn } from './gate.ts'

const TODAY = '2026-10-01'
const SECRET = idNumber('211324', new Date('1950-01-01'), 1)
const CARD = cardNumber('622848', 1234)
const notice = kindOf('Notice')
const roster = kindOf('RecipientRoster')

function refusalOf(content: Record<string, unknown>, kind = notice): PrivacyError | undefined {
  try {
    assertNoPersonalData(kind, content, TODAY)
    return undefined
  } catch (error) {
    if (error instanceof PrivacyError) return error
    throw error
  }
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

describe('the samples of every kind', () => {
  const folder = join(import.meta.dirname, '../../../../seeds/kazuo/samples')

  test.each(readdirSync(folder))('%s has nothing certain', (file) => {
    const kind = kinds.get(file.replace('.json', ''))
    const records = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { content: object }[]
    for (const { content } of records) {
      if (!kind) throw new Error(`no kind for ${file}`)
      expect(refusalOf(readContent(kind, { ...content }, 'content'), kind)).toBeUndefined()
    }
  })
})
