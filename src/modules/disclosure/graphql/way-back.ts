import { uuidOf } from '../../../graphql/global-id.ts'
import { mutation } from '../../../graphql/mutation.ts'
import { discardEdition } from '../commands/discard-edition.ts'
import { sendBackEdition } from '../commands/send-back-edition.ts'
import { editionReference, editionResult } from './mutations.ts'

mutation('sendBackEdition', {
  description:
    'Takes the approval of an edition back: it is a draft again and needs all signatures anew. For approvers of the organization and the office.',
  rule: 'edition.sendBack',
  input: (t) => ({
    ...editionReference(t),
    comment: t.string({ required: true, description: 'Why; at most 1000 characters.' }),
  }),
  success: editionResult,
  resolve: async ({ editionId, ...input }, { platform, actor }) => ({
    edition: await sendBackEdition(platform, actor, {
      ...input,
      editionId: uuidOf('Edition', editionId),
    }),
  }),
})

mutation('discardEdition', {
  description:
    'Gives an edition up for good; it is kept and its number stays used. A draft by its authors or the office, an approved edition by approvers or the office.',
  rule: 'edition.discard',
  input: (t) => ({
    ...editionReference(t),
    comment: t.string({
      description: 'Why; at most 1000 characters. Needed for an approved edition.',
    }),
  }),
  success: editionResult,
  resolve: async ({ editionId, ...input }, { platform, actor }) => ({
    edition: await discardEdition(platform, actor, {
      ...input,
      editionId: uuidOf('Edition', editionId),
    }),
  }),
})
