import { expect, test } from 'vitest'
import { readContent } from '../kind/content.ts'
import type { Kind } from '../kind/kind.ts'
import { kindOf } from '../kind/registry.ts'
import { declaredContacts, partsOf } from './parts.ts'

const notice = kindOf('Notice')
const roster = kindOf('RecipientRoster')
const pathsOf = (kind: Kind, content: Record<string, unknown>) =>
  partsOf(kind, content).map(({ path, text }) => `${path}=${text}`)

test('fields come with their titles, in the order of the form', () => {
  const content = { summary: '概述', keywords: ['低保', '公示'], title: '标题' }
  expect(partsOf(notice, content)).toEqual([
    { path: 'title', text: '标题', label: '标题' },
    { path: 'summary', text: '概述', label: '内容概述' },
    { path: 'keywords.0', text: '低保', label: '关键词' },
    { path: 'keywords.1', text: '公示', label: '关键词' },
  ])
})

test('the cells of a table come row by row with the titles of their columns', () => {
  const recipients = [{ note: '甲', name: '赵*' }, { name: '钱*' }]
  expect(partsOf(roster, { recipients })).toEqual([
    { path: 'recipients.0.name', text: '赵*', label: '姓名' },
    { path: 'recipients.0.note', text: '甲', label: '备注' },
    { path: 'recipients.1.name', text: '钱*', label: '姓名' },
  ])
})

test('what no field declares is read as well, however deep', () => {
  const later = { years: [{ 2026: [{ note: '丁', amount: 12.5, done: true, none: null }] }] }
  expect(pathsOf(notice, { title: '甲', later })).toEqual([
    'title=甲',
    'later.years.0.2026.0.note=丁',
    'later.years.0.2026.0.amount=12.5',
  ])
})

test('long text comes by blocks and cells, then what its links hide', () => {
  const bodyMarkdown = [
    '# 一',
    '二**三**[四](https://example.com/?a=%E4%BA%94)',
    '| 甲 | 乙 |\n| --- | --- |\n| 丙 |  |',
    '- 己\n- 庚',
  ].join('\n\n')
  const { body } = readContent(notice, { bodyMarkdown }, 'content')
  const parts = partsOf(notice, { body, other: { again: body } })
  expect(parts.slice(0, 8)).toEqual([
    { path: 'body.content.0', text: '一' },
    { path: 'body.content.1', text: '二三四' },
    { path: 'body.content.2.content.0.content.0', text: '甲', row: 'body.content.2.content.0' },
    { path: 'body.content.2.content.0.content.1', text: '乙', row: 'body.content.2.content.0' },
    { path: 'body.content.2.content.1.content.0', text: '丙', row: 'body.content.2.content.1' },
    { path: 'body.content.2.content.1.content.1', text: '', row: 'body.content.2.content.1' },
    { path: 'body.content.3', text: '• 己\n• 庚' },
    { path: 'body.content.1.content.2', text: 'https://example.com/?a=五' },
  ])
  // Long text is long text wherever it stands, as that in Mongolian will.
  expect(parts.slice(8).map(({ path }) => path)).toContain('other.again.content.1.content.2')
})

test('hotline, telephones and mailboxes of offices are declared; those of persons are not', () => {
  const recipients = [{ phone: '13800001234' }]
  const content = { hotline: '0421-5550105', objectionPhone: '0421-5550106', recipients }
  expect(declaredContacts(roster, content)).toEqual(['0421-5550105', '0421-5550106'])
})
