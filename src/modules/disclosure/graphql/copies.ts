import { uuidOf } from '../../../graphql/global-id.ts'
import { mutation } from '../../../graphql/mutation.ts'
import { duplicateEdition } from '../commands/duplicate-edition.ts'
import { restoreEdition } from '../commands/restore-edition.ts'
import { editionResult, recordPlace } from './mutations.ts'

mutation('restoreEdition', {
  description:
    'Makes a new draft of a record with the content of an edition that it has had. What is public stays so until the draft is published. Refused while another edition is under way and after a withdrawal. For editors of the organization and the office.',
  rule: 'disclosure.revise',
  input: (t) => ({
    editionId: t.id({ required: true, description: 'Global id of the old edition.' }),
  }),
  success: editionResult,
  resolve: async ({ editionId }, { platform, actor }) => ({
    edition: await restoreEdition(platform, actor, { editionId: uuidOf('Edition', editionId) }),
  }),
})

mutation('duplicateEdition', {
  description:
    'Starts a new record of the same kind with the content of an edition that the viewer may read, but for its document number, its date and, in another organization, its files. For editors of the new record’s organization and the office.',
  rule: 'edition.create',
  input: (t) => ({
    editionId: t.id({ required: true, description: 'Global id of the edition to copy.' }),
    ...recordPlace(t),
  }),
  success: editionResult,
  resolve: async ({ editionId, ...place }, { platform, actor }) => ({
    edition: await duplicateEdition(platform, actor, {
      ...place,
      editionId: uuidOf('Edition', editionId),
    }),
  }),
})
