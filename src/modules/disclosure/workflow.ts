import { ConflictError } from '../../platform/errors.ts'
import type { EditionState } from './model.ts'

/** States in which an edition may still change or go public. */
export const OPEN_STATES = ['DRAFT', 'IN_REVIEW', 'APPROVED'] as const satisfies EditionState[]

/** What can happen to an edition: from which state, to which. */
const TRANSITIONS = {
  update: { from: 'DRAFT', to: 'DRAFT' },
  submit: { from: 'DRAFT', to: 'IN_REVIEW' },
  sign: { from: 'IN_REVIEW', to: 'IN_REVIEW' },
  signLast: { from: 'IN_REVIEW', to: 'APPROVED' },
  return: { from: 'IN_REVIEW', to: 'DRAFT' },
  sendBack: { from: 'APPROVED', to: 'DRAFT' },
  discard: { from: ['DRAFT', 'APPROVED'], to: 'DISCARDED' },
  withhold: { from: ['IN_REVIEW', 'APPROVED'], to: 'NOT_DISCLOSED' },
  reassess: { from: 'NOT_DISCLOSED', to: 'NOT_DISCLOSED' },
  publish: { from: 'APPROVED', to: 'PUBLISHED' },
  publishUrgently: { from: ['DRAFT', 'IN_REVIEW'], to: 'PUBLISHED' },
  supersede: { from: 'PUBLISHED', to: 'SUPERSEDED' },
  withdraw: { from: 'PUBLISHED', to: 'WITHDRAWN' },
} as const satisfies Record<
  string,
  { from: EditionState | readonly EditionState[]; to: EditionState }
>

export type Transition = keyof typeof TRANSITIONS

const STATE_TITLES: Readonly<Record<EditionState, string>> = {
  DRAFT: '草稿',
  IN_REVIEW: '审核中',
  APPROVED: '已签发待公开',
  PUBLISHED: '已公开',
  SUPERSEDED: '已被新版本取代',
  WITHDRAWN: '已撤回',
  DISCARDED: '已作废',
  NOT_DISCLOSED: '不予公开',
}

/** Whether the transition can start from the state. */
export function isPossible(transition: Transition, state: EditionState): boolean {
  return [TRANSITIONS[transition].from].flat().some((from) => from === state)
}

/** Lets pass what may still change or go public. */
export function assertOpen(state: EditionState): void {
  if (!isOpen(state)) throw wrongState(state)
}

/** Whether the edition may still change or go public. */
export function isOpen(state: EditionState): boolean {
  return OPEN_STATES.some((open) => open === state)
}

/** The state after the transition, or a ConflictError when it cannot start from the present one. */
export function stateAfter(transition: Transition, state: EditionState): EditionState {
  if (!isPossible(transition, state)) throw wrongState(state)
  return TRANSITIONS[transition].to
}

function wrongState(state: EditionState): ConflictError {
  return new ConflictError('WRONG_STATE', `当前状态为“${STATE_TITLES[state]}”，不能进行此操作`)
}
