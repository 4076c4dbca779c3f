import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from './db/client.ts'
import { SEALING_KEY_BYTES, SealingKeyError, type Sealer } from './sealing.ts'

/** The configured keys, or those of the file, which the first start writes; only its owner may read it. */
export function sealingKeys(configured: readonly Buffer[], file: string): readonly Buffer[] {
  if (configured.length > 0) return configured
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    const key = randomBytes(SEALING_KEY_BYTES).toString('base64')
    try {
      writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx', flush: true })
    } catch (error) {
      // Another process was first: its key is the one.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map(keyOf)
}

/** A key as it stands in settings and in the file. */
export function keyOf(text: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length === SEALING_KEY_BYTES) return key
  throw new SealingKeyError(`加密密钥应为 ${SEALING_KEY_BYTES} 字节的 Base64`)
}

const NAME = 'sealing-check'

/** Refuses to run with other keys than the database was filled with: nobody could read the personal data again. */
export async function assertSealingKeys(database: Database, sealer: Sealer): Promise<void> {
  const value = sealer.seal(NAME, NAME)
  const data = { name: NAME, value }
  const kept = await database.installation.upsert({
    where: { name: NAME },
    create: data,
    update: {},
  })
  try {
    sealer.open(kept.value, NAME)
  } catch (error) {
    const message = '个人信息加密密钥与数据库不符：请用 SEALING_KEYS 或数据目录中原来的 sealing.key'
    throw new SealingKeyError(message, { cause: error })
  }
}
