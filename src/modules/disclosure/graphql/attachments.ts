import { builder } from '../../../graphql/builder.ts'
import { isPicture } from '../attachments/file-type.ts'
import type { Attachment } from '../model.ts'

/** The address of a small rendition; null for what is no picture. */
export function thumbnailUrl({ id, mediaType }: Attachment): string | null {
  return isPicture(mediaType) ? `/files/${id}?size=thumb` : null
}

/** A file of a record. It tells nothing beyond what the record that has it may tell. */
export const AttachmentType = builder.objectRef<Attachment>('Attachment').implement({
  description:
    'A file of a record (附件). Read through its record: public with it, and for staff while it is not public.',
  fields: (t) => ({
    id: t.exposeID('id', {
      description:
        'UUID, the same as in `url`, in `attachments` of the content and in pictures of the body.',
    }),
    name: t.exposeString('name', { description: 'Name of the file with its extension.' }),
    mediaType: t.exposeString('mediaType', { description: 'Media type, such as `text/csv`.' }),
    size: t.exposeInt('size', { description: 'Size of the download in bytes.' }),
    sha256: t.exposeString('sha256', { description: 'SHA-256 of the download in hex.' }),
    textLayer: t.exposeBoolean('textLayer', {
      nullable: true,
      description:
        'Whether a PDF has text that can be searched and read aloud, not only pictures of pages. Null for other types.',
    }),
    url: t.string({
      description:
        'Where it is downloaded, a path on this server. Answers to whoever may read the record, 404 to all others.',
      resolve: ({ id }) => `/files/${id}`,
    }),
    thumbnailUrl: t.string({
      nullable: true,
      description:
        'Where a small rendition of a picture is, a JPEG at most 480 pixels wide; answers to the same people as `url`. Null for what is no picture.',
      resolve: thumbnailUrl,
    }),
  }),
})
