import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { known } from '../../../platform/known.ts'
import { AttachmentType } from '../../disclosure/graphql/attachments.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { recordPosting } from '../commands/record-posting.ts'
import { recordRemoval, type Removal } from '../commands/record-removal.ts'
import { type Posting, postingsOf } from '../posting.ts'

const PostingType = builder.objectRef<Posting>('Posting').implement({
  description:
    'That the printed sheet of a record hung on a board (公示栏张贴记录). For staff of the organization whose board it is, of the record’s own, and the office. Never changed.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    indexNumber: t.exposeString('indexNumber', { description: '索引号 of the record.' }),
    version: t.exposeInt('version', { description: 'Which publication of the record hung there.' }),
    organization: t.field({
      type: OrganizationType,
      description: 'Whose board it is.',
      resolve: ({ organizationCode }, _args, { county }) =>
        known(county.organization(organizationCode), organizationCode),
    }),
    place: t.exposeString('place', { description: 'Where: 南公营子村村委会公示栏.' }),
    postedFrom: t.field({
      type: 'Date',
      description: 'First day on which it hung.',
      resolve: ({ postedFrom }) => postedFrom,
    }),
    postedTo: t.field({
      type: 'Date',
      description: 'Last day on which it hung, or is to hang.',
      resolve: ({ postedTo }) => postedTo,
    }),
    photo: t.field({
      type: AttachmentType,
      nullable: true,
      description: 'Picture of the board; downloaded by staff of the organization. Null when none.',
      resolve: ({ photo }) => photo,
    }),
    recordedBy: t.string({
      description: 'Name of whoever recorded it.',
      resolve: ({ recordedBy }) => recordedBy.displayName,
    }),
    recordedAt: t.field({
      type: 'DateTime',
      description: 'When it was recorded.',
      resolve: ({ recordedAt }) => recordedAt,
    }),
  }),
})

mutation('recordPosting', {
  description:
    'Records that the sheet of a record hung on a board: this closes what is owed to channel BOARD there. For editors and approvers of the organization whose board it is, and the office.',
  rule: 'posting.record',
  input: (t) => ({
    indexNumber: t.string({ required: true, description: '索引号 of the record.' }),
    organizationCode: t.string({ required: true, description: 'Whose board it is.' }),
    place: t.string({ required: true, description: 'Where, at most 100 characters.' }),
    postedFrom: t.field({
      type: 'Date',
      required: true,
      description: 'First day; not in the future.',
    }),
    postedTo: t.field({
      type: 'Date',
      required: true,
      description: 'Last day, at most 366 days later.',
    }),
    photoId: t.string({
      description: 'Id of a picture that the organization has sent to `/uploads`.',
    }),
  }),
  success: (t: SuccessFields<{ readonly posting: Posting }>) => ({
    posting: t.field({
      type: PostingType,
      description: 'What was recorded.',
      resolve: ({ posting }) => posting,
    }),
  }),
  resolve: async (input, { platform, actor }) => ({
    posting: await recordPosting(platform, actor, input),
  }),
})

mutation('recordSheetRemoval', {
  description:
    'Records that the sheet of a withdrawn record was taken off a board: this closes what is owed to channel BOARD there. For editors and approvers of the organization whose board it is, and the office. Refused as NOT_WITHDRAWN while the record is public, as NOT_FOUND where none of it has hung.',
  rule: 'posting.record',
  input: (t) => ({
    indexNumber: t.string({ required: true, description: '索引号 of the record.' }),
    organizationCode: t.string({ required: true, description: 'Whose board it is.' }),
  }),
  success: (t: SuccessFields<Removal>) => ({
    indexNumber: t.exposeString('indexNumber', { description: '索引号 of the record.' }),
    organization: t.field({
      type: OrganizationType,
      description: 'Whose board it is.',
      resolve: ({ organizationCode }, _args, { county }) =>
        known(county.organization(organizationCode), organizationCode),
    }),
  }),
  resolve: (input, { platform, actor }) => recordRemoval(platform, actor, input),
})

builder.objectField(ViewerType, 'postings', (t) =>
  t.field({
    type: [PostingType],
    description:
      'Where the sheet of a record hung, as far as the viewer may know: on boards of organizations in which they hold a role, and of records of these; the latest recorded first, at most 500.',
    args: { indexNumber: t.arg.string({ required: true, description: '索引号 of the record.' }) },
    resolve: (_viewer, { indexNumber }, { actor, platform }) =>
      actor ? postingsOf(platform.database, actor, indexNumber) : [],
  }),
)
