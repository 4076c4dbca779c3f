import { builder } from '../../../graphql/builder.ts'
import { uuidOf } from '../../../graphql/global-id.ts'
import { type InputFields, mutation } from '../../../graphql/mutation.ts'
import { startEditing, takeOverEdit } from '../commands/lock-edition.ts'
import { editLockOf } from '../edit-lock.ts'
import type { EditLock } from '../model.ts'
import { EditionType, PersonType } from './edition.ts'
import { editionResult } from './mutations.ts'

const EditLockType = builder.objectRef<EditLock>('EditLock').implement({
  description:
    'Who is at work on an edition. Only advice: the version decides whose change is taken. Staff only.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    by: t.field({ type: PersonType, description: 'Who is at work.', resolve: ({ by }) => by }),
    until: t.expose('until', {
      type: 'DateTime',
      description: 'Until when, unless they change it again before: five minutes after the last.',
    }),
  }),
})

builder.objectField(EditionType, 'editLock', (t) =>
  t.field({
    type: EditLockType,
    nullable: true,
    description: 'Who is at work on it. Null when nobody is, and for whatever is no draft.',
    resolve: ({ id, state }, _args, { platform }) =>
      state === 'DRAFT' ? editLockOf(platform.database, id, platform.clock.now()) : null,
  }),
)

const editionId = (t: InputFields) => ({
  editionId: t.id({ required: true, description: 'Global id of the edition.' }),
})

mutation('startEditing', {
  description:
    'Tells others that the viewer has begun to write a draft; every change tells it anew. Refused as BEING_EDITED while another is at work.',
  rule: 'edition.update',
  input: editionId,
  success: editionResult,
  resolve: async (input, { platform, actor }) => ({
    edition: await startEditing(platform, actor, { editionId: uuidOf('Edition', input.editionId) }),
  }),
})

mutation('takeOverEdit', {
  description:
    'Takes the work on a draft over from whoever is at it; it is recorded and they are told.',
  rule: 'edition.update',
  input: editionId,
  success: editionResult,
  resolve: async (input, { platform, actor }) => ({
    edition: await takeOverEdit(platform, actor, { editionId: uuidOf('Edition', input.editionId) }),
  }),
})
