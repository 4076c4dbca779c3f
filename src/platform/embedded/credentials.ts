import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Credentials = z.object({
  postgres: z.string().min(16).optional(),
  meilisearch: z.string().min(16).optional(),
})
type Credentials = z.infer<typeof Credentials>

/** A random secret that is safe in URLs, environment variables and SQL literals. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url')
}

/** The stored secret of a service; undefined when there is none, or the file is damaged. */
export function readCredential(dataDir: string, service: keyof Credentials): string | undefined {
  return readAll(dataDir)[service]
}

/** Keeps a secret in the one credentials file, which only its owner may read. */
export function saveCredential(dataDir: string, service: keyof Credentials, secret: string): void {
  const text = `${JSON.stringify({ ...readAll(dataDir), [service]: secret }, null, 2)}\n`
  const draft = `${fileOf(dataDir)}.new`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  chmodSync(draft, 0o600)
  renameSync(draft, fileOf(dataDir))
}

function readAll(dataDir: string): Credentials {
  try {
    const parsed = Credentials.safeParse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')))
    return parsed.data ?? {}
  } catch {
    // Missing or damaged: every service can be given a new secret.
    return {}
  }
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'credentials.json')
}
