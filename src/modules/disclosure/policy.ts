import { definePolicy, type Guard, holds, peopleIn, within } from '../identity/authority.ts'
import type { Actor, Place, Role } from '../identity/model.ts'
import type { EditionState, Participant } from './model.ts'

/** What an action on an edition is about: its organization and, under review, whose signature it waits for. */
export interface EditionSubject {
  readonly place: Place
  readonly state?: EditionState
  readonly currentRole?: Role | null
  /** People who wrote the edition or signed a step of it. */
  readonly participants?: readonly Participant[]
  readonly round?: number
  readonly currentStep?: number | null
  /** Who published it without a review, where one is owed. */
  readonly publisherId?: string
}

const holdsCurrentRole: Guard<EditionSubject> = {
  code: 'OUT_OF_TURN',
  message: '当前环节不由您审核',
  allows: (actor, { place, currentRole }) =>
    currentRole != null && holds(actor, [currentRole], place) !== null,
}

/** 三审三校: one person signs at most one step of a round and never their own text; the database holds the same. */
const signsNothingElse: Guard<EditionSubject> = {
  code: 'SEPARATION_OF_DUTIES',
  message: '不得审核本人起草的内容，同一人只能签署一个环节',
  allows: (actor, { participants = [], round: present, currentStep }) =>
    participants
      .filter(({ userId }) => peopleIn(actor).includes(userId))
      .every(({ round, step }) => step !== 0 && (round !== present || step === currentStep)),
}

/** Whoever signed a step does not write: the change would be signed by its own author. */
const signedNothing: Guard<EditionSubject> = {
  code: 'SEPARATION_OF_DUTIES',
  message: '已签署审核环节的人员不得修改该内容',
  allows: (actor, { participants = [] }) =>
    participants.every(({ userId, step }) => !peopleIn(actor).includes(userId) || step === 0),
}

/** A decision about personal data is somebody else's than the author's. */
const wroteNothing: Guard<EditionSubject> = {
  code: 'SEPARATION_OF_DUTIES',
  message: '不得由起草人本人认定个人信息能否公开',
  allows: (actor, { participants = [] }) =>
    participants.every(({ userId, step }) => !peopleIn(actor).includes(userId) || step !== 0),
}

/** Those who wrote a draft give it up, those who approve what is approved; the office clears away what others left. */
const givesUpTheirOwn: Guard<EditionSubject> = {
  code: 'NOT_YOURS',
  message: '草稿由起草人作废，已签发的版本由签发人作废',
  allows: (actor, { place, state, participants = [] }) =>
    holds(actor, ['OFFICE'], place) !== null ||
    (state === 'APPROVED'
      ? holds(actor, ['APPROVER'], place) !== null
      : participants.some(({ userId, step }) => peopleIn(actor).includes(userId) && step === 0)),
}

/** That something is not disclosed is somebody else's decision than the author's. */
const concludesForOthers: Guard<EditionSubject> = {
  ...wroteNothing,
  message: '不得由起草人本人决定不予公开',
}

/** 条例17: somebody else has signed the present text, and with that its secrecy review. */
const secrecyReviewed: Guard<EditionSubject> = {
  code: 'NO_SECRECY_REVIEW',
  message: '须先由他人签署保密审查，才能决定不予公开',
  allows: (actor, { participants = [], round: present }) =>
    participants.some(
      ({ userId, round, step }) =>
        step > 0 && round === present && !peopleIn(actor).includes(userId),
    ),
}

/** What one person publishes alone, and what is vouched for afterwards, is somebody else's text. */
const notOwnText: Guard<EditionSubject> = {
  ...wroteNothing,
  message: '不得由起草人本人紧急公开或事后复核',
}

/** Whoever published it alone does not vouch for it again. */
const notPublisher: Guard<EditionSubject> = {
  code: 'SEPARATION_OF_DUTIES',
  message: '不得由紧急公开的签发人本人事后复核',
  allows: (actor, { publisherId }) =>
    publisherId === undefined || !peopleIn(actor).includes(publisherId),
}

/** Who may do what with what is not public yet. Review needs the role of the waiting step. */
export const disclosurePolicy = definePolicy<
  | 'attachment.upload'
  | 'edition.read'
  | 'edition.create'
  | 'edition.createOffDuty'
  | 'edition.update'
  | 'edition.submit'
  | 'edition.review'
  | 'edition.decidePrivacy'
  | 'edition.overridePrivacy'
  | 'edition.sendBack'
  | 'edition.discard'
  | 'edition.comment'
  | 'edition.openPersonalData'
  | 'edition.readPersonalDataAccess'
  | 'edition.withhold'
  | 'edition.reassess'
  | 'reassessmentLimit.set'
  | 'edition.publish'
  | 'template.read'
  | 'template.manage'
  | 'reviewChain.manage'
  | 'edition.schedule'
  | 'edition.publishUrgently'
  | 'retrospective.sign'
  | 'disclosure.revise'
  | 'disclosure.withdraw'
  | 'disclosure.readArea'
  | 'disclosure.readKept'
  | 'release.readLateness'
  | 'feed.manage'
  | 'impactAssessment.read'
  | 'impactAssessment.record',
  EditionSubject
>({
  'attachment.upload': { roles: ['EDITOR', 'OFFICE'] },
  'edition.read': { roles: ['OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER', 'AUDITOR'] },
  'edition.create': { roles: ['EDITOR', 'OFFICE'] },
  'edition.createOffDuty': { roles: ['OFFICE'] },
  'edition.update': { roles: ['EDITOR', 'OFFICE'], guards: [signedNothing] },
  'edition.submit': { roles: ['EDITOR', 'OFFICE'] },
  'edition.review': {
    roles: ['REVIEWER', 'APPROVER'],
    guards: [holdsCurrentRole, signsNothingElse],
  },
  'edition.decidePrivacy': {
    roles: ['REVIEWER', 'APPROVER', 'OFFICE'],
    guards: [wroteNothing],
  },
  'edition.overridePrivacy': { roles: ['OFFICE'], guards: [wroteNothing] },
  'edition.sendBack': { roles: ['APPROVER', 'OFFICE'] },
  'edition.discard': { roles: ['EDITOR', 'APPROVER', 'OFFICE'], guards: [givesUpTheirOwn] },
  'edition.comment': { roles: ['OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER'] },
  // 个人信息保护法51: only who works on it, and only with a reason on record.
  'edition.openPersonalData': { roles: ['EDITOR', 'REVIEWER', 'APPROVER', 'OFFICE'] },
  'edition.readPersonalDataAccess': { roles: ['OFFICE', 'ORG_ADMIN', 'AUDITOR'] },
  'edition.withhold': {
    roles: ['APPROVER', 'OFFICE'],
    guards: [concludesForOthers, secrecyReviewed],
  },
  'edition.reassess': { roles: ['APPROVER', 'OFFICE'] },
  'edition.publish': { roles: ['APPROVER', 'OFFICE'] },
  // Who signs what is said for the whole county.
  'reviewChain.manage': { roles: ['OFFICE'] },
  'reassessmentLimit.set': { roles: ['OFFICE'] },
  'edition.schedule': { roles: ['APPROVER', 'OFFICE'] },
  'edition.publishUrgently': { roles: ['APPROVER', 'OFFICE'], guards: [notOwnText] },
  'retrospective.sign': {
    roles: ['REVIEWER', 'APPROVER', 'OFFICE'],
    guards: [notOwnText, notPublisher],
  },
  'disclosure.revise': { roles: ['EDITOR', 'OFFICE'] },
  'disclosure.withdraw': { roles: ['APPROVER', 'OFFICE'] },
  'impactAssessment.read': {
    roles: ['OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER', 'AUDITOR'],
  },
  'impactAssessment.record': { roles: ['APPROVER', 'OFFICE'] },
  'template.read': { roles: ['OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER', 'AUDITOR'] },
  'template.manage': { roles: ['OFFICE', 'ORG_ADMIN', 'EDITOR'] },
  'disclosure.readArea': {
    roles: ['OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER', 'AUDITOR'],
  },
  // What was public once and is closed to the public now is for those who answer for it and those who audit it.
  'disclosure.readKept': { roles: ['OFFICE', 'AUDITOR'] },
  'release.readLateness': { roles: ['OFFICE', 'AUDITOR'] },
  // Whoever lets a machine publish without review answers for the whole county.
  'feed.manage': { roles: ['OFFICE'] },
})

/** The organizations whose unpublished editions the actor may read, as a filter over the edition's organization. */
export function visibleTo(actor: Actor) {
  return { disclosure: { organization: within(disclosurePolicy.placesFor(actor, 'edition.read')) } }
}
