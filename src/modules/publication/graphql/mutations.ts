import { uuidOf } from '../../../graphql/global-id.ts'
import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { EditionType } from '../../disclosure/graphql/edition.ts'
import { editionReference } from '../../disclosure/graphql/mutations.ts'
import type { Edition } from '../../disclosure/model.ts'
import { publishEdition } from '../commands/publish-edition.ts'
import type { PublicRecord } from '../model.ts'
import { publicRecord } from '../read.ts'
import { DisclosureInterface } from './disclosure.ts'

interface Shown {
  readonly disclosure: PublicRecord | null
}

interface Published extends Shown {
  readonly edition: Edition
}

/** The edition that went public, and its record. */
export const publishedResult = (t: SuccessFields<Published>) => ({
  edition: t.field({
    type: EditionType,
    description: 'The edition, now public.',
    resolve: ({ edition }) => edition,
  }),
  disclosure: t.field({
    type: DisclosureInterface,
    nullable: true,
    description: 'The record as the public sees it. Null when it is not for everyone.',
    resolve: ({ disclosure }) => disclosure,
  }),
})

mutation('publishEdition', {
  description:
    'Makes an approved edition public and supersedes what was public before. SCHEDULED while a release has it (`Edition.pendingRelease`), which is to be changed or cancelled with a reason first. For approvers of the organization and the office.',
  rule: 'edition.publish',
  input: editionReference,
  success: publishedResult,
  resolve: async ({ editionId, expectedVersion }, { platform, actor, publicPool }) => {
    const reference = { editionId: uuidOf('Edition', editionId), expectedVersion }
    const edition = await publishEdition(platform, actor, reference)
    return { edition, disclosure: await publicRecord(publicPool, edition.indexNumber ?? '') }
  },
})

builder.objectField(EditionType, 'disclosure', (t) =>
  t.field({
    type: DisclosureInterface,
    nullable: true,
    description: 'The record as the public sees it now. Null until it is first published.',
    resolve: ({ indexNumber }, _args, { publicPool }) =>
      indexNumber === null ? null : publicRecord(publicPool, indexNumber),
  }),
)
