import { builder } from '../../../graphql/builder.ts'
import { attachmentsOf } from '../attachments/attached.ts'
import { AttachmentType } from './attachments.ts'
import { EditionType } from './edition.ts'

builder.objectField(EditionType, 'attachments', (t) =>
  t.field({
    type: [AttachmentType],
    description: '附件, in their order.',
    resolve: ({ content }, _args, { platform }) => attachmentsOf(platform.database, content),
  }),
)
