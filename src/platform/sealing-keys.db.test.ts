import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openStage } from '../../test/support/stage.ts'
import { assertSealingKeys } from './db/sealing-check.ts'
import { keyOf, sealer, SealingKeyError } from './sealing.ts'
import { sealingKeys } from './sealing-keys.ts'

const stage = await openStage()
const folder = mkdtempSync(join(tmpdir(), 'gongkai-keys-'))
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await stage.close()
})

test('the first start makes a key that only its owner may read, and later ones take it', () => {
  const file = join(folder, 'new', 'sealing.key')
  const keys = sealingKeys([], file)
  expect(keys).toHaveLength(1)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(sealingKeys([], file)).toEqual(keys)
  const configured = [Buffer.alloc(32, 'c')]
  expect(sealingKeys(configured, file)).toEqual(configured)
  expect(() => keyOf('c2hvcnQ=')).toThrow(SealingKeyError)
})

test('a server with other keys than the database was filled with does not start', async () => {
  const { database } = stage.platform
  const [first, second] = [Buffer.alloc(32, 'a'), Buffer.alloc(32, 'b')]
  await assertSealingKeys(database, sealer([first]))
  await assertSealingKeys(database, sealer([second, first]))
  await expect(assertSealingKeys(database, sealer([second]))).rejects.toThrow(SealingKeyError)
})
