import type { Authority } from '../../platform/command.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import type { ActiveGrant, Actor, Place, Role } from './model.ts'

/** A condition beside the role, with what to answer when it does not hold. */
export interface Guard<Subject> {
  readonly code: string
  readonly message: string
  readonly allows: (actor: Actor, subject: Subject) => boolean
}

/** Which roles may do an action, and what else must hold. */
export interface Rule<Subject> {
  readonly roles: readonly Role[]
  readonly guards?: readonly Guard<Subject>[]
}

/** The organizations in which an actor holds some of the roles: alone, and with everything below. */
export interface Places {
  readonly alone: readonly string[]
  readonly below: readonly string[]
}

/** Whether a grant reaches an organization. */
function covers(grant: ActiveGrant, place: Place): boolean {
  return grant.subtree
    ? place.path.includes(grant.organizationCode)
    : grant.organizationCode === place.code
}

/** The grant that entitles the actor to one of the roles at the place, or null. */
export function holds(actor: Actor, roles: readonly Role[], place: Place): ActiveGrant | null {
  const entitling = actor.grants.filter(
    (grant) => roles.includes(grant.role) && covers(grant, place),
  )
  return entitling.find((grant) => !grant.principalId) ?? entitling[0] ?? null
}

/** Who must be kept apart from others' work in the actor's person: themselves, and all for whom they stand in. */
export function peopleIn(actor: Actor): readonly string[] {
  return [actor.userId, ...actor.grants.flatMap(({ principalId }) => principalId ?? [])]
}

/** The authority that a grant gives. */
export function authorityOf(actor: Actor, grant: ActiveGrant): Authority {
  const { role, organizationCode: place, principalId } = grant
  return { userId: actor.userId, role, place, ...(principalId && { principalId }) }
}

/** What is recorded when people act on their own account, which takes no role. */
export function asThemselves(user: Pick<Actor, 'userId' | 'organizationCode'>): Authority {
  return { userId: user.userId, role: 'SELF', place: user.organizationCode }
}

/** Where the actor holds one of the roles, for the WHERE clause of a list. */
export function placesOf(actor: Actor, roles: readonly Role[]): Places {
  const held = actor.grants.filter((grant) => roles.includes(grant.role))
  return {
    alone: held.filter((grant) => !grant.subtree).map((grant) => grant.organizationCode),
    below: held.filter((grant) => grant.subtree).map((grant) => grant.organizationCode),
  }
}

/** The same as a Prisma filter over a related organization; matches nothing when there are no places. */
export function within(places: Places) {
  return {
    OR: [{ code: { in: [...places.alone] } }, { path: { hasSome: [...places.below] } }],
  }
}

/** A table of actions. Denies by default and throws on an action that it does not know. */
export function definePolicy<Action extends string, Subject extends { readonly place: Place }>(
  rules: Readonly<Record<Action, Rule<Subject>>>,
) {
  const ruleOf = (action: Action): Rule<Subject> => {
    if (!Object.hasOwn(rules, action)) throw new Error(`no policy for action ${action}`)
    return rules[action]
  }
  /** The authority to record, or a ForbiddenError. */
  const authorize = (actor: Actor | null, action: Action, subject: Subject): Authority => {
    const { roles, guards = [] } = ruleOf(action)
    if (!actor) throw ForbiddenError.unauthenticated()
    const grant = holds(actor, roles, subject.place)
    if (!grant) throw new ForbiddenError()
    const refused = guards.find((guard) => !guard.allows(actor, subject))
    if (refused) throw new ForbiddenError(refused.message, refused.code)
    return authorityOf(actor, grant)
  }
  return {
    rules,
    authorize,
    /** Whether the actor may do the action on the subject. */
    can(actor: Actor | null, action: Action, subject: Subject): boolean {
      const { roles, guards = [] } = ruleOf(action)
      return (
        actor !== null &&
        holds(actor, roles, subject.place) !== null &&
        guards.every((guard) => guard.allows(actor, subject))
      )
    },
    /** Where the actor may do the action at all. */
    placesFor: (actor: Actor, action: Action): Places => placesOf(actor, ruleOf(action).roles),
  }
}
