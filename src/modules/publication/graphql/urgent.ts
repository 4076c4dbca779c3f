import { uuidOf } from '../../../graphql/global-id.ts'
import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { EditionType, PersonType, ReviewCheck } from '../../disclosure/graphql/edition.ts'
import { editionReference } from '../../disclosure/graphql/mutations.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { publishUrgently } from '../commands/publish-urgently.ts'
import { signRetrospectiveReview } from '../commands/sign-retrospective-review.ts'
import type { RetrospectiveReview, RETROSPECTIVE_DECISIONS } from '../model.ts'
import { retrospectivesOwed } from '../queries/retrospective-reviews.ts'
import { publicRecord } from '../read.ts'
import { visibleRetrospective } from '../urgent.ts'
import { publishedResult } from './mutations.ts'

const staffOnly = { signedIn: true }

const RetrospectiveDecision = builder.enumType('RetrospectiveDecision', {
  description: 'What the reviewer of an urgent publication decides.',
  values: {
    CONFIRMED: { description: '同意: vouches for what was published.' },
    OBJECTED: {
      description: '有异议: the record is to be corrected or withdrawn; owed until it is.',
    },
  } satisfies Record<(typeof RETROSPECTIVE_DECISIONS)[number], object>,
})

const RetrospectiveType = builder.node(
  builder.objectRef<RetrospectiveReview>('RetrospectiveReview'),
  {
    description:
      'The review that is owed after an urgent publication (事后复核), within 24 hours, by somebody who neither wrote nor published it. For those who may read the edition.',
    authScopes: staffOnly,
    id: { resolve: ({ id }) => id },
    loadOne: (id, { actor, platform }) =>
      actor ? visibleRetrospective(platform.database, actor, id) : null,
    fields: (t) => ({
      edition: t.field({
        type: EditionType,
        description: 'What was published.',
        resolve: ({ edition }) => edition,
      }),
      publisher: t.field({
        type: PersonType,
        description: 'Who published it alone.',
        resolve: ({ publisher }) => publisher,
      }),
      reason: t.exposeString('reason', { description: 'Why it could not wait for its review.' }),
      publishedAt: t.expose('publishedAt', {
        type: 'DateTime',
        description: 'When it went public.',
      }),
      dueAt: t.expose('dueAt', {
        type: 'DateTime',
        description: '24 hours later: when the review is due.',
      }),
      overdue: t.boolean({
        description: 'Whether nobody has signed it in time.',
        resolve: ({ decision, decidedAt, dueAt }, _args, { platform }) =>
          (decision && decidedAt ? decidedAt : platform.clock.now()) > dueAt,
      }),
      reviewer: t.field({
        type: PersonType,
        nullable: true,
        description: 'Who signed it. Null while nobody has.',
        resolve: ({ reviewer }) => reviewer,
      }),
      decision: t.field({
        type: RetrospectiveDecision,
        nullable: true,
        description: 'What was decided. Null while nobody has signed it.',
        resolve: ({ decision }) => decision,
      }),
      comment: t.exposeString('comment', {
        nullable: true,
        description: 'What the reviewer wrote. Null when nothing.',
      }),
      decidedAt: t.expose('decidedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was signed. Null while nobody has.',
      }),
    }),
  },
)

const [connection, edge] = connectionNames('RetrospectiveReview', 'retrospective reviews')
const RetrospectiveConnection = builder.connectionObject(
  { type: RetrospectiveType, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

builder.objectField(ViewerType, 'retrospectiveReviews', (t) =>
  t.field({
    type: RetrospectiveConnection,
    description:
      'What is owed after urgent publications that the viewer may read, the first due first: reviews that nobody has signed, and objections while what they object to is public.',
    args: {
      overdue: t.arg.boolean({
        description: 'Only those that nobody has signed in time; all that are owed when left out.',
      }),
      ...pageArgs(t.arg),
    },
    resolve: (_viewer, { overdue, ...args }, { actor, platform, cursors }) => {
      const list = 'retrospectiveReviews'
      const [time, id] = args.after == null ? [] : cursors.decode(list, args.after)
      const after = id === undefined ? null : { dueAt: new Date(Number(time)), id: String(id) }
      const filter = { now: platform.clock.now(), overdue: overdue ?? false }
      return readPage(
        args,
        async (first) =>
          actor ? retrospectivesOwed(platform.database, actor, filter, { first, after }) : [],
        ({ dueAt, id: last }) => cursors.encode(list, [dueAt.getTime(), last]),
      )
    },
  }),
)

mutation('publishUrgently', {
  description:
    'Makes a draft or an edition under review public at once, where its kind allows it (`KindDefinition.urgent`); a review by somebody else is owed within 24 hours. For approvers of the organization and the office, never for an author.',
  rule: 'edition.publishUrgently',
  input: (t) => ({
    ...editionReference(t),
    reason: t.string({
      required: true,
      description: 'Why it cannot wait for its review, at most 500 characters.',
    }),
    checks: t.field({
      type: [ReviewCheck],
      required: true,
      description: 'What the publisher vouches for; all three are needed.',
    }),
  }),
  success: publishedResult,
  resolve: async ({ editionId, ...input }, { platform, actor, publicPool }) => {
    const edition = await publishUrgently(platform, actor, {
      ...input,
      editionId: uuidOf('Edition', editionId),
    })
    return { edition, disclosure: await publicRecord(publicPool, edition.indexNumber ?? '') }
  },
})

mutation('signRetrospectiveReview', {
  description:
    'Vouches afterwards for what was published urgently, or objects to it. For reviewers and approvers of the organization and the office, never for an author or the publisher.',
  rule: 'retrospective.sign',
  input: (t) => ({
    reviewId: t.id({ required: true, description: 'Global id of the review.' }),
    decision: t.field({
      type: RetrospectiveDecision,
      required: true,
      description: 'What is decided.',
    }),
    comment: t.string({ description: 'At most 1000 characters; needed to object.' }),
  }),
  success: (t: SuccessFields<{ readonly review: RetrospectiveReview }>) => ({
    review: t.field({
      type: RetrospectiveType,
      description: 'The review, now signed.',
      resolve: ({ review }) => review,
    }),
  }),
  resolve: async ({ reviewId, ...input }, { platform, actor }) => ({
    review: await signRetrospectiveReview(platform, actor, {
      ...input,
      reviewId: uuidOf('RetrospectiveReview', reviewId),
    }),
  }),
})
