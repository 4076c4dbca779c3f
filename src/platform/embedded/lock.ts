import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { prepareDataDir } from './data-dir.ts'

/** Another process uses the data directory: its message is the one line to print before exiting with 1. */
export class DataDirInUseError extends Error {
  readonly code = 'DATA_DIR_IN_USE'

  constructor(dataDir: string, holder: string | undefined) {
    const who = holder ? `（进程号 ${holder}）` : ''
    super(`数据目录 ${dataDir} 正在被另一个进程使用${who}，请先停止它，或另设 DATA_DIR`)
    this.name = 'DataDirInUseError'
  }
}

export interface DataDirLock {
  release(): void
}

const LOCK_FILE = 'lock'
const HOLDER_FILE = 'lock.pid'

/** A handle that is garbage collected is closed, and its lock with it. */
const held = new Set<DatabaseSync>()

/**
 * Takes the data directory for this process, creating it when missing. The lock is the operating system's own lock on
 * a file, reached through SQLite because Node offers none: it ends with its process however that ends, so it can be
 * neither stale nor taken twice, process numbers may be reused, and containers that share the directory see it too.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  prepareDataDir(dataDir)
  const database = new DatabaseSync(join(dataDir, LOCK_FILE))
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    throw new DataDirInUseError(dataDir, readHolder(dataDir))
  }
  held.add(database)
  writeFileSync(join(dataDir, HOLDER_FILE), `${process.pid}\n`)
  return {
    release: () => {
      if (held.delete(database)) database.close()
    },
  }
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

/** For the message only. */
function readHolder(dataDir: string): string | undefined {
  try {
    return readFileSync(join(dataDir, HOLDER_FILE), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
