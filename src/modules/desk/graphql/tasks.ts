import { known } from '../../../platform/known.ts'
import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { type InputFields, mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { EditionType, PersonType } from '../../disclosure/graphql/edition.ts'
import { loadEdition } from '../../disclosure/graphql/load-edition.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { claimTask, releaseTask } from '../commands/claim-task.ts'
import type { Task, TaskClaim, TaskCount, TaskPosition } from '../model.ts'
import { countTasks, listTasks } from '../queries/tasks.ts'

const staffOnly = { signedIn: true }
const LIST = 'tasks'

const TaskClaimType = builder.objectRef<TaskClaim>('TaskClaim').implement({
  description: 'Who has taken a task on. Only advice to others. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    by: t.field({ type: PersonType, description: 'Who.', resolve: (claim) => claim }),
    claimedAt: t.expose('claimedAt', { type: 'DateTime', description: 'Since when.' }),
  }),
})

const TaskType = builder.objectRef<Task>('Task').implement({
  description:
    'Something that waits for the viewer. Gone when it is done, whoever did it. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    type: t.exposeString('type', {
      description:
        'What is to be done: REVISE_RETURNED, REVIEW, APPROVE, DECIDE_PRIVACY, PUBLISH, REASSESS, DISPLAY_ENDS, REVIEW_RETROSPECTIVELY, INTERPRET_POLICY, EXPLAIN_REVOCATION, POST_SHEET, TAKE_DOWN_SHEET, or a task of another module.',
    }),
    subjectId: t.exposeString('subjectId', {
      description: 'What it is about; names it, with its type, to `claimTask`.',
    }),
    indexNumber: t.exposeString('indexNumber', {
      nullable: true,
      description: '索引号 of the record that it is about. Null while that has none.',
    }),
    title: t.exposeString('title', {
      nullable: true,
      description: 'Title of what it is about. Null when it has none.',
    }),
    organization: t.field({
      type: OrganizationType,
      description: 'Whose it is; of a sheet, whose board it is for.',
      resolve: ({ organizationCode }, _args, { county }) =>
        known(county.organization(organizationCode), organizationCode),
    }),
    edition: t.field({
      type: EditionType,
      nullable: true,
      description: 'The edition that it is about. Null when it is about none.',
      resolve: ({ editionId }, _args, context) => loadEdition(context, editionId),
    }),
    since: t.expose('since', { type: 'DateTime', description: 'Since when it waits.' }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it is to be done. Null when it has no term.',
    }),
    claim: t.field({
      type: TaskClaimType,
      nullable: true,
      description: 'Who has taken it on. Null when nobody has.',
      resolve: ({ claim }) => claim,
    }),
  }),
})

const TaskCountType = builder.objectRef<TaskCount>('TaskCount').implement({
  description: 'How many tasks of a type wait for the viewer. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    type: t.exposeString('type', { description: 'The type.' }),
    count: t.exposeInt('count', { description: 'How many wait.' }),
    overdue: t.exposeInt('overdue', { description: 'How many of them are past their term.' }),
    nextDueAt: t.expose('nextDueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The earliest term. Null when none has any.',
    }),
  }),
})

const [connection, edge] = connectionNames('Task', 'what waits for the viewer')
const TaskConnection = builder.connectionObject(
  { type: TaskType, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

builder.objectFields(ViewerType, (t) => ({
  tasks: t.field({
    type: TaskConnection,
    description:
      'What waits for the viewer: what is due first comes first, then what waits longest.',
    args: {
      types: t.arg.stringList({ description: 'Only of these types. All when left out.' }),
      organizationCode: t.arg.string({ description: 'Only of this organization.' }),
      mine: t.arg.boolean({ description: 'Only what the viewer has taken on.' }),
      ...pageArgs(t.arg),
    },
    resolve: (_viewer, { types, organizationCode, mine, ...args }, context) => {
      const { actor, platform, cursors } = context
      const after = args.after == null ? null : positionOf(cursors.decode(LIST, args.after))
      const filter = { types, organizationCode, mine }
      const now = platform.clock.now()
      return readPage<Task>(
        args,
        async (size) => {
          const page = { size: size + 1, after }
          return actor ? listTasks(platform.database, { actor, now }, filter, page) : []
        },
        ({ dueAt, since, type, subjectId }) =>
          cursors.encode(LIST, [dueAt?.getTime() ?? '', since.getTime(), type, subjectId]),
      )
    },
  }),
  taskCounts: t.field({
    type: [TaskCountType],
    description: 'How many tasks of each type wait for the viewer, also where none does.',
    resolve: (_viewer, _args, { actor, platform }) =>
      actor ? countTasks(platform.database, { actor, now: platform.clock.now() }) : [],
  }),
}))

function positionOf([due, since, type, subjectId]: readonly (string | number)[]): TaskPosition {
  return {
    dueAt: due === '' ? null : Number(due),
    since: Number(since),
    type: String(type),
    subjectId: String(subjectId),
  }
}

const reference = (t: InputFields) => ({
  type: t.string({ required: true, description: 'Type of the task.' }),
  subjectId: t.string({ required: true, description: 'What it is about.' }),
})

const taskResult = (t: SuccessFields<{ readonly task: Task }>) => ({
  task: t.field({
    type: TaskType,
    description: 'The task after the change.',
    resolve: ({ task }) => task,
  }),
})

mutation('claimTask', {
  description:
    'Tells others that the viewer has taken a task on. Refused as CLAIMED where another has; nobody is kept from doing the task all the same.',
  rule: 'signedIn',
  input: reference,
  success: taskResult,
  resolve: async (input, { platform, actor }) => ({
    task: await claimTask(platform, actor, input),
  }),
})

mutation('releaseTask', {
  description: 'Leaves a task that the viewer has taken on to others.',
  rule: 'signedIn',
  input: reference,
  success: taskResult,
  resolve: async (input, { platform, actor }) => ({
    task: await releaseTask(platform, actor, input),
  }),
})
