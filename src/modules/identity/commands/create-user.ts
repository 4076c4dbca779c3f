import { command } from '../../../platform/command.ts'
import type { Database, Transaction } from '../../../platform/db/client.ts'
import { isUniqueViolation } from '../../../platform/database-failure.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { accountHash, type Actor, type UserAccount } from '../model.ts'
import { hashPassword, newAccountRule } from '../password.ts'
import { identityPolicy } from '../policy.ts'
import { knownPlace } from '../queries.ts'

export interface CreateUserInput {
  readonly username: string
  readonly displayName: string
  readonly organizationCode: string
  readonly password: string
}

/** Opens an account at an organization. It has no rights until roles are granted. */
export async function createUser(
  platform: Platform,
  actor: Actor | null,
  input: CreateUserInput,
): Promise<UserAccount> {
  const authorize = async (db: Database | Transaction) => {
    const place = await knownPlace(db, input.organizationCode)
    return identityPolicy.authorize(actor, 'user.create', { place })
  }
  // Also before the hash: its cost is for those who may.
  await authorize(platform.database)
  const { username, displayName, password } = parseInput(newAccountRule, input)
  const passwordHash = await hashPassword(password)

  return command(platform, async ({ tx, now, audit }) => {
    const by = await authorize(tx)
    const { organizationCode } = input
    const user: UserAccount = await tx.user
      .create({
        data: { username, displayName, organizationCode, passwordHash, createdAt: now },
        omit: { passwordHash: true },
      })
      .catch((error: unknown) => {
        throw isUniqueViolation(error) ? usernameTaken() : error
      })
    audit({
      action: 'user.create',
      by,
      subjectType: 'User',
      subjectId: user.id,
      afterHash: accountHash(user),
      details: { organizationCode },
    })
    return user
  })
}

function usernameTaken(): ConflictError {
  return new ConflictError('USERNAME_TAKEN', '该用户名已被使用')
}
