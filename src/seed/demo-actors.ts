import type { Actor, Role } from '../modules/identity/model.ts'
import type { Platform } from '../platform/platform.ts'
import { demoUsername } from './demo-accounts.ts'
import type { CountySeed } from './load-county.ts'

/** The demo account that holds a role in an organization, with its grants as they are now; each is read once. */
export type Actors = (organizationCode: string, role: Role) => Promise<Actor>

/** The demo accounts as actors of commands. */
export function demoActors(platform: Platform, seed: CountySeed): Actors {
  const known = new Map<string, Promise<Actor>>()
  return (organizationCode, role) => {
    const username = demoUsername(seed, organizationCode, role)
    const actor = known.get(username) ?? readActor(platform, username)
    known.set(username, actor)
    return actor
  }
}

async function readActor({ database, clock }: Platform, username: string): Promise<Actor> {
  const now = clock.now()
  const inForce = {
    revokedAt: null,
    validFrom: { lte: now },
    OR: [{ validTo: null }, { validTo: { gt: now } }],
  }
  const { id, ...user } = await database.user.findUniqueOrThrow({
    where: { username, disabledAt: null },
    select: {
      id: true,
      username: true,
      displayName: true,
      organizationCode: true,
      grants: {
        where: inForce,
        select: { id: true, role: true, organizationCode: true, subtree: true },
      },
    },
  })
  return { userId: id, ...user }
}
