import type { Actor, Role } from '../../src/modules/identity/model.ts'

/**
 * What can be done to a record; `sign` and `return` are the two decisions of a review, `purge` is a withdrawal for PRIVACY,
 * and `fire` is the clock that passes every time that was set.
 */
export const ACTIONS = [
  'empty',
  'complete',
  'submit',
  'sign',
  'return',
  'sendBack',
  'discard',
  'publish',
  'urgent',
  'schedule',
  'cancel',
  'fire',
  'revise',
  'withdraw',
  'purge',
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
  /** How often it was submitted. */
  round: number
  /** In which round it was when its publication was scheduled; null while it waits for no time. */
  pinned: number | null
}

/** One record of a bureau, whose chain is reviewer, then approver. */
export interface ModelRecord {
  /** Whether its kind may go public before its review. */
  readonly urgent: boolean
  readonly editions: ModelEdition[]
  numbered: boolean
  publications: number
  purged: boolean
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
/** The part of whoever publishes urgently and had none before. */
const URGENT_STEP = 6

/** A record as its author leaves it when creating it complete. */
export function newRecord(author: Actor, urgent: boolean): ModelRecord {
  const editions = [draftBy(author, true)]
  return { urgent, editions, numbered: false, publications: 0, purged: false }
}

/** The edition that the public sees, or null. */
export function liveOf(record: ModelRecord): ModelEdition | null {
  return record.editions.find(({ state }) => state === 'PUBLISHED') ?? null
}

/** The code with which the attempt must be refused, or null when it must succeed. */
export function refusalOf(record: ModelRecord, attempt: Attempt): string | null {
  const { action, actor } = attempt
  if (isOnRecord(action)) return refusalOnRecord(record, attempt)
  if (action === 'fire') return null
  const edition = editionOf(record, attempt)
  if (!near(actor)) return 'NOT_FOUND'
  if (action === 'cancel' && edition.pinned === null) return 'NOT_FOUND'
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
      if (edition.pinned !== null) return 'SCHEDULED'
      return isGone(record) ? 'WITHDRAWN' : null
    case 'urgent':
      return refusalOfUrgency(record, edition, actor)
    case 'schedule':
      if (!has(actor, PUBLISHERS)) return 'FORBIDDEN'
      if (edition.state !== 'APPROVED') return 'WRONG_STATE'
      return edition.pinned === null ? null : 'ALREADY_SCHEDULED'
    case 'cancel':
      return has(actor, PUBLISHERS) ? null : 'FORBIDDEN'
  }
}

/** How many audit rows and events a successful attempt leaves, in the record as it was before. */
export function tracesOf(record: ModelRecord, { action }: Attempt): Traces {
  switch (action) {
    case 'fire': {
      const due = record.editions.filter(({ pinned }) => pinned !== null)
      const fit = due.filter((edition) => goes(record, edition)).length
      // Of what failed people are told, of what went everything that shows it.
      return { audited: due.length + fit, told: due.length }
    }
    case 'purge':
      // The withdrawal, and every publication and edition that is emptied.
      return { audited: 1 + record.publications + record.editions.length, told: 2 }
    case 'urgent':
      return { audited: 1, told: 2 }
    case 'empty':
    case 'complete':
    case 'revise':
    case 'schedule':
    case 'cancel':
      return { audited: 1, told: 0 }
    default:
      return { audited: 1, told: 1 }
  }
}

interface Traces {
  readonly audited: number
  readonly told: number
}

/** Does to the model what a successful attempt does to the record. */
export function apply(record: ModelRecord, attempt: Attempt): void {
  const { action, actor } = attempt
  const live = liveOf(record)
  if (action === 'revise') return void record.editions.push(draftBy(actor, true))
  if (action === 'withdraw' || action === 'purge') {
    record.publications++
    change(live, 'WITHDRAWN')
    return action === 'purge' ? purge(record) : undefined
  }
  if (action === 'fire') return fire(record)
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
      edition.round++
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
      return publish(record, edition)
    case 'urgent':
      if (!edition.parts.has(actor.userId)) edition.parts.set(actor.userId, URGENT_STEP)
      return publish(record, edition)
    case 'schedule':
      edition.pinned = edition.round
      return
    case 'cancel':
      edition.pinned = null
  }
}

function publish(record: ModelRecord, edition: ModelEdition): void {
  change(liveOf(record), 'SUPERSEDED')
  record.numbered = true
  record.publications++
  change(edition, 'PUBLISHED')
}

/** What was scheduled goes if it is what was approved then, and fails if it is not. */
function fire(record: ModelRecord): void {
  for (const edition of record.editions.filter(({ pinned }) => pinned !== null)) {
    if (goes(record, edition)) publish(record, edition)
    edition.pinned = null
  }
}

function goes(record: ModelRecord, { state, round, pinned }: ModelEdition): boolean {
  return state === 'APPROVED' && round === pinned && !isGone(record)
}

function purge(record: ModelRecord): void {
  record.purged = true
  for (const edition of record.editions) {
    const open = /DRAFT|IN_REVIEW|APPROVED/.test(edition.state)
    change(edition, open ? 'WITHDRAWN' : edition.state)
  }
}

function isGone(record: ModelRecord): boolean {
  return record.numbered && liveOf(record) === null
}

function refusalOfUrgency(record: ModelRecord, edition: ModelEdition, actor: Actor): string | null {
  if (!has(actor, PUBLISHERS)) return 'FORBIDDEN'
  if (edition.parts.get(actor.userId) === 0) return 'SEPARATION_OF_DUTIES'
  if (!record.urgent) return 'NOT_URGENT'
  if (edition.state !== 'DRAFT' && edition.state !== 'IN_REVIEW') return 'WRONG_STATE'
  if (!edition.complete) return 'INCOMPLETE'
  return isGone(record) ? 'WITHDRAWN' : null
}

function isOnRecord(action: Action): action is 'revise' | 'withdraw' | 'purge' {
  return action === 'revise' || action === 'withdraw' || action === 'purge'
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
  const left = action === 'purge' && !record.purged
  return liveOf(record) || left ? null : 'NOT_LIVE'
}

function draftBy(author: Actor, complete: boolean): ModelEdition {
  const parts = new Map([[author.userId, 0]])
  return { state: 'DRAFT', version: 1, complete, parts, step: 0, round: 0, pinned: null }
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
