import type { Actor, Role } from '../../src/modules/identity/model.ts'

/** What can be done to a record; `sign` and `return` are the two decisions of a review. */
export const ACTIONS = [
  'empty',
  'complete',
  'submit',
  'sign',
  'return',
  'sendBack',
  'discard',
  'publish',
  'revise',
  'withdraw',
] as const
export type Action = (typeof ACTIONS)[number]

/** An edition as the model knows it. */
export interface ModelEdition {
  state: 'DRAFT' | 'IN_REVIEW' | 'APPROVED' | 'PUBLISHED' | 'SUPERSEDED' | 'WITHDRAWN' | 'DISCARDED'
  version: number
  complete: boolean
  /** The step that each person had a part in, of the present round: 0 as an author. */
  readonly parts: Map<string, number>
  step: number
}

/** One record of a bureau, whose chain is reviewer, then approver. */
export interface ModelRecord {
  readonly editions: ModelEdition[]
  numbered: boolean
  publications: number
}

/** Who acts on which edition, having seen its present version or an older one. */
export interface Attempt {
  readonly action: Action
  readonly actor: Actor
  readonly edition: number
  readonly stale: boolean
}

const CHAIN: readonly Role[] = ['REVIEWER', 'APPROVER']
/** Signed in an earlier round. */
const PAST = 99
const WRITERS: readonly Role[] = ['EDITOR', 'OFFICE']
const PUBLISHERS: readonly Role[] = ['APPROVER', 'OFFICE']

/** A record as its author leaves it when creating it complete. */
export function newRecord(author: Actor): ModelRecord {
  return { editions: [draftBy(author, true)], numbered: false, publications: 0 }
}

/** The edition that the public sees, or null. */
export function liveOf(record: ModelRecord): ModelEdition | null {
  return record.editions.find(({ state }) => state === 'PUBLISHED') ?? null
}

/** The code with which the attempt must be refused, or null when it must succeed. */
export function refusalOf(record: ModelRecord, attempt: Attempt): string | null {
  const { action, actor } = attempt
  if (action === 'revise' || action === 'withdraw') return refusalOnRecord(record, attempt)
  const edition = editionOf(record, attempt)
  if (!near(actor)) return 'NOT_FOUND'
  if (attempt.stale) return 'STALE_VERSION'
  switch (action) {
    case 'empty':
    case 'complete':
      if (!has(actor, WRITERS)) return 'FORBIDDEN'
      if ((edition.parts.get(actor.userId) ?? 0) > 0) return 'SEPARATION_OF_DUTIES'
      return edition.state === 'DRAFT' ? null : 'WRONG_STATE'
    case 'submit':
      if (!has(actor, WRITERS)) return 'FORBIDDEN'
      if (edition.state !== 'DRAFT') return 'WRONG_STATE'
      return edition.complete ? null : 'INCOMPLETE'
    case 'sign':
    case 'return':
      return refusalOfReview(edition, actor)
    case 'sendBack':
      if (!has(actor, PUBLISHERS)) return 'FORBIDDEN'
      return edition.state === 'APPROVED' ? null : 'WRONG_STATE'
    case 'discard':
      return refusalOfDiscard(edition, actor)
    case 'publish':
      if (!has(actor, PUBLISHERS)) return 'FORBIDDEN'
      if (edition.state !== 'APPROVED') return 'WRONG_STATE'
      return record.editions.some(({ state }) => state === 'WITHDRAWN') ? 'WITHDRAWN' : null
  }
}

/** Does to the model what a successful attempt does to the record. */
export function apply(record: ModelRecord, attempt: Attempt): void {
  const { action, actor } = attempt
  const live = liveOf(record)
  if (action === 'revise') return void record.editions.push(draftBy(actor, true))
  if (action === 'withdraw') {
    record.publications++
    return change(live, 'WITHDRAWN')
  }
  const edition = editionOf(record, attempt)
  switch (action) {
    case 'empty':
    case 'complete':
      edition.complete = action === 'complete'
      if (!edition.parts.has(actor.userId)) edition.parts.set(actor.userId, 0)
      return change(edition, 'DRAFT')
    case 'submit':
      // What was signed before was another text.
      for (const [userId, step] of edition.parts) {
        if (step > 0) edition.parts.set(userId, PAST)
      }
      edition.step = 1
      return change(edition, 'IN_REVIEW')
    case 'return':
      edition.parts.set(actor.userId, edition.step)
      return change(edition, 'DRAFT')
    case 'sendBack':
      return change(edition, 'DRAFT')
    case 'discard':
      return change(edition, 'DISCARDED')
    case 'sign':
      edition.parts.set(actor.userId, edition.step++)
      return change(edition, edition.step > CHAIN.length ? 'APPROVED' : 'IN_REVIEW')
    case 'publish':
      change(live, 'SUPERSEDED')
      record.numbered = true
      record.publications++
      return change(edition, 'PUBLISHED')
  }
}

function refusalOfReview(edition: ModelEdition, actor: Actor): string | null {
  if (!has(actor, CHAIN)) return 'FORBIDDEN'
  const due = CHAIN[edition.step - 1]
  if (edition.state !== 'IN_REVIEW' || !due || !has(actor, [due])) return 'OUT_OF_TURN'
  const part = edition.parts.get(actor.userId)
  return part === undefined || part === PAST ? null : 'SEPARATION_OF_DUTIES'
}

function refusalOfDiscard({ state, parts }: ModelEdition, actor: Actor): string | null {
  if (!has(actor, [...WRITERS, ...PUBLISHERS])) return 'FORBIDDEN'
  const theirs = state === 'APPROVED' ? has(actor, ['APPROVER']) : parts.get(actor.userId) === 0
  if (!has(actor, ['OFFICE']) && !theirs) return 'NOT_YOURS'
  return state === 'DRAFT' || state === 'APPROVED' ? null : 'WRONG_STATE'
}

function refusalOnRecord(record: ModelRecord, { action, actor }: Attempt): string | null {
  if (!record.numbered) return 'NOT_FOUND'
  const roles = action === 'revise' ? WRITERS : PUBLISHERS
  if (!near(actor) || !has(actor, roles)) return 'FORBIDDEN'
  const open = record.editions.some(({ state }) => /DRAFT|IN_REVIEW|APPROVED/.test(state))
  if (action === 'revise' && open) return 'OPEN_EDITION'
  return liveOf(record) ? null : 'NOT_LIVE'
}

function draftBy(author: Actor, complete: boolean): ModelEdition {
  return { state: 'DRAFT', version: 1, complete, parts: new Map([[author.userId, 0]]), step: 0 }
}

function editionOf({ editions }: ModelRecord, { edition }: Attempt): ModelEdition {
  const found = editions[edition]
  if (!found) throw new Error(`the record has no edition ${edition}`)
  return found
}

function change(edition: ModelEdition | null, state: ModelEdition['state']): void {
  if (!edition) return
  edition.state = state
  edition.version++
}

/** Everybody in the tests has all their roles at one place: the bureau itself, above it with its subtree, or elsewhere. */
function near(actor: Actor): boolean {
  return actor.grants.some(({ organizationCode, subtree }) =>
    subtree ? organizationCode === 'county' : organizationCode === 'mzj',
  )
}

function has(actor: Actor, roles: readonly Role[]): boolean {
  return actor.grants.some(({ role }) => roles.includes(role))
}
