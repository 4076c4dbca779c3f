import { describe, expect, test } from 'vitest'
import { createLog } from './log.ts'

function capture(format: 'json' | 'text', level = 'info') {
  const lines: string[] = []
  return { lines, log: createLog({ level, format, write: (line) => lines.push(line) }) }
}

describe('redaction', () => {
  test('sensitive fields are blanked at any depth and in any spelling', () => {
    const { lines, log } = capture('json')
    const secrets = ['c1', 'a2', 'p3', 't4', 's5', '138', '211', 'k8']
    log.info(
      {
        headers: { Cookie: 'c1', authorization: 'a2', 'set-cookie': ['c1'] },
        input: { users: [{ password: 'p3', id_number: '211', contactPhone: '138' }] },
        accessToken: 't4',
        client: { deep: { deeper: { clientSecret: 's5', 'x-api-key': 'k8' } } },
      },
      'request',
    )
    expect(lines).toHaveLength(1)
    for (const secret of secrets) expect(lines[0]).not.toContain(`"${secret}"`)
    expect(lines[0]).toContain('[已隐去]')
  })

  test('child bindings and errors are covered as well', () => {
    const { lines, log } = capture('json')
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      severity: 'ERROR',
      detail: 'Key (phone)=(13800000000) already exists.',
      config: { headers: { Authorization: 'Bearer abc' } },
    })
    log.child({ token: 'tok-1' }).error(error)
    expect(lines[0]).not.toMatch(/13800000000|Bearer abc|tok-1/)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      msg: 'duplicate key',
      err: { type: 'Error', code: '23505' },
    })
  })

  test('other fields stay as they are, and a cycle ends', () => {
    const { lines, log } = capture('json')
    const cycle: Record<string, unknown> = { indexNumber: 'X/2018-00001' }
    cycle['self'] = cycle
    log.info({ at: new Date(0), list: [1, 'two'], cycle, nothing: null }, 'kept')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      at: expect.stringContaining('1970') as string,
      list: [1, 'two'],
      cycle: { indexNumber: 'X/2018-00001' },
      nothing: null,
    })
  })
})

describe('text', () => {
  test('one compact line: time, label, message, fields', () => {
    const { lines, log } = capture('text')
    log.info({ port: 4000, name: '喀左 县' }, '已启动')
    log.warn('检索不可用')
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d 已启动 port=4000 name="喀左 县"\n$/)
    expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d 警告 检索不可用\n$/)
  })

  test('an error is one line with its place; debug adds the stack', () => {
    const quiet = capture('text')
    quiet.log.error({ err: new TypeError('first\nsecond') }, '任务失败')
    expect(quiet.lines[0]).toMatch(/错误 任务失败 \(TypeError: first second\) at .*log\.test\.ts/)
    expect(quiet.lines[0]?.trimEnd().split('\n')).toHaveLength(1)

    const verbose = capture('text', 'debug')
    verbose.log.error(new Error('boom'))
    expect(verbose.lines[0]?.split('\n').length).toBeGreaterThan(2)
  })

  test('a line break in a message or a field cannot forge a second line', () => {
    const { lines, log } = capture('text')
    log.info({ name: 'a\n12:00:00 错误' }, 'x\r\ny')
    expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n]/)
  })
})

test('silent prints nothing', () => {
  const { lines, log } = capture('json', 'silent')
  log.fatal('unheard')
  expect(lines).toEqual([])
})
