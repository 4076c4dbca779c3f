import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { keyOf, SEALING_KEY_BYTES } from './sealing.ts'

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
