import { chmodSync, mkdirSync, realpathSync, statSync } from 'node:fs'

/**
 * Creates the data directory when missing and answers its real path. Nobody but the owner can list it; under root the
 * account that runs PostgreSQL must be able to pass through it.
 */
export function prepareDataDir(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const { mode, uid } = statSync(dataDir)
  if (uid === 0 && process.getuid?.() === 0) chmodSync(dataDir, (mode & 0o777) | 0o011)
  return realpathSync(dataDir)
}
