import { uuidOf } from '../../../graphql/global-id.ts'
import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { EditionType } from '../../disclosure/graphql/edition.ts'
import { editionReference } from '../../disclosure/graphql/mutations.ts'
import type { Edition } from '../../disclosure/model.ts'
import { publishEdition } from '../commands/publish-edition.ts'
import { withdrawDisclosure } from '../commands/withdraw-disclosure.ts'
import type { PublicRecord } from '../model.ts'
import { publicRecord } from '../read.ts'
import { DisclosureInterface, WithdrawalType } from './disclosure.ts'

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
    'Makes an approved edition public and supersedes what was public before. For approvers of the organization and the office.',
  rule: 'edition.publish',
  input: editionReference,
  success: publishedResult,
  resolve: async ({ editionId, expectedVersion }, { platform, actor, publicPool }) => {
    const reference = { editionId: uuidOf('Edition', editionId), expectedVersion }
    const edition = await publishEdition(platform, actor, reference)
    return { edition, disclosure: await publicRecord(publicPool, edition.indexNumber ?? '') }
  },
})

mutation('withdrawDisclosure', {
  description:
    'Takes a record out of public view at once; a tombstone with type and reason stays. For approvers of the organization and the office.',
  rule: 'disclosure.withdraw',
  input: (t) => ({
    indexNumber: t.string({ required: true, description: '索引号 of the record.' }),
    type: t.field({ type: WithdrawalType, required: true, description: 'Why, in kind.' }),
    reason: t.string({
      required: true,
      description: 'Why, for the public, at most 500 characters.',
    }),
  }),
  success: (t: SuccessFields<Shown>) => ({
    disclosure: t.field({
      type: DisclosureInterface,
      nullable: true,
      description: 'The tombstone as the public sees it. Null when it was not for everyone.',
      resolve: ({ disclosure }) => disclosure,
    }),
  }),
  resolve: async (input, { platform, actor, publicPool }) => {
    await withdrawDisclosure(platform, actor, input)
    return { disclosure: await publicRecord(publicPool, input.indexNumber) }
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
