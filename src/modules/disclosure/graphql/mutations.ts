import { uuidOf } from '../../../graphql/global-id.ts'
import { type InputFields, mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { createDraft } from '../commands/create-draft.ts'
import { describeChange } from '../commands/describe-change.ts'
import { reviewEdition } from '../commands/review-edition.ts'
import { reviseDisclosure } from '../commands/revise-disclosure.ts'
import { submitEdition } from '../commands/submit-edition.ts'
import { updateDraft } from '../commands/update-draft.ts'
import type { Edition } from '../model.ts'
import { ContentInput, contentOf } from './content-input.ts'
import { ChangeTypeEnum, EditionType, ReviewCheck, ReviewDecision } from './edition.ts'

/** Which edition is meant, and which version of it the caller has seen. */
export const editionReference = (t: InputFields) => ({
  editionId: t.id({ required: true, description: 'Global id of the edition.' }),
  expectedVersion: t.int({
    required: true,
    description: 'Version that the caller has seen; another one is refused as STALE_VERSION.',
  }),
})

/** What a new record is to be. */
export const recordPlace = (t: InputFields) => ({
  itemCode: t.string({ required: true, description: 'Code of the item, such as `3.1`.' }),
  organizationCode: t.string({
    required: true,
    description: 'Code of the organization that publishes.',
  }),
  offDutyReason: t.string({
    description:
      'Why the organization publishes an item that it does not owe; only the office may, at most 300 characters.',
  }),
})

/** The edition after the change. */
export const editionResult = (t: SuccessFields<{ readonly edition: Edition }>) => ({
  edition: t.field({
    type: EditionType,
    description: 'The edition after the change.',
    resolve: ({ edition }) => edition,
  }),
})

mutation('createDraft', {
  description: 'Starts a new record with a draft. For editors of the organization and the office.',
  rule: 'edition.create',
  input: (t) => ({
    ...recordPlace(t),
    content: t.field({ type: ContentInput, required: true, description: 'Content, of one kind.' }),
  }),
  success: editionResult,
  resolve: async ({ content, ...input }, { platform, actor }) => ({
    edition: await createDraft(platform, actor, { ...input, ...contentOf(content) }),
  }),
})

mutation('updateDraft', {
  description:
    'Replaces the whole content of a draft, but for the tables that are left out or null: they keep their rows; an empty list clears one. Whoever changes it becomes one of its authors.',
  rule: 'edition.update',
  input: (t) => ({
    ...editionReference(t),
    content: t.field({ type: ContentInput, required: true, description: 'The whole content.' }),
  }),
  success: editionResult,
  resolve: async ({ content, editionId, expectedVersion }, { platform, actor }) => ({
    edition: await updateDraft(platform, actor, {
      editionId: uuidOf('Edition', editionId),
      expectedVersion,
      ...contentOf(content),
    }),
  }),
})

mutation('submitEdition', {
  description: 'Submits a complete draft for review; everything that is missing is listed at once.',
  rule: 'edition.submit',
  input: editionReference,
  success: editionResult,
  resolve: async ({ editionId, expectedVersion }, { platform, actor }) => ({
    edition: await submitEdition(platform, actor, {
      editionId: uuidOf('Edition', editionId),
      expectedVersion,
    }),
  }),
})

mutation('reviewEdition', {
  description:
    'Signs the step that waits, or returns the edition to its authors. Nobody signs their own text or two steps.',
  rule: 'edition.review',
  input: (t) => ({
    ...editionReference(t),
    decision: t.field({ type: ReviewDecision, required: true, description: 'Sign or return.' }),
    comment: t.string({
      description:
        'At most 1000 characters. To return needs one, or an open remark on the edition.',
    }),
    checks: t.field({
      type: [ReviewCheck],
      description: 'What the signer vouches for; an approval needs all three.',
    }),
  }),
  success: editionResult,
  resolve: async ({ editionId, checks, ...input }, { platform, actor }) => ({
    edition: await reviewEdition(platform, actor, {
      ...input,
      editionId: uuidOf('Edition', editionId),
      checks: checks ?? [],
    }),
  }),
})

const changeNote = (t: InputFields) =>
  t.string({
    description:
      'What the public is told of the change, at most 500 characters. A correction needs one when it is submitted; a minor change takes none.',
  })

mutation('reviseDisclosure', {
  description: 'Starts the next edition of a public record beside the live one.',
  rule: 'disclosure.revise',
  input: (t) => ({
    indexNumber: t.string({ required: true, description: '索引号 of the record.' }),
    changeType: t.field({
      type: ChangeTypeEnum,
      description: 'What kind of change it is; REVISION when left out.',
    }),
    changeNote: changeNote(t),
  }),
  success: editionResult,
  resolve: async ({ changeType, ...input }, { platform, actor }) => ({
    edition: await reviseDisclosure(platform, actor, {
      ...input,
      changeType: changeType ?? undefined,
    }),
  }),
})

mutation('describeChange', {
  description:
    'Says of the draft of a revision what kind of change it is. Whoever changes it becomes one of its authors.',
  rule: 'edition.update',
  input: (t) => ({
    ...editionReference(t),
    changeType: t.field({
      type: ChangeTypeEnum,
      required: true,
      description: 'What kind of change it is.',
    }),
    changeNote: changeNote(t),
  }),
  success: editionResult,
  resolve: async ({ editionId, ...input }, { platform, actor }) => ({
    edition: await describeChange(platform, actor, {
      ...input,
      editionId: uuidOf('Edition', editionId),
    }),
  }),
})
