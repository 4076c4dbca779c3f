import { uuidOf } from '../../../graphql/global-id.ts'
import { ProblemType } from '../../../graphql/errors.ts'
import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { ForbiddenError } from '../../../platform/errors.ts'
import { EditionType, PersonType } from '../../disclosure/graphql/edition.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import type {
  Lateness,
  Release,
  RELEASE_ACTIONS,
  RELEASE_STATES,
  ReleaseMember,
  ReleaseStep,
} from '../model.ts'
import {
  latenessOf,
  pendingReleaseOf,
  releasesOf,
  schedulesOf,
  visibleRelease,
} from '../queries/releases.ts'

const staffOnly = { signedIn: true }

const ReleaseState = builder.enumType('ReleaseState', {
  description: 'Where a release stands.',
  values: {
    OPEN: { description: 'Put together; nobody has set a time.' },
    SCHEDULED: { description: 'Waits for its time.' },
    PUBLISHED: { description: 'Every edition in it is public.' },
    FAILED: { description: 'Its time came and it no longer fitted: none of it is public.' },
    CANCELLED: { description: 'Called off; its editions stay approved.' },
  } satisfies Record<(typeof RELEASE_STATES)[number], object>,
})

const ReleaseActionEnum = builder.enumType('ReleaseAction', {
  description: 'What somebody decided about a release.',
  values: {
    CREATE: { description: 'Put it together.' },
    SCHEDULE: { description: 'Set its time.' },
    RESCHEDULE: { description: 'Set another time, with a reason.' },
    CANCEL: { description: 'Called it off, with a reason.' },
    PUBLISH: { description: 'Published it at once.' },
  } satisfies Record<(typeof RELEASE_ACTIONS)[number], object>,
})

const ReleaseStepType = builder.objectRef<ReleaseStep>('ReleaseStep').implement({
  description: 'What somebody decided about a release. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    action: t.field({
      type: ReleaseActionEnum,
      description: 'What was decided.',
      resolve: ({ action }) => action,
    }),
    actor: t.field({ type: PersonType, description: 'By whom.', resolve: ({ actor }) => actor }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why. Null where none is asked for.',
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time that was set. Null when none was.',
    }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', description: 'When it was decided.' }),
  }),
})

const ReleaseMemberType = builder.objectRef<ReleaseMember>('ReleaseMember').implement({
  description: 'An edition of a release. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    edition: t.field({
      type: EditionType,
      description: 'The edition as it stands now.',
      resolve: ({ edition }) => edition,
    }),
    contentHash: t.exposeString('contentHash', {
      description:
        'Hash of the content that was approved when it was taken in. With another content, or in another round of review, the edition does not go.',
    }),
  }),
})

const Release = builder.objectRef<Release>('Release')

/** A release, for staff. */
export const ReleaseType = builder.node(Release, {
  description:
    'Approved editions that go public together, all or none, at once or at a set time (定时发布、联合发布); one that is scheduled alone is a release of one. For those who may read every edition in it.',
  authScopes: staffOnly,
  id: { resolve: ({ id }) => id },
  loadOne: (id, { actor, platform }) =>
    actor ? visibleRelease(platform.database, actor, id) : null,
  fields: (t) => ({
    version: t.exposeInt('version', {
      description: 'Optimistic lock: send it back as expectedVersion.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'What it is called among staff. Null when one edition is scheduled alone.',
    }),
    state: t.field({
      type: ReleaseState,
      description: 'Where it stands.',
      resolve: ({ state }) => state,
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it goes public. Null while nobody has set it, and when it went at once.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was published or failed. Null before that, and when it is cancelled.',
    }),
    latenessMs: t.exposeInt('latenessMs', {
      nullable: true,
      description:
        'How long after `dueAt` it was public, in milliseconds. Null unless it was published at a set time.',
    }),
    problems: t.field({
      type: [ProblemType],
      description:
        'Why it failed; paths begin with the member, `members.0`. Empty unless it is FAILED.',
      resolve: ({ problems }) => [...problems],
    }),
    members: t.field({
      type: [ReleaseMemberType],
      description: 'Its editions, in their order.',
      resolve: ({ members }) => [...members],
    }),
    steps: t.field({
      type: [ReleaseStepType],
      description: 'What people have decided about it, in order.',
      resolve: ({ steps }) => [...steps],
    }),
  }),
})

builder.objectField(EditionType, 'pendingRelease', (t) =>
  t.field({
    type: ReleaseType,
    nullable: true,
    description:
      'The release in which it waits to go public. Null when it is in none, and when the viewer may not read all of it.',
    complexity: 5,
    resolve: ({ id }, _args, { actor, platform }) =>
      actor && pendingReleaseOf(platform.database, actor, id),
  }),
)

const [connection, edge] = connectionNames('Release', 'releases')
const ReleaseConnection = builder.connectionObject(
  { type: ReleaseType, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

const LatenessType = builder.objectRef<Lateness>('ReleaseLateness').implement({
  description:
    'How late releases were that went public at a set time, in milliseconds. For the office and auditors.',
  authScopes: { action: 'release.readLateness' },
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many were measured, 10,000 at most.' }),
    p50Ms: t.exposeInt('p50Ms', { description: 'Half of them were not later than this.' }),
    p95Ms: t.exposeInt('p95Ms', { description: '95 of 100 were not later than this.' }),
    p99Ms: t.exposeInt('p99Ms', { description: '99 of 100 were not later than this.' }),
    worstMs: t.exposeInt('worstMs', { description: 'None was later than this.' }),
  }),
})

const DAY_MS = 24 * 60 * 60 * 1000

builder.objectFields(ViewerType, (t) => ({
  schedules: t.field({
    type: ReleaseConnection,
    description: 'Releases with a set time that the viewer may read, the earliest first.',
    args: {
      states: t.arg({
        type: [ReleaseState],
        description: 'Only in these states; those that still wait when left out.',
      }),
      ...pageArgs(t.arg),
    },
    resolve: (_viewer, { states, ...args }, { actor, platform, cursors }) => {
      const [time, id] = args.after == null ? [] : cursors.decode('schedules', args.after)
      const after = id === undefined ? null : { dueAt: new Date(Number(time)), id: String(id) }
      return readPage(
        args,
        async (first) =>
          actor
            ? schedulesOf(platform.database, actor, states ?? ['SCHEDULED'], { first, after })
            : [],
        ({ dueAt, id: last }) => cursors.encode('schedules', [dueAt?.getTime() ?? 0, last]),
      )
    },
  }),
  releases: t.field({
    type: ReleaseConnection,
    description: 'Releases with a name that the viewer may read, last made first.',
    args: {
      states: t.arg({
        type: [ReleaseState],
        description: 'Only in these states; those that have not ended when left out.',
      }),
      ...pageArgs(t.arg),
    },
    resolve: (_viewer, { states, ...args }, { actor, platform, cursors }) => {
      const after = args.after == null ? null : String(cursors.decode('releases', args.after)[0])
      const wanted = states ?? ['OPEN', 'SCHEDULED']
      return readPage(
        args,
        async (first) =>
          actor ? releasesOf(platform.database, actor, wanted, { first, after }) : [],
        ({ id }) => cursors.encode('releases', [id]),
      )
    },
  }),
  release: t.field({
    type: ReleaseType,
    nullable: true,
    description: 'A release by its global id. Null when there is none that the viewer may read.',
    args: { id: t.arg.id({ required: true, description: 'Global id of the release.' }) },
    resolve: (_viewer, { id }, { actor, platform }) => {
      const releaseId = uuidOf('Release', id)
      return actor && releaseId ? visibleRelease(platform.database, actor, releaseId) : null
    },
  }),
}))

builder.queryField('scheduleLateness', (t) =>
  t.field({
    type: LatenessType,
    authScopes: { action: 'release.readLateness' },
    description:
      'How late releases were that went public at a set time, where the caller may know. For the office and auditors.',
    args: {
      days: t.arg.int({ description: 'Of the last days, 1 to 366; 30 when left out.' }),
    },
    resolve: (_root, { days }, { actor, platform }) => {
      if (!actor) throw ForbiddenError.unauthenticated()
      const span = Math.min(Math.max(days ?? 30, 1), 366)
      const since = new Date(platform.clock.now().getTime() - span * DAY_MS)
      return latenessOf(platform.database, actor, since)
    },
  }),
)
