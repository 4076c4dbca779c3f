import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newSecret, readCredential, saveCredential } from './credentials.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'gongkai-credentials-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('secrets of both services are kept in one file that only its owner may read', () => {
  const [postgres, meilisearch] = [newSecret(), newSecret()]
  expect(postgres).not.toBe(meilisearch)
  saveCredential(dataDir, 'postgres', postgres)
  saveCredential(dataDir, 'meilisearch', meilisearch)
  expect(readCredential(dataDir, 'postgres')).toBe(postgres)
  expect(readCredential(dataDir, 'meilisearch')).toBe(meilisearch)
  expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600)
})

test('a file that others could read is closed at the next save', () => {
  writeFileSync(join(dataDir, 'credentials.json'), '{}', { mode: 0o644 })
  saveCredential(dataDir, 'postgres', newSecret())
  expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600)
})

test.each(['', '{', '[]', '{"postgres":"short"}', '{"postgres":7}'])(
  '%j holds no secret',
  (text) => {
    writeFileSync(join(dataDir, 'credentials.json'), text)
    expect(readCredential(dataDir, 'postgres')).toBeUndefined()
    saveCredential(dataDir, 'postgres', 'a-secret-that-is-long')
    expect(readCredential(dataDir, 'postgres')).toBe('a-secret-that-is-long')
  },
)
