import { disclosurePolicy } from '../../src/modules/disclosure/policy.ts'
import type { EditionState, Edition } from '../../src/modules/disclosure/model.ts'
import { isOpen, isPossible, type Transition } from '../../src/modules/disclosure/workflow.ts'
import { type Actor, ROLES } from '../../src/modules/identity/model.ts'
import type { BodyCode, County } from '../support/county.ts'
import { withSubtree } from '../support/county.ts'

/** The organization whose editions everything in the matrix is about. */
export const TARGET: BodyCode = 'mzj'

/** How the organization of a person's grant lies to the edition's. */
export const RELATIONS = {
  own: { body: 'mzj', subtree: false },
  'above, with subtree': { body: 'county', subtree: true },
  'above, alone': { body: 'county', subtree: false },
  'below, with subtree': { body: 'jzz', subtree: true },
  sibling: { body: 'hbj', subtree: true },
} as const satisfies Record<string, { body: BodyCode; subtree: boolean }>

/** What can be done to an edition or its record, and the transition that it stands for; null: to what is public, `always`: whatever its state. */
export const ACTIONS = {
  'edition.update': 'update',
  'edition.submit': 'submit',
  'edition.review': 'sign',
  'edition.decidePrivacy': 'whileOpen',
  'edition.comment': 'whileOpen',
  'edition.sendBack': 'sendBack',
  'edition.discard': 'discard',
  'edition.openPersonalData': 'always',
  'edition.withhold': 'withhold',
  'edition.reassess': 'reassess',
  'edition.publish': 'publish',
  'edition.schedule': 'publish',
  'disclosure.revise': null,
  'disclosure.withdraw': 'withdraw',
} as const satisfies Partial<
  Record<keyof typeof disclosurePolicy.rules, Transition | 'whileOpen' | 'always' | null>
>

export type MatrixAction = keyof typeof ACTIONS

/** States as they are met: the two steps of the chain wait for different roles. */
export const SITUATIONS = [
  'DRAFT',
  'IN_REVIEW, step 1',
  'IN_REVIEW, step 2',
  'APPROVED',
  'PUBLISHED',
  'SUPERSEDED',
  'WITHDRAWN',
  'DISCARDED',
  'NOT_DISCLOSED',
] as const
export type Situation = (typeof SITUATIONS)[number]

/** Everyone the matrix asks about: each role in each relation, and one who holds nothing. */
export function actorsOf({ person }: County): { role: string; relation: string; actor: Actor }[] {
  const holders = Object.entries(RELATIONS).flatMap(([relation, { body, subtree }]) =>
    ROLES.map((role) => {
      // The second of each: the first writes and signs the editions.
      const actor = { ...person(body, role, 2) }
      const alone = {
        ...actor,
        grants: actor.grants.map((grant) => ({ ...grant, subtree: false })),
      }
      return { role, relation, actor: subtree ? withSubtree(actor) : alone }
    }),
  )
  const nobody = { ...person(TARGET, 'EDITOR', 2), grants: [] }
  return [...holders, { role: 'none', relation: 'no grant', actor: nobody }]
}

/** Whether policy and workflow together let the actor do it. */
export function isAllowed(actor: Actor, action: MatrixAction, edition: Edition): boolean {
  return disclosurePolicy.can(actor, action, edition) && fits(action, edition.state)
}

// Only the live edition of a record is revised.
function fits(action: MatrixAction, state: EditionState): boolean {
  const transition = ACTIONS[action]
  if (transition === 'always') return true
  if (transition === 'whileOpen') return isOpen(state)
  return transition === null ? state === 'PUBLISHED' : isPossible(transition, state)
}
