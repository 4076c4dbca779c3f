import { describe, expect, test } from 'vitest'
import { ForbiddenError } from '../../platform/errors.ts'
import { type Actor, type Place, type Role, ROLES } from '../identity/model.ts'
import { disclosurePolicy, type EditionSubject } from './policy.ts'

type Action = Parameters<typeof disclosurePolicy.can>[1]

/** Who may do what on an edition with which they have had nothing to do; a cell without a mark is denied. */
const TABLE = `
                                OFFICE  ORG_ADMIN  EDITOR  REVIEWER  APPROVER  AUDITOR
edition.read                      +         +        +        +         +         +
attachment.upload                 +                  +
edition.create                    +                  +
edition.createOffDuty             +
edition.update                    +                  +
edition.submit                    +                  +
edition.review/REVIEWER                                       +
edition.review/APPROVER                                                 +
edition.review/nobody
edition.decidePrivacy             +                            +        +
edition.overridePrivacy           +
edition.sendBack                  +                                     +
edition.discard                   +
edition.comment                   +         +        +        +         +
edition.openPersonalData          +                  +       +         +
edition.readPersonalDataAccess    +       +                                      +
edition.withhold
edition.reassess                  +                                     +
edition.publish                   +                                     +
edition.schedule                  +                                     +
edition.publishUrgently           +                                     +
retrospective.sign                +                            +        +
disclosure.revise                 +                  +
disclosure.withdraw               +                                     +
disclosure.readArea               +         +        +        +         +         +
disclosure.readKept               +                                              +
feed.manage                       +
release.readLateness              +                                               +
template.read                     +         +        +        +         +         +
template.manage                   +         +        +
reviewChain.manage                +
reassessmentLimit.set             +
impactAssessment.read             +         +        +        +         +         +
impactAssessment.record           +                                     +
`

/** Where the role is held, seen from the organization that the edition belongs to (mzj, below county). */
const RELATIONS: readonly (readonly [
  name: string,
  at: string,
  subtree: boolean,
  reaches: boolean,
])[] = [
  ['the organization itself', 'mzj', false, true],
  ['the organization itself with its subtree', 'mzj', true, true],
  ['the organization above, with its subtree', 'county', true, true],
  ['the organization above, alone', 'county', false, false],
  ['an organization below', 'jzz', false, false],
  ['an organization below with its subtree', 'jzz', true, false],
  ['a sibling', 'hbj', false, false],
  ['a sibling with its subtree', 'hbj', true, false],
  ['an organization whose code begins alike', 'mz', true, false],
]

const PLACE: Place = { code: 'mzj', path: ['county', 'mzj'] }

function holder(role: Role, organizationCode = 'mzj', subtree = false): Actor {
  const grants = [{ id: 'grant', role, organizationCode, subtree }]
  return { userId: 'me', username: 'me', displayName: 'me', organizationCode, grants }
}

function waitingFor(currentRole: Role | null, currentStep = 1): EditionSubject {
  return {
    place: PLACE,
    currentRole,
    currentStep,
    participants: [{ userId: 'author', round: 0, step: 0 }],
  }
}

const [heading = '', ...lines] = TABLE.trim().split('\n')
const columns = heading.trim().split(/\s+/) as Role[]
const columnAt = (role: Role) => TABLE.split('\n')[1]?.indexOf(role) ?? -1

const cells = lines.flatMap((line) => {
  const [name = ''] = line.split(/\s/)
  const [action, waits] = name.split('/') as [Action, Role | 'nobody' | undefined]
  return columns.flatMap((role) => {
    const marked = line.slice(columnAt(role), columnAt(role) + role.length).includes('+')
    const subject = waits && waits !== 'nobody' ? waitingFor(waits) : waitingFor(null)
    return RELATIONS.map(([relation, at, subtree, reaches]) => ({
      name,
      action,
      role,
      relation,
      subject,
      actor: holder(role, at, subtree),
      allowed: marked && reaches,
    }))
  })
})

describe('role x relation x action', () => {
  test('does the table name every role and every action?', () => {
    expect(columns).toEqual(ROLES)
    expect(new Set(cells.map(({ action }) => action))).toEqual(
      new Set(Object.keys(disclosurePolicy.rules)),
    )
    expect(cells.filter(({ allowed }) => allowed)).toHaveLength((TABLE.split('+').length - 1) * 3)
  })

  test.each(cells.filter(({ allowed }) => allowed))(
    'may $role of $relation do $name? yes, by that grant',
    ({ action, actor, subject }) => {
      expect(disclosurePolicy.can(actor, action, subject)).toBe(true)
      const { role, organizationCode } = actor.grants[0] ?? {}
      const by = { userId: 'me', role, place: organizationCode }
      expect(disclosurePolicy.authorize(actor, action, subject)).toEqual(by)
    },
  )

  test.each(cells.filter(({ allowed }) => !allowed))(
    'may $role of $relation do $name? no',
    ({ action, actor, subject }) => {
      expect(disclosurePolicy.can(actor, action, subject)).toBe(false)
      expect(() => disclosurePolicy.authorize(actor, action, subject)).toThrow(ForbiddenError)
    },
  )

  test.each(Object.keys(disclosurePolicy.rules) as Action[])(
    'may anybody do %s without a grant, or without signing in? no',
    (action) => {
      const nobody = { ...holder('OFFICE'), grants: [] }
      for (const subject of [waitingFor(null), waitingFor('REVIEWER'), waitingFor('APPROVER')]) {
        expect(disclosurePolicy.can(nobody, action, subject)).toBe(false)
        expect(disclosurePolicy.can(null, action, subject)).toBe(false)
        expect(() => disclosurePolicy.authorize(null, action, subject)).toThrow(
          expect.objectContaining({ code: 'UNAUTHENTICATED' }),
        )
      }
    },
  )

  test('is an action that the policy does not know a defect rather than a refusal?', () => {
    const unknown = 'edition.delete' as Action
    expect(() => disclosurePolicy.can(holder('OFFICE'), unknown, waitingFor(null))).toThrow(
      /no policy/,
    )
    expect(() => disclosurePolicy.can(null, 'toString' as Action, waitingFor(null))).toThrow(
      /no policy/,
    )
  })
})

describe('三审三校: what one person may be in one edition', () => {
  const all: Actor = {
    ...holder('OFFICE'),
    grants: ROLES.flatMap((role) => holder(role).grants),
  }
  const part = (step: number, currentStep: number | null, round = step && 2): EditionSubject => ({
    place: PLACE,
    round: 2,
    currentStep,
    currentRole: currentStep === null ? null : 'APPROVER',
    participants: [
      { userId: 'somebody', round: 2, step: 1 },
      { userId: 'me', round, step },
    ],
  })
  const codeOf = (action: Action, subject: EditionSubject): string => {
    try {
      disclosurePolicy.authorize(all, action, subject)
      return 'allowed'
    } catch (error) {
      expect(disclosurePolicy.can(all, action, subject)).toBe(false)
      return (error as ForbiddenError).code
    }
  }

  test.each([
    ['sign their own text', 'edition.review', part(0, 2), 'SEPARATION_OF_DUTIES'],
    ['sign a second step', 'edition.review', part(1, 2), 'SEPARATION_OF_DUTIES'],
    [
      'sign an earlier step after a later one',
      'edition.review',
      part(2, 1),
      'SEPARATION_OF_DUTIES',
    ],
    ['sign the same step again after a return', 'edition.review', part(2, 2, 1), 'allowed'],
    ['sign another step after a return', 'edition.review', part(2, 1, 1), 'allowed'],
    ['sign while no signature is waited for', 'edition.review', part(2, null), 'OUT_OF_TURN'],
    ['change what they have signed', 'edition.update', part(1, null), 'SEPARATION_OF_DUTIES'],
    ['withhold what somebody else signed', 'edition.withhold', part(2, null), 'allowed'],
    ['withhold what they wrote', 'edition.withhold', part(0, null), 'SEPARATION_OF_DUTIES'],
    ['decide on what they wrote', 'edition.decidePrivacy', part(0, 2), 'SEPARATION_OF_DUTIES'],
    ['let pass what they wrote', 'edition.overridePrivacy', part(0, null), 'SEPARATION_OF_DUTIES'],
    ['decide on what they signed', 'edition.decidePrivacy', part(1, 2), 'allowed'],
    ['change what they wrote', 'edition.update', part(0, null), 'allowed'],
    ['submit what they wrote', 'edition.submit', part(0, null), 'allowed'],
    ['publish what they wrote and others signed', 'edition.publish', part(0, null), 'allowed'],
    ['publish what they signed', 'edition.publish', part(2, null), 'allowed'],
    [
      'publish urgently what they wrote',
      'edition.publishUrgently',
      part(0, null),
      'SEPARATION_OF_DUTIES',
    ],
    ['publish urgently what they signed', 'edition.publishUrgently', part(1, null), 'allowed'],
    [
      'vouch afterwards for what they wrote',
      'retrospective.sign',
      part(0, null),
      'SEPARATION_OF_DUTIES',
    ],
    [
      'vouch afterwards for what they published',
      'retrospective.sign',
      { ...part(6, null), publisherId: 'me' },
      'SEPARATION_OF_DUTIES',
    ],
  ] as const)('may they %s?', (_what, action, subject, answer) => {
    expect(codeOf(action, subject)).toBe(answer)
  })

  test('may a reviewer there sign for the approver, holding that role elsewhere only? no', () => {
    const [approver] = holder('APPROVER', 'hbj', true).grants
    const reviewer = holder('REVIEWER')
    const actor = { ...reviewer, grants: [...reviewer.grants, ...(approver ? [approver] : [])] }
    expect(() =>
      disclosurePolicy.authorize(actor, 'edition.review', waitingFor('APPROVER')),
    ).toThrow(expect.objectContaining({ code: 'OUT_OF_TURN' }))
  })
})
