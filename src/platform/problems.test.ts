import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ValidationError } from './errors.ts'
import { parseInput, problemsOf } from './problems.ts'

const SECRET = '211324199001011234'

function problems(schema: z.ZodType, input: unknown) {
  const result = schema.safeParse(input, { reportInput: true })
  return result.success ? [] : problemsOf(result.error)
}

describe('each fault has its code and place', () => {
  const schema = z.strictObject({
    title: z.string().min(2).max(5).optional(),
    issuers: z.array(z.string()).min(1).max(2).optional(),
    count: z.int().gte(1).lt(10).optional(),
    kind: z.enum(['申请', '审核']).optional(),
    on: z.iso.date().optional(),
    step: z.number().multipleOf(0.01).optional(),
  })
  test.each([
    [{ title: 5 }, 'title', 'WRONG_TYPE', '应为文字'],
    [{ title: '一' }, 'title', 'TOO_SHORT', '不得少于 2 个字'],
    [{ title: SECRET }, 'title', 'TOO_LONG', '不得超过 5 个字'],
    [{ issuers: ['一', 2] }, 'issuers.1', 'WRONG_TYPE', '应为文字'],
    [{ issuers: [] }, 'issuers', 'TOO_FEW', '不得少于 1 项'],
    [{ issuers: ['一', '二', '三'] }, 'issuers', 'TOO_MANY', '不得超过 2 项'],
    [{ count: 0 }, 'count', 'TOO_SMALL', '不得小于 1'],
    [{ count: 10 }, 'count', 'TOO_BIG', '应小于 10'],
    [{ count: 1.5 }, 'count', 'WRONG_TYPE', '应为整数'],
    [{ kind: SECRET }, 'kind', 'NOT_ALLOWED_VALUE', '只能填写规定的值：申请、审核'],
    [
      { on: '2018年10月12日' },
      'on',
      'INVALID_FORMAT',
      '日期格式不正确，应为 2018-10-12 这样的日历日期',
    ],
    [{ step: 0.005 }, 'step', 'INVALID_FORMAT', '应为 0.01 的整数倍'],
    [{ colour: SECRET }, 'colour', 'UNKNOWN_FIELD', '没有这个字段'],
  ])('%j', (input, path, code, message) => {
    expect(problems(schema, input)).toEqual([{ path, code, message }])
  })
})

test.each([
  [z.string(), undefined],
  [z.string(), null],
  [z.enum(['一']), undefined],
  [z.literal('一'), null],
  [z.union([z.string(), z.number()]), undefined],
  [z.array(z.string()), undefined],
])('what is missing is REQUIRED, not of the wrong type (%#)', (value, input) => {
  expect(problems(z.object({ value }), { value: input })).toEqual([
    { path: 'value', code: 'REQUIRED', message: '必填项未填写' },
  ])
})

test('missing is told from wrong even when the input was not reported', () => {
  const error = z.object({ title: z.string(), body: z.string() }).safeParse({ body: 1 }).error
  expect(error && problemsOf(error).map(({ code }) => code)).toEqual(['REQUIRED', 'WRONG_TYPE'])
})

describe('unions', () => {
  test('speak through the alternative that came closest', () => {
    const schema = z.union([
      z.string(),
      z.object({ a: z.string(), b: z.string() }),
      z.object({ a: z.int() }),
    ])
    expect(problems(schema, { a: '一', b: 2 })).toMatchObject([{ path: 'b', code: 'WRONG_TYPE' }])
    expect(problems(schema, true)).toMatchObject([{ path: '', code: 'WRONG_TYPE' }])
  })

  test('without a matching discriminator name the allowed values', () => {
    const schema = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('红') }),
      z.object({ kind: z.literal('黄') }),
    ])
    expect(problems(z.object({ level: schema }), { level: { kind: SECRET } })).toEqual([
      { path: 'level.kind', code: 'NOT_ALLOWED_VALUE', message: '只能填写规定的值：红、黄' },
    ])
  })
})

describe('custom rules', () => {
  test('carry their code in params', () => {
    const schema = z.object({ uses: z.number(), balance: z.number() }).refine(() => false, {
      message: '收支不平',
      path: ['balance'],
      params: { code: 'NOT_BALANCED' },
    })
    expect(problems(schema, { uses: 1, balance: 2 })).toEqual([
      { path: 'balance', code: 'NOT_BALANCED', message: '收支不平' },
    ])
  })

  test('without a code or a Chinese message get the general ones', () => {
    expect(
      problems(
        z.string().refine(() => false),
        'x',
      ),
    ).toEqual([{ path: '', code: 'INVALID', message: '填写的内容不符合要求' }])
  })

  test("an author's Chinese message stands before the general one", () => {
    expect(problems(z.string().max(1, '简称只能有一个字'), '一二')).toEqual([
      { path: '', code: 'TOO_LONG', message: '简称只能有一个字' },
    ])
  })
})

test('records and maps name the key that is wrong', () => {
  expect(problems(z.record(z.string().max(2), z.int()), { 一: 'x' })).toMatchObject([
    { path: '一', code: 'WRONG_TYPE' },
  ])
  expect(problems(z.record(z.string().max(2), z.int()), { 一二三: 1 })).toMatchObject([
    { path: '一二三', code: 'TOO_LONG' },
  ])
})

test('parseInput lists every problem under its prefix, and never the value', () => {
  const schema = z.strictObject({ name: z.int(), phone: z.string().max(3), kind: z.enum(['一']) })
  const refused = refusalOf(() =>
    parseInput(schema, { name: SECRET, phone: SECRET, kind: SECRET }, 'rows.3'),
  )
  expect(refused).toBeInstanceOf(ValidationError)
  expect(refused).toMatchObject({
    problems: [{ path: 'rows.3.name' }, { path: 'rows.3.phone' }, { path: 'rows.3.kind' }],
  })
  expect(JSON.stringify(refused) + String(refused)).not.toContain(SECRET)
  expect(parseInput(schema, { name: 1, phone: '1', kind: '一' })).toEqual({
    name: 1,
    phone: '1',
    kind: '一',
  })
})

function refusalOf(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}
