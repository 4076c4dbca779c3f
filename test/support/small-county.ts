import {
  type AccountSeed,
  ensureAccounts,
} from '../../src/modules/identity/commands/ensure-accounts.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import { actorOf, startSession } from '../../src/modules/identity/session.ts'
import { openDatabase } from '../../src/platform/db/client.ts'
import { DomainError } from '../../src/platform/errors.ts'
import { createLog } from '../../src/platform/log.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { testDatabase } from './database.ts'
import { testSealer } from './sealing.ts'

/** A county of five organizations and nine accounts on a database of its own, with a clock that tests may set. */
export interface SmallCounty {
  readonly platform: Platform
  /** Everything that was logged. */
  readonly logged: readonly string[]
  /** Moves the clock on. */
  pass(ms: number): void
  /** A new session of the account: its token. */
  tokenOf(username: string): Promise<string>
  /** The account with its rights of now. */
  as(username: string): Promise<Actor>
  close(): Promise<void>
}

/** `DONE`, or the code of the refusal; a defect is thrown on. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'DONE'
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

export const PASSWORD = 'correct horse battery'

const organizations = [
  { code: 'county', kind: 'COUNTY', path: ['county'] },
  { code: 'zwgkb', kind: 'COUNTY_OFFICE', path: ['county', 'zwgkb'] },
  { code: 'mzj', kind: 'BUREAU', path: ['county', 'mzj'] },
  { code: 'jzz', kind: 'BUREAU', path: ['county', 'mzj', 'jzz'] },
  { code: 'jyj', kind: 'BUREAU', path: ['county', 'jyj'] },
] as const

const accounts: AccountSeed[] = [
  account('office', 'zwgkb', [{ role: 'OFFICE', organizationCode: 'county', subtree: true }]),
  account('auditor', 'zwgkb', [{ role: 'AUDITOR', organizationCode: 'county', subtree: true }]),
  account('mzj.admin', 'mzj', [
    { role: 'ORG_ADMIN', organizationCode: 'mzj', subtree: true },
    { role: 'EDITOR', organizationCode: 'mzj' },
  ]),
  account('mzj.editor', 'mzj', [{ role: 'EDITOR', organizationCode: 'mzj' }]),
  account('mzj.approver', 'mzj', [{ role: 'APPROVER', organizationCode: 'mzj' }]),
  account('jzz.editor', 'jzz', [{ role: 'EDITOR', organizationCode: 'jzz' }]),
  account('jyj.admin', 'jyj', [{ role: 'ORG_ADMIN', organizationCode: 'jyj' }]),
  account('jyj.editor', 'jyj', [{ role: 'EDITOR', organizationCode: 'jyj' }]),
  // Works in one bureau and holds a role in another.
  account('lent', 'jyj', [
    { role: 'REVIEWER', organizationCode: 'mzj' },
    { role: 'EDITOR', organizationCode: 'jyj' },
  ]),
]

function account(
  username: string,
  organizationCode: string,
  grants: AccountSeed['grants'],
): AccountSeed {
  return { username, displayName: `${username}（测试）`, organizationCode, grants }
}

/** Builds the county. Whoever asked for it closes it. */
export async function smallCounty(): Promise<SmallCounty> {
  const test = await testDatabase()
  const database = openDatabase(test.url, testSealer, 6)
  const logged: string[] = []
  let ahead = 0
  const platform: Platform = {
    database,
    clock: { now: () => new Date(Date.now() + ahead) },
    jobs: { emit: () => Promise.resolve() },
    log: createLog({ level: 'trace', format: 'json', write: (line) => void logged.push(line) }),
  }
  await database.organization.createMany({
    data: organizations.map(({ code, kind, path }, position) => ({
      code,
      kind,
      path: [...path],
      parentCode: path.at(-2) ?? null,
      shortName: code,
      fullName: code,
      uscc: `USCC-${code}`,
      position,
    })),
  })
  await ensureAccounts(platform, accounts, PASSWORD)

  const tokenOf = async (username: string) => {
    const { id: userId } = await database.user.findUniqueOrThrow({ where: { username } })
    const { token } = await startSession(database, platform.clock.now(), {
      userId,
      userAgent: null,
    })
    return token
  }
  return {
    platform,
    logged,
    tokenOf,
    pass(ms) {
      ahead += ms
    },
    async as(username) {
      const actor = await actorOf(platform, await tokenOf(username))
      if (!actor) throw new Error(`${username} cannot act`)
      return actor
    },
    async close() {
      await database.$disconnect()
      await test.drop()
    },
  }
}
