import { known } from '../../../platform/known.ts'
import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { uuidOf } from '../../../graphql/global-id.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { createTemplate } from '../commands/create-template.ts'
import { archiveTemplate, draftFromTemplate } from '../commands/use-template.ts'
import { templatesFor } from '../queries/templates.ts'
import type { Template } from '../template.ts'
import { ContentInput, contentOf } from './content-input.ts'
import { KindEnum } from './kinds.ts'
import { editionResult, recordPlace } from './mutations.ts'

const staffOnly = { signedIn: true }
const LIST = 'templates'

const TemplateType = builder.objectRef<Template>('DisclosureTemplate').implement({
  description:
    'A pattern for new records of one kind, kept by an organization (模板). Holds no personal data, tables or files. For whoever may read the organization’s editions.',
  authScopes: staffOnly,
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names it to the mutations.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    kind: t.field({
      type: KindEnum,
      description: 'Kind of the records made from it.',
      resolve: ({ kind }) => kind,
    }),
    organization: t.field({
      type: OrganizationType,
      description: 'Organization that keeps it.',
      resolve: ({ place }, _args, { county }) => known(county.organization(place.code), place.code),
    }),
    content: t.field({
      type: 'JSON',
      description: 'Content in the shape of the kind’s JSON Schema.',
      resolve: ({ content }) => content,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    archivedAt: t.expose('archivedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken out of use. Null while it is in use.',
    }),
  }),
})

const [connection, edge] = connectionNames('DisclosureTemplate', 'templates')
const TemplateConnection = builder.connectionObject(
  { type: TemplateType, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

builder.objectField(ViewerType, 'templates', (t) =>
  t.field({
    type: TemplateConnection,
    description:
      'Templates in use of organizations whose editions the viewer may read, the oldest first.',
    args: {
      organizationCode: t.arg.string({ description: 'Only of this organization.' }),
      kind: t.arg({ type: KindEnum, description: 'Only of this kind of record.' }),
      ...pageArgs(t.arg),
    },
    resolve: (_viewer, { organizationCode, kind, ...args }, { actor, platform, cursors }) => {
      const after = args.after == null ? null : String(cursors.decode(LIST, args.after)[0])
      return readPage<Template>(
        args,
        async (size) => {
          const page = { size: size + 1, after }
          return actor
            ? templatesFor(platform.database, actor, { organizationCode, kind }, page)
            : []
        },
        ({ id }) => cursors.encode(LIST, [id]),
      )
    },
  }),
)

const templateResult = (t: SuccessFields<{ readonly template: Template }>) => ({
  template: t.field({
    type: TemplateType,
    description: 'The template after the change.',
    resolve: ({ template }) => template,
  }),
})

mutation('createTemplate', {
  description:
    'Keeps an edition’s content, or a given one, as a pattern for new records. Personal fields, tables, files, document number and date are left out; text in which personal data is found is refused. For editors and administrators of the organization and the office.',
  rule: 'template.manage',
  input: (t) => ({
    organizationCode: t.string({ required: true, description: 'Organization that keeps it.' }),
    name: t.string({
      required: true,
      description: 'Its name, at most 60 characters; once per organization and kind.',
    }),
    editionId: t.id({
      description: 'Global id of the edition to make it from; or else a content.',
    }),
    content: t.field({
      type: ContentInput,
      description: 'Content, of one kind; or else an edition.',
    }),
  }),
  success: templateResult,
  resolve: async ({ editionId, content, ...input }, { platform, actor }) => ({
    template: await createTemplate(platform, actor, {
      ...input,
      editionId: editionId == null ? null : uuidOf('Edition', editionId),
      given: content == null ? null : contentOf(content),
    }),
  }),
})

mutation('draftFromTemplate', {
  description:
    'Starts a new record with the content of a template. For editors of the record’s organization and the office.',
  rule: 'edition.create',
  input: (t) => ({
    templateId: t.id({ required: true, description: 'Id of the template.' }),
    ...recordPlace(t),
  }),
  success: editionResult,
  resolve: async (input, { platform, actor }) => ({
    edition: await draftFromTemplate(platform, actor, input),
  }),
})

mutation('archiveTemplate', {
  description:
    'Takes a template out of use. For editors and administrators of its organization and the office.',
  rule: 'template.manage',
  input: (t) => ({ templateId: t.id({ required: true, description: 'Id of the template.' }) }),
  success: templateResult,
  resolve: async (input, { platform, actor }) => ({
    template: await archiveTemplate(platform, actor, input),
  }),
})
