import { builder } from '../../../graphql/builder.ts'
import { uuidOf } from '../../../graphql/global-id.ts'
import { mutation } from '../../../graphql/mutation.ts'
import { reassessEdition } from '../commands/reassess-edition.ts'
import { withholdEdition } from '../commands/withhold-edition.ts'
import {
  GROUNDS,
  type NonDisclosure,
  nonDisclosureOf,
  type Reassessment,
  type ReassessmentOutcome,
} from '../non-disclosure.ts'
import { EditionType, PersonType } from './edition.ts'
import { editionReference, editionResult } from './mutations.ts'

const staffOnly = { signedIn: true }

/** The grounds of 条例14-16. */
export const NonDisclosureGround = builder.enumType('NonDisclosureGround', {
  description: 'Why something is not disclosed. What is on none of these grounds is (条例第13条).',
  values: Object.fromEntries(
    Object.entries(GROUNDS).map(([name, { article, title }]) => [
      name,
      { description: `${title} (${article}).` },
    ]),
  ) as Record<keyof typeof GROUNDS, { description: string }>,
})

const Outcome = builder.enumType('ReassessmentOutcome', {
  description: 'What came of assessing anew (条例第18条).',
  values: {
    EXTENDED: { description: '继续不予公开: until another day.' },
    OPENED: { description: '转为拟公开: a new draft with its content was begun.' },
  } satisfies Record<ReassessmentOutcome, object>,
})

const ReassessmentType = builder.objectRef<Reassessment>('Reassessment').implement({
  description: 'One assessment of whether something must stay undisclosed. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    outcome: t.field({
      type: Outcome,
      description: 'What came of it.',
      resolve: ({ outcome }) => outcome,
    }),
    reason: t.exposeString('reason', { description: 'Why.' }),
    actor: t.field({ type: PersonType, description: 'Who.', resolve: ({ actor }) => actor }),
    assessedAt: t.expose('assessedAt', { type: 'DateTime', description: 'When.' }),
    reassessOn: t.expose('reassessOn', {
      type: 'Date',
      nullable: true,
      description: 'Until when it stays so. Null when it was opened.',
    }),
  }),
})

const NonDisclosureType = builder.objectRef<NonDisclosure>('NonDisclosure').implement({
  description: 'The decision that an edition is not disclosed. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    ground: t.field({
      type: NonDisclosureGround,
      description: 'On which ground.',
      resolve: ({ ground }) => ground,
    }),
    groundTitle: t.string({
      description: 'The ground in Chinese, with its article.',
      resolve: ({ ground }) => `${GROUNDS[ground].title}（${GROUNDS[ground].article}）`,
    }),
    reason: t.exposeString('reason', { description: 'Why it falls under the ground.' }),
    secrecyReviewer: t.field({
      type: PersonType,
      description: 'Who signed its secrecy review.',
      resolve: ({ secrecyReviewer }) => secrecyReviewer,
    }),
    decidedBy: t.field({
      type: PersonType,
      description: 'Who decided; somebody else.',
      resolve: ({ decidedBy }) => decidedBy,
    }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', description: 'When.' }),
    restIndexNumber: t.exposeString('restIndexNumber', {
      nullable: true,
      description:
        '索引号 of the record that discloses what may be disclosed of it (条例第37条). Null when there is none.',
    }),
    reassessOn: t.expose('reassessOn', {
      type: 'Date',
      nullable: true,
      description: 'When it is to be assessed again. Null when a draft was begun.',
    }),
    reassessments: t.field({
      type: [ReassessmentType],
      description: 'Assessments since, the oldest first.',
      resolve: ({ reassessments }) => [...reassessments],
    }),
  }),
})

builder.objectField(EditionType, 'nonDisclosure', (t) =>
  t.field({
    type: NonDisclosureType,
    nullable: true,
    description: 'Why it is not disclosed. Null unless its state is NOT_DISCLOSED.',
    resolve: ({ id, state }, _args, { platform }) =>
      state === 'NOT_DISCLOSED' ? nonDisclosureOf(platform.database, id) : null,
  }),
)

mutation('withholdEdition', {
  description:
    'Ends an edition as not disclosed, after somebody else has signed its secrecy review (条例第17条). For approvers of the organization and the office who did not write it.',
  rule: 'edition.withhold',
  input: (t) => ({
    ...editionReference(t),
    ground: t.field({ type: NonDisclosureGround, required: true, description: 'On which ground.' }),
    reason: t.string({ required: true, description: 'Why; at most 1000 characters.' }),
    reassessOn: t.field({
      type: 'Date',
      required: true,
      description: 'When it is to be assessed again, within the years that the county allows.',
    }),
    restIndexNumber: t.string({
      description: '索引号 of the record that discloses what may be disclosed of it.',
    }),
  }),
  success: editionResult,
  resolve: async ({ editionId, ...input }, { platform, actor }) => ({
    edition: await withholdEdition(platform, actor, {
      ...input,
      editionId: uuidOf('Edition', editionId),
    }),
  }),
})

mutation('reassessEdition', {
  description:
    'Assesses anew whether an edition must stay undisclosed: until another day, or by a new draft with its content. For approvers of the organization and the office.',
  rule: 'edition.reassess',
  input: (t) => ({
    editionId: t.id({ required: true, description: 'Global id of the edition.' }),
    outcome: t.field({ type: Outcome, required: true, description: 'What comes of it.' }),
    reason: t.string({ required: true, description: 'Why; at most 1000 characters.' }),
    reassessOn: t.field({
      type: 'Date',
      description: 'When it is to be assessed again. Needed for EXTENDED, and for it alone.',
    }),
  }),
  success: editionResult,
  resolve: async ({ editionId, ...input }, { platform, actor }) => ({
    edition: await reassessEdition(platform, actor, {
      ...input,
      editionId: uuidOf('Edition', editionId),
    }),
  }),
})
