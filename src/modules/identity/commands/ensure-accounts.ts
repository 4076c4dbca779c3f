import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { accountHash, type Role, type UserAccount } from '../model.ts'
import { hashPassword, newAccountRule } from '../password.ts'

/** An account as a county's seed files name it. */
export interface AccountSeed {
  readonly username: string
  readonly displayName: string
  readonly organizationCode: string
  readonly grants: readonly {
    readonly role: Role
    readonly organizationCode: string
    readonly subtree?: boolean
  }[]
}

/**
 * Opens those of the accounts that do not exist yet, by the system's own authority; existing ones are left as they
 * are. For demonstration: all have the same password and, because 136 slow hashes would hold up the first start, the
 * same hash.
 */
export async function ensureAccounts(
  platform: Platform,
  accounts: readonly AccountSeed[],
  password: string,
): Promise<{ created: number }> {
  const valid = accounts.map(({ organizationCode, grants, ...names }) => {
    const { username, displayName } = parseInput(newAccountRule, { ...names, password })
    return { username, displayName, organizationCode, grants }
  })
  const existing = await platform.database.user.findMany({
    where: { username: { in: valid.map(({ username }) => username) } },
    select: { username: true },
  })
  const known = new Set(existing.map(({ username }) => username))
  const missing = valid.filter(({ username }) => !known.has(username))
  if (missing.length === 0) return { created: 0 }
  const passwordHash = await hashPassword(password)

  return command(platform, async ({ tx, now, audit }) => {
    const users: UserAccount[] = await tx.user.createManyAndReturn({
      data: missing.map(({ username, displayName, organizationCode }) => ({
        username,
        displayName,
        organizationCode,
        passwordHash,
        createdAt: now,
      })),
      omit: { passwordHash: true },
    })
    const idOf = new Map(users.map(({ username, id }) => [username, id]))
    await tx.grant.createMany({
      data: missing.flatMap(({ username, grants }) =>
        grants.map(({ role, organizationCode, subtree = false }) => ({
          userId: idOf.get(username) ?? '',
          role,
          organizationCode,
          subtree: subtree || role === 'OFFICE',
          validFrom: now,
        })),
      ),
    })
    for (const user of users) {
      audit({
        action: 'user.create',
        by: null,
        subjectType: 'User',
        subjectId: user.id,
        afterHash: accountHash(user),
        details: { organizationCode: user.organizationCode, seeded: true },
      })
    }
    return { created: users.length }
  })
}
