import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { copyVerified } from './verified-copy.ts'

const CONTENT = '#!/bin/sh\necho genuine\n'
const SHA256 = createHash('sha256').update(CONTENT).digest('hex')

let dir = ''
let source = ''
let target = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gongkai-copy-'))
  source = join(dir, 'source')
  target = join(dir, 'bin', 'program')
  writeFileSync(source, CONTENT, { mode: 0o644 })
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('the genuine file becomes an executable copy', async () => {
  expect(await copyVerified(source, target, SHA256)).toBe(true)
  expect(readFileSync(target, 'utf8')).toBe(CONTENT)
  expect(statSync(target).mode & 0o777).toBe(0o755)
})

test('a file with the wrong hash is refused and leaves nothing behind', async () => {
  writeFileSync(source, `${CONTENT}# tampered\n`)
  expect(await copyVerified(source, target, SHA256)).toBe(false)
  expect(existsSync(target)).toBe(false)
  expect(existsSync(`${target}.new`)).toBe(false)
})

test('an unchanged copy is not made again, a changed one is replaced', async () => {
  await copyVerified(source, target, SHA256)
  const { ino } = statSync(target)
  rmSync(source)
  expect(await copyVerified(source, target, SHA256)).toBe(true)
  expect(statSync(target).ino).toBe(ino)

  writeFileSync(source, CONTENT)
  writeFileSync(target, CONTENT.replace('genuine', 'planted'))
  expect(await copyVerified(source, target, SHA256)).toBe(true)
  expect(readFileSync(target, 'utf8')).toBe(CONTENT)
})

test('a copy verified against another hash counts for nothing', async () => {
  await copyVerified(source, target, SHA256)
  expect(await copyVerified(source, target, 'f'.repeat(64))).toBe(false)
})
