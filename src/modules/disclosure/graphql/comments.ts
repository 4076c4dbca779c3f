import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { uuidOf } from '../../../graphql/global-id.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { commentOnEdition } from '../commands/comment-on-edition.ts'
import { resolveComment } from '../commands/resolve-comment.ts'
import type { COMMENT_OCCASIONS, EditionComment } from '../model.ts'
import { commentsOn } from '../queries/comments.ts'
import { EditionType, PersonType } from './edition.ts'

const staffOnly = { signedIn: true }

const CommentOccasion = builder.enumType('CommentOccasion', {
  description: 'Why a remark stands in the file of an edition.',
  values: {
    COMMENT: { description: '批注: somebody remarked.' },
    RETURN: { description: '退回: the edition was returned under review.' },
    SEND_BACK: { description: '撤回签发: its approval was taken back.' },
    DISCARD: { description: '作废: it was given up.' },
  } satisfies Record<(typeof COMMENT_OCCASIONS)[number], object>,
})

const CommentType = builder.objectRef<EditionComment>('EditionComment').implement({
  description:
    'A remark on an edition (批注). For whoever may read the edition; it stays in the file through all rounds.',
  authScopes: staffOnly,
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names the remark to `resolveComment`.' }),
    occasion: t.field({
      type: CommentOccasion,
      description: 'Why it was made.',
      resolve: ({ occasion }) => occasion,
    }),
    path: t.exposeString('path', {
      nullable: true,
      description:
        'Where in the content, dotted, such as `title` or `recipients.3.name`. Null for the whole edition.',
    }),
    text: t.exposeString('text', { description: 'What was remarked.' }),
    round: t.exposeInt('round', {
      description: 'How often the edition had been submitted when it was made, 0 before the first.',
    }),
    author: t.field({
      type: PersonType,
      description: 'Who made it.',
      resolve: ({ author }) => author,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    resolvedAt: t.expose('resolvedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was resolved. Null while it is open.',
    }),
    resolvedBy: t.field({
      type: PersonType,
      nullable: true,
      description: 'Who resolved it. Null while it is open.',
      resolve: ({ resolvedBy }) => resolvedBy,
    }),
  }),
})

const [connection, edge] = connectionNames('EditionComment', 'remarks on an edition')
const CommentConnection = builder.connectionObject(
  { type: CommentType, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

builder.objectField(EditionType, 'comments', (t) =>
  t.field({
    type: CommentConnection,
    description: 'Remarks on it, the oldest first.',
    args: {
      open: t.arg.boolean({ description: 'Only those not resolved. All when left out.' }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, { open, ...args }, { platform, cursors }) => {
      const list = `editionComments:${id}`
      const [time, last] = args.after == null ? [] : cursors.decode(list, args.after)
      const after =
        last === undefined ? null : { createdAt: new Date(Number(time)), id: String(last) }
      return readPage(
        args,
        (size) => commentsOn(platform.database, id, { size: size + 1, after, open: open ?? false }),
        (comment: EditionComment) =>
          cursors.encode(list, [comment.createdAt.getTime(), comment.id]),
      )
    },
  }),
)

const commentResult = (t: SuccessFields<{ readonly comment: EditionComment }>) => ({
  comment: t.field({
    type: CommentType,
    description: 'The remark after the change.',
    resolve: ({ comment }) => comment,
  }),
})

mutation('commentOnEdition', {
  description:
    'Remarks on an edition that may still change, or on a place in it. For whoever may read it, but for auditors.',
  rule: 'edition.comment',
  input: (t) => ({
    editionId: t.id({ required: true, description: 'Global id of the edition.' }),
    path: t.string({
      description:
        'Where in the content, dotted; it must be a field of the kind, `body`, `mongolianBody` or `attachments`. The whole edition when left out.',
    }),
    text: t.string({ required: true, description: 'At most 1000 characters.' }),
  }),
  success: commentResult,
  resolve: async ({ editionId, ...input }, { platform, actor }) => ({
    comment: await commentOnEdition(platform, actor, {
      ...input,
      editionId: uuidOf('Edition', editionId),
    }),
  }),
})

mutation('resolveComment', {
  description: 'Ticks a remark off, or opens it again, while the edition may still change.',
  rule: 'edition.comment',
  input: (t) => ({
    commentId: t.id({ required: true, description: 'Id of the remark.' }),
    resolved: t.boolean({ required: true, description: 'False opens it again.' }),
  }),
  success: commentResult,
  resolve: async (input, { platform, actor }) => ({
    comment: await resolveComment(platform, actor, input),
  }),
})
