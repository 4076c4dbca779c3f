import { describe, expect, test } from 'vitest'
import { type Problem, ValidationError } from '../../../platform/errors.ts'
import { faultsOf, readContent, under } from './content.ts'
import { kindOf } from './registry.ts'

const notice = kindOf('Notice')
const policy = kindOf('PolicyDocument')
const budget = kindOf('BudgetReport')
const roster = kindOf('RecipientRoster')
const paragraph = (text: string) => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})

function refusalsOf(kind: typeof notice, input: Record<string, unknown>): readonly Problem[] {
  try {
    readContent(kind, input, 'content.x')
    return []
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    return error.problems
  }
}

/** The problems of an input as [path, code], in their order. */
function problemsOf(kind: typeof notice, input: Record<string, unknown>): string[][] {
  return refusalsOf(kind, input).map(({ path, code }) => [path, code])
}

describe('what is taken', () => {
  test('is a draft with nothing in it a draft?', () => {
    expect(readContent(notice, {}, 'content.notice')).toEqual({})
  })

  test('are nulls and empty lists the same as fields left out?', () => {
    const nulls = {
      title: null,
      keywords: [],
      body: null,
      bodyMarkdown: null,
      summary: undefined,
    }
    expect(readContent(notice, nulls, 'content.notice')).toEqual({})
  })

  test('does Markdown give the same body as the JSON that it stands for?', () => {
    const markdown = readContent(notice, { bodyMarkdown: '现予公布。' }, 'content.notice')
    const json = readContent(notice, { body: paragraph('现予公布。') }, 'content.notice')
    expect(markdown).toEqual(json)
    expect(Object.keys(markdown)).toEqual(['body'])
  })

  test('are values brought to their one form?', () => {
    const input = {
      title: '　关于\u200B低保的通知 ',
      keywords: ['低保', '低保', '救助'],
      docNumber: '喀政办发[2018]012号',
      supersedes: ['喀政办发（2017）3号'],
      formedOn: '2018-10-12',
    }
    expect(readContent(policy, input, 'content.policyDocument')).toEqual({
      title: '关于低保的通知',
      keywords: ['低保', '救助'],
      docNumber: '喀政办发〔2018〕12号',
      supersedes: ['喀政办发〔2017〕3号'],
      formedOn: '2018-10-12',
    })
  })

  test('is content that was read before read into itself?', () => {
    const input = { title: ' 通知 ', docNumber: '喀政办发[2018]12号', bodyMarkdown: '# 总则\n\n一' }
    const once = readContent(policy, input, 'content.x')
    expect(readContent(policy, once, 'content.x')).toEqual(once)
  })

  test.each([
    ['title', 200],
    ['summary', 300],
  ])('may %s have %i characters, rare ones counted as one?', (field, most) => {
    expect(problemsOf(notice, { [field]: '𠮷'.repeat(most) })).toEqual([])
    expect(problemsOf(notice, { [field]: '𠮷'.repeat(most + 1) })).toEqual([
      [`content.x.${field}`, 'TOO_LONG'],
    ])
  })
})

describe('what is refused, and where it says the fault is', () => {
  test.each([
    ['an unknown field', { titel: '一' }, 'content.x.titel', 'UNKNOWN_FIELD'],
    [
      'a field of another kind',
      { effectiveOn: '2018-10-12' },
      'content.x.effectiveOn',
      'UNKNOWN_FIELD',
    ],
    [
      '__proto__',
      JSON.parse('{"__proto__":{"title":"一"}}'),
      'content.x.__proto__',
      'UNKNOWN_FIELD',
    ],
    ['constructor', { constructor: '一' }, 'content.x.constructor', 'UNKNOWN_FIELD'],
    ['a number for a text', { title: 7 }, 'content.x.title', 'WRONG_TYPE'],
    ['a list for a text', { title: ['一'] }, 'content.x.title', 'WRONG_TYPE'],
    ['a text for a list', { keywords: '一' }, 'content.x.keywords', 'WRONG_TYPE'],
    ['an empty text', { title: '' }, 'content.x.title', 'EMPTY'],
    [
      'a text of blanks and invisible characters',
      { title: ' \u200B　' },
      'content.x.title',
      'EMPTY',
    ],
    ['a line break in a line', { title: '一\n二' }, 'content.x.title', 'CONTROL_CHARACTER'],
    ['a control character', { summary: '一\u0007' }, 'content.x.summary', 'CONTROL_CHARACTER'],
    [
      'a NUL, which PostgreSQL cannot store',
      { title: '一\u0000' },
      'content.x.title',
      'CONTROL_CHARACTER',
    ],
    ['half a surrogate pair', { title: '\uD842' }, 'content.x.title', 'UNPAIRED_SURROGATE'],
    ['a change of direction', { title: '一\u202E二' }, 'content.x.title', 'BIDI_CONTROL'],
    [
      'a list that is too long',
      { keywords: Array.from({ length: 21 }, String) },
      'content.x.keywords',
      'TOO_MANY',
    ],
    [
      'a wrong entry of a list',
      { keywords: ['一', '二'.repeat(21)] },
      'content.x.keywords.1',
      'TOO_LONG',
    ],
    ['a null in a list', { keywords: ['一', null] }, 'content.x.keywords.1', 'REQUIRED'],
    [
      'a date that does not exist',
      { formedOn: '2018-02-30' },
      'content.x.formedOn',
      'INVALID_FORMAT',
    ],
    [
      'a time for a date',
      { formedOn: '2018-10-12T00:00:00Z' },
      'content.x.formedOn',
      'INVALID_FORMAT',
    ],
    [
      'an audience that there is not',
      { audience: 'STAFF' },
      'content.x.audience',
      'NOT_ALLOWED_VALUE',
    ],
    [
      'a number that is no 发文字号',
      { docNumber: '第十二号' },
      'content.x.docNumber',
      'INVALID_DOC_NUMBER',
    ],
    [
      'a body that is no document',
      { body: { type: 'script' } },
      'content.x.body.type',
      'UNKNOWN_NODE',
    ],
    ['a body that is a text', { body: '现予公布。' }, 'content.x.body', 'WRONG_TYPE'],
    ['Markdown that is no text', { bodyMarkdown: 7 }, 'content.x.bodyMarkdown', 'WRONG_TYPE'],
    ['two bodies', { body: paragraph('一'), bodyMarkdown: '一' }, 'content.x.body', 'TWO_BODIES'],
  ])('is %s refused?', (_what, input: unknown, path, code) => {
    expect(problemsOf(notice, input as Record<string, unknown>)).toEqual([[path, code]])
  })

  test('are all faults told at once, in header, own fields and body?', () => {
    const input = {
      title: '',
      keywords: [1, ''],
      formedOn: '2018-13-01',
      validity: 'ALWAYS',
      nonsense: 1,
      bodyMarkdown: '[站内](/xxgk)',
    }
    const paths = problemsOf(policy, input).map(([path]) => path)
    expect(new Set(paths)).toEqual(
      new Set([
        'content.x.bodyMarkdown.line.1',
        'content.x.formedOn',
        'content.x.keywords.0',
        'content.x.keywords.1',
        'content.x.nonsense',
        'content.x.title',
        'content.x.validity',
      ]),
    )
  })

  test('are messages in Chinese, and never with the text itself?', () => {
    const secret = '211324199001011234'
    const input = { title: `${secret}\u0000`, summary: secret.repeat(20), [secret]: 1 }
    const messages = refusalsOf(notice, input).map(({ message }) => message)
    expect(messages).toHaveLength(3)
    for (const message of messages) {
      expect(message).toMatch(/\p{Script=Han}/u)
      expect(message).not.toContain(secret)
    }
  })
})

describe('what stands in the way of submission', () => {
  const today = '2026-03-03'
  const complete = readContent(notice, { title: '通知', bodyMarkdown: '一' }, 'content.notice')

  test('is complete content fit?', () => {
    expect(faultsOf(notice, complete, today)).toEqual([])
  })

  test('are all missing fields told at once?', () => {
    expect(faultsOf(notice, {}, today)).toEqual([
      { path: 'title', code: 'REQUIRED', message: '缺少标题' },
      { path: 'body', code: 'REQUIRED', message: '缺少正文' },
    ])
    expect(faultsOf(policy, {}, today).map(({ path }) => path)).toEqual([
      'title',
      'body',
      'formedOn',
    ])
  })

  test('is a body of empty paragraphs missing?', () => {
    const body = { type: 'doc', content: [{ type: 'paragraph' }, { type: 'paragraph' }] }
    expect(faultsOf(notice, { ...complete, body }, today).map(({ path }) => path)).toEqual(['body'])
  })

  test('may a document have been formed today, but not tomorrow?', () => {
    const formed = (formedOn: string) => faultsOf(notice, { ...complete, formedOn }, today)
    expect(formed('2026-03-03')).toEqual([])
    expect(formed('2026-03-04')).toEqual([
      { path: 'formedOn', code: 'IN_FUTURE', message: '成文日期不得晚于今天' },
    ])
  })

  test('must an area have its name, and does who names one have to choose it?', () => {
    const codes = (given: object) =>
      faultsOf(notice, { ...complete, ...given }, today).map(({ path, code }) => `${path} ${code}`)
    expect(codes({ audience: 'AREA' })).toEqual(['audienceName REQUIRED'])
    expect(codes({ audience: 'AREA', audienceName: '甲村' })).toEqual([])
    expect(codes({ audience: 'SOCIETY' })).toEqual([])
    for (const audience of ['SOCIETY', undefined]) {
      expect(codes({ audience, audienceName: '甲村' })).toEqual(['audience AREA_NOT_CHOSEN'])
      expect(codes({ audience, audienceOrganizations: ['gyz'] })).toEqual([
        'audience AREA_NOT_CHOSEN',
      ])
    }
  })

  test('do paths come under the prefix, and a problem without a path at the prefix itself?', () => {
    const faults = [
      { path: 'title', code: 'REQUIRED', message: '缺少标题' },
      { path: '', code: 'X', message: '整体有误' },
    ]
    expect(under('content.notice', faults).map(({ path }) => path)).toEqual([
      'content.notice.title',
      'content.notice',
    ])
  })
})

describe('groups and tables', () => {
  const today = '2026-03-03'

  test('may a draft lack any part of them, and is an empty group a group left out?', () => {
    const input = {
      threePublic: { total: '0', reception: null },
      functionalRows: [{ code: '2050202' }, {}, { name: null }],
    }
    expect(readContent(budget, input, 'c')).toEqual({
      threePublic: { total: '0.00' },
      functionalRows: [{ code: '2050202' }, {}, {}],
    })
    expect(readContent(budget, { threePublic: { total: null }, functionalRows: [] }, 'c')).toEqual(
      {},
    )
  })

  test('is a fault within them told by its place?', () => {
    const input = {
      threePublic: { total: '-1', nonsense: 1 },
      functionalRows: [{ code: '2050202' }, { total: '1,200' }, 7, null],
    }
    expect(problemsOf(budget, input)).toEqual([
      ['content.x.functionalRows.1.total', 'INVALID_FORMAT'],
      ['content.x.functionalRows.2', 'WRONG_TYPE'],
      ['content.x.functionalRows.3', 'REQUIRED'],
      ['content.x.threePublic.total', 'INVALID_FORMAT'],
      ['content.x.threePublic.nonsense', 'UNKNOWN_FIELD'],
    ])
  })

  test('is what they lack told at submission, by row and column?', () => {
    const content = readContent(
      budget,
      { threePublic: { total: '0' }, functionalRows: [{ code: '2050202', name: '小学教育' }] },
      'c',
    )
    const told = faultsOf(budget, content, today).map(({ path, message }) => `${path} ${message}`)
    expect(told).toContain('threePublic.reception 缺少“三公”经费的公务接待费')
    expect(told).toContain('functionalRows.0.total 缺少支出（按功能分类）第 1 行的合计')
    expect(told).toContain('basicRows 缺少基本支出（按经济分类）')
  })

  test('has a table at most 2000 rows beside the rest?', () => {
    const rows = (count: number) => ({ recipients: Array.from({ length: count }, () => ({})) })
    expect(problemsOf(roster, rows(2000))).toEqual([])
    expect(problemsOf(roster, rows(2001))).toEqual([['content.x.recipients', 'TOO_MANY']])
  })

  test('is a personal value never repeated in what is told of it?', () => {
    const input = { recipients: [{ idNumber: '211324199001011234', phone: '1380000123' }] }
    const messages = refusalsOf(roster, input).map(({ message }) => message)
    expect(messages).toHaveLength(2)
    expect(messages.join()).not.toMatch(/2113|1380/)
  })
})
