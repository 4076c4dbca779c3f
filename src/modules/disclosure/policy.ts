import { definePolicy, within } from '../identity/authority.ts'
import type { Actor, Place, Role } from '../identity/model.ts'

/** What an action on an edition is about: its organization and, under review, whose signature it waits for. */
export interface EditionSubject {
  readonly place: Place
  readonly currentRole?: Role | null
  /** People who wrote the edition or signed another step of it (step 0 = author). */
  readonly participants?: readonly { readonly userId: string; readonly step: number }[]
  readonly currentStep?: number | null
}

/** The step waits for a role that the actor holds there, not merely for any signer. */
function holdsCurrentRole(actor: Actor, { place, currentRole }: EditionSubject): boolean {
  return actor.grants.some(
    (grant) =>
      grant.role === currentRole &&
      (grant.subtree ? place.path.includes(grant.organizationCode) : place.code === grant.organizationCode),
  )
}

/** One person signs at most one step and never their own text; the database holds the same (edition_participant). */
function signsNothingElse(actor: Actor, { participants = [], currentStep }: EditionSubject): boolean {
  return participants.every(({ userId, step }) => userId !== actor.userId || step === currentStep)
}

/** Who may write did not sign: a signer's later change would be signed by themselves. */
function signedNothing(actor: Actor, { participants = [] }: EditionSubject): boolean {
  return participants.every(({ userId, step }) => userId !== actor.userId || step === 0)
}

/** Who may do what with what is not public yet. Review needs the role of the waiting step. */
export const disclosurePolicy = definePolicy<
  | 'edition.read'
  | 'edition.create'
  | 'edition.createOffDuty'
  | 'edition.update'
  | 'edition.submit'
  | 'edition.review'
  | 'edition.publish'
  | 'disclosure.revise'
  | 'disclosure.withdraw',
  EditionSubject
>({
  'edition.read': { roles: ['OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER', 'AUDITOR'] },
  'edition.create': { roles: ['EDITOR', 'OFFICE'] },
  'edition.createOffDuty': { roles: ['OFFICE'] },
  'edition.update': { roles: ['EDITOR', 'OFFICE'], guards: [signedNothing] },
  'edition.submit': { roles: ['EDITOR', 'OFFICE'] },
  'edition.review': { roles: ['REVIEWER', 'APPROVER'], guards: [holdsCurrentRole, signsNothingElse] },
  'edition.publish': { roles: ['APPROVER', 'OFFICE'] },
  'disclosure.revise': { roles: ['EDITOR', 'OFFICE'] },
  'disclosure.withdraw': { roles: ['APPROVER', 'OFFICE'] },
})

/** The organizations whose unpublished editions the actor may read, as a filter over the edition's organization. */
export function visibleTo(actor: Actor) {
  return { disclosure: { organization: within(disclosurePolicy.placesFor(actor, 'edition.read')) } }
}
