import { chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { EmbeddedServiceError } from './embedded-service-error.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { run } from './run.ts'

/** The role and the database of the application. */
export const POSTGRES_NAME = 'gongkai'

/** A database cluster on disk and what runs it. */
export interface Cluster {
  readonly dir: string
  readonly binaries: PostgresBinaries
  readonly account: Account
}

/**
 * Creates the cluster beside its place and moves it there when complete, so that an interrupted first run leaves no
 * half of one. Only the application's role can sign in, and it is an ordinary one, as in production: what needs a
 * superuser fails here too.
 */
export async function createCluster(
  cluster: Cluster,
  password: string,
  { sync }: { sync: boolean },
): Promise<void> {
  const { dir, account, binaries } = cluster
  const draft = { ...cluster, dir: `${dir}.new` }
  rmSync(draft.dir, { recursive: true, force: true })
  mkdirSync(draft.dir, { mode: 0o700 })
  if (account.owner) chownSync(draft.dir, account.owner.uid, account.owner.gid)
  await run(account, binaries.initdb, [
    `--pgdata=${draft.dir}`,
    '--username=postgres',
    '--auth=reject',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // pg_trgm asks the C library what a letter is: under plain C it would find no trigrams in Chinese.
    `--locale=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
    '--lc-messages=C',
    ...(sync ? [] : ['--no-sync']),
  ])
  writeFileSync(
    join(draft.dir, 'pg_hba.conf'),
    `host all ${POSTGRES_NAME} 127.0.0.1/32 scram-sha-256\n`,
  )
  await administer(
    draft,
    `CREATE ROLE ${POSTGRES_NAME} LOGIN CREATEDB CREATEROLE PASSWORD '${password}'`,
  )
  renameSync(draft.dir, dir)
}

/** Gives the application's role another password; the server must not be running. */
export async function setPassword(cluster: Cluster, password: string): Promise<void> {
  await administer(cluster, `ALTER ROLE ${POSTGRES_NAME} PASSWORD '${password}'`)
}

/** Runs one statement as the superuser, who can only act while the server is down. */
async function administer({ dir, account, binaries }: Cluster, statement: string): Promise<void> {
  const options = ['--single', '-D', dir, '-c', 'exit_on_error=true', 'postgres']
  await run(account, binaries.postgres, options, `${statement};\n`)
}

/** Refuses a cluster that another major version made: PostgreSQL cannot read it. */
export async function checkVersion({ dir, account, binaries }: Cluster): Promise<void> {
  const made = readFileSync(join(dir, 'PG_VERSION'), 'utf8').trim()
  const printed = await run(account, binaries.postgres, ['--version'])
  const ours = /\d+/.exec(printed)?.[0]
  if (made === ours) return
  throw new EmbeddedServiceError(
    'POSTGRES_VERSION',
    `${dir} 由 PostgreSQL ${made} 建立，内置的是 ${ours}：请用原版本导出数据后删除该目录，或另设 DATA_DIR`,
  )
}
