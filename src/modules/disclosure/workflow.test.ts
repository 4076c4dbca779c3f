import { describe, expect, test } from 'vitest'
import { ConflictError } from '../../platform/errors.ts'
import { EDITION_STATES, type EditionState } from './model.ts'
import { isPossible, OPEN_STATES, stateAfter, type Transition } from './workflow.ts'

/** Where each transition leads from each state; everything that is not named is refused. */
const TABLE: Readonly<Record<Transition, Partial<Record<EditionState, EditionState>>>> = {
  update: { DRAFT: 'DRAFT' },
  submit: { DRAFT: 'IN_REVIEW' },
  sign: { IN_REVIEW: 'IN_REVIEW' },
  signLast: { IN_REVIEW: 'APPROVED' },
  return: { IN_REVIEW: 'DRAFT' },
  sendBack: { APPROVED: 'DRAFT' },
  discard: { DRAFT: 'DISCARDED', APPROVED: 'DISCARDED' },
  withhold: { IN_REVIEW: 'NOT_DISCLOSED', APPROVED: 'NOT_DISCLOSED' },
  reassess: { NOT_DISCLOSED: 'NOT_DISCLOSED' },
  publish: { APPROVED: 'PUBLISHED' },
  publishUrgently: { DRAFT: 'PUBLISHED', IN_REVIEW: 'PUBLISHED' },
  supersede: { PUBLISHED: 'SUPERSEDED' },
  withdraw: { PUBLISHED: 'WITHDRAWN' },
}

const cells = Object.entries(TABLE).flatMap(([name, row]) =>
  EDITION_STATES.map((from) => ({ transition: name as Transition, from, to: row[from] })),
)

describe('transition x state', () => {
  test.each(cells.filter(({ to }) => to !== undefined))(
    'does $transition lead from $from to $to?',
    ({ transition, from, to }) => {
      expect(isPossible(transition, from)).toBe(true)
      expect(stateAfter(transition, from)).toBe(to)
    },
  )

  test.each(cells.filter(({ to }) => to === undefined))(
    'is $transition refused from $from, with the name of the state?',
    ({ transition, from }) => {
      expect(isPossible(transition, from)).toBe(false)
      const attempt = () => stateAfter(transition, from)
      expect(attempt).toThrow(ConflictError)
      expect(attempt).toThrow(
        expect.objectContaining({
          code: 'WRONG_STATE',
          message: expect.stringMatching(
            /^当前状态为“\p{Script=Han}+”，不能进行此操作$/u,
          ) as string,
        }),
      )
    },
  )
})

test('which states are open: those from which an edition can still become public', () => {
  const next = (state: EditionState) => Object.values(TABLE).flatMap((row) => row[state] ?? [])
  const reaches = (state: EditionState, seen = new Set<EditionState>()): boolean => {
    if (seen.has(state)) return false
    seen.add(state)
    return next(state).some((to) => to === 'PUBLISHED' || reaches(to, seen))
  }
  expect(EDITION_STATES.filter((state) => reaches(state))).toEqual(OPEN_STATES)
})

test('which states are final: no transition leaves them', () => {
  const leaves = (state: EditionState) =>
    Object.keys(TABLE).some((name) => isPossible(name as Transition, state))
  expect(EDITION_STATES.filter((state) => !leaves(state))).toEqual([
    'SUPERSEDED',
    'WITHDRAWN',
    'DISCARDED',
  ])
})
