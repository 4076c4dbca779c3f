import { uuidOf } from '../../../graphql/global-id.ts'
import { type InputFields, mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { editionReference } from '../../disclosure/graphql/mutations.ts'
import { createRelease, MOST_MEMBERS, schedulePublication } from '../commands/create-release.ts'
import { publishRelease } from '../commands/publish-release.ts'
import { cancelRelease, scheduleRelease } from '../commands/schedule-release.ts'
import { builder } from '../../../graphql/builder.ts'
import type { Release } from '../model.ts'
import { ReleaseType } from './releases.ts'

const releaseReference = (t: InputFields) => ({
  releaseId: t.id({ required: true, description: 'Global id of the release.' }),
  expectedVersion: t.int({
    required: true,
    description: 'Version that the caller has seen; another one is refused as STALE_VERSION.',
  }),
})

const releaseResult = (t: SuccessFields<{ readonly release: Release }>) => ({
  release: t.field({
    type: ReleaseType,
    description: 'The release after the change.',
    resolve: ({ release }) => release,
  }),
})

const dueTime = (t: InputFields) =>
  t.field({
    type: 'DateTime',
    required: true,
    description: 'When it goes public: later than now, within a year.',
  })

mutation('schedulePublication', {
  description:
    'Sets the time at which an approved edition goes public, as it is now: when it changes before that, it does not go. For approvers of the organization and the office.',
  rule: 'edition.schedule',
  input: (t) => ({ ...editionReference(t), at: dueTime(t) }),
  success: releaseResult,
  resolve: async ({ editionId, ...input }, { platform, actor }) => ({
    release: await schedulePublication(platform, actor, {
      ...input,
      editionId: uuidOf('Edition', editionId),
    }),
  }),
})

const ReleaseEditionInput = builder.inputType('ReleaseEditionInput', {
  description: 'An approved edition that is taken into a release.',
  fields: editionReference,
})

mutation('createRelease', {
  description:
    'Puts approved editions together that go public as one, all or none, also of several organizations. For approvers of each of them and the office.',
  rule: 'edition.schedule',
  input: (t) => ({
    name: t.string({
      required: true,
      description: 'What it is called among staff, at most 100 characters.',
    }),
    editions: t.field({
      type: [ReleaseEditionInput],
      required: true,
      description: `The editions, 1 to ${MOST_MEMBERS}.`,
    }),
  }),
  success: releaseResult,
  resolve: async ({ name, editions }, { platform, actor }) => ({
    release: await createRelease(platform, actor, {
      name,
      editions: editions.map(({ editionId, expectedVersion }) => ({
        editionId: uuidOf('Edition', editionId),
        expectedVersion,
      })),
    }),
  }),
})

mutation('scheduleRelease', {
  description:
    'Sets the time of a release, or another one. For approvers of each organization in it and the office.',
  rule: 'edition.schedule',
  input: (t) => ({
    ...releaseReference(t),
    at: dueTime(t),
    reason: t.string({
      description: 'Why the time is changed, at most 500 characters; needed when one was set.',
    }),
  }),
  success: releaseResult,
  resolve: async ({ releaseId, ...input }, { platform, actor }) => ({
    release: await scheduleRelease(platform, actor, {
      ...input,
      releaseId: uuidOf('Release', releaseId),
    }),
  }),
})

mutation('cancelRelease', {
  description:
    'Calls off what has not gone public, also a single edition that is scheduled; the editions stay approved. For approvers of each organization in it and the office.',
  rule: 'edition.schedule',
  input: (t) => ({
    ...releaseReference(t),
    reason: t.string({ required: true, description: 'Why, at most 500 characters.' }),
  }),
  success: releaseResult,
  resolve: async ({ releaseId, ...input }, { platform, actor }) => ({
    release: await cancelRelease(platform, actor, {
      ...input,
      releaseId: uuidOf('Release', releaseId),
    }),
  }),
})

mutation('publishRelease', {
  description:
    'Makes all editions of a release public at once; one that cannot go stops all, and every problem is told by member. For approvers of each organization in it and the office.',
  rule: 'edition.publish',
  input: releaseReference,
  success: releaseResult,
  resolve: async ({ releaseId, expectedVersion }, { platform, actor }) => ({
    release: await publishRelease(platform, actor, {
      releaseId: uuidOf('Release', releaseId),
      expectedVersion,
    }),
  }),
})
