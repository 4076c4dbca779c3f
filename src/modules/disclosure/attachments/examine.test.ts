import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { docx } from '../../../../test/support/files.ts'
import { type Hostile, hostileFiles, withRelation } from '../../../../test/support/hostile-files.ts'
import { ValidationError } from '../../../platform/errors.ts'
import { examine } from './examine.ts'
import { readFileName } from './file-name.ts'
import { openWorkplace } from './receive.ts'

let folder: string
let files: Hostile[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongkai-examine-'))
  files = await hostileFiles()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** `TAKEN`, or the code of the refusal. */
async function outcome(name: string, bytes: Uint8Array): Promise<string> {
  await using workplace = await openWorkplace(folder)
  try {
    const { extension } = readFileName(name)
    const path = workplace.another()
    await writeFile(path, bytes)
    await examine({ path, size: bytes.length, sha256: '' }, extension, workplace)
    return 'TAKEN'
  } catch (error) {
    if (error instanceof ValidationError) return error.code
    throw error
  }
}

describe('what is sent to do harm', () => {
  test(
    'every hostile file is refused for its own reason, and the event loop stays free',
    { timeout: 180_000 },
    async () => {
      const watch = watchLoop()
      const outcomes: string[] = []
      for (const [what, name, bytes] of files)
        outcomes.push(`${what}: ${await outcome(name, bytes)}`)
      const longest = watch.stop()
      console.log(
        `${files.length} hostile files; longest turn of the event loop: ${longest} ms of CPU`,
      )
      expect(outcomes).toEqual(files.map(([what, , , code]) => `${what}: ${code}`))
      expect(longest).toBeLessThan(100)
      expect(await readdir(folder)).toEqual([])
    },
  )

  test('a link that people click is no harm', async () => {
    expect(await outcome('链接.docx', withRelation('hyperlink', 'https://example.org/'))).toBe(
      'TAKEN',
    )
    expect(await outcome('普通.docx', docx('正文'))).toBe('TAKEN')
  })
})

/** The longest that this thread has computed at one go: time that it merely waited for a processor does not count. */
function watchLoop(): { stop(): number } {
  let longest = 0
  let before = cpuMs()
  const timer = setInterval(() => {
    const now = cpuMs()
    longest = Math.max(longest, now - before)
    before = now
  }, 5)
  return {
    stop() {
      clearInterval(timer)
      return Math.round(longest)
    },
  }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
