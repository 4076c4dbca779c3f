import { builder } from '../../../graphql/builder.ts'
import { uuidOf } from '../../../graphql/global-id.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { openPersonalData } from '../commands/open-personal-data.ts'
import type { Edition } from '../model.ts'
import { openUntil, type PersonalDataAccess, personalDataAccesses } from '../personal-data.ts'
import { disclosurePolicy } from '../policy.ts'
import { EditionType, PersonType } from './edition.ts'
import { editionReference } from './mutations.ts'

const PersonalDataAccessType = builder
  .objectRef<PersonalDataAccess>('PersonalDataAccess')
  .implement({
    description:
      'Somebody’s reason to read the personal data of an edition in full. For the office, administrators and auditors.',
    authScopes: { signedIn: true },
    fields: (t) => ({
      person: t.field({ type: PersonType, description: 'Who.', resolve: ({ person }) => person }),
      purpose: t.exposeString('purpose', { description: 'What for, as they said.' }),
      openedAt: t.field({
        type: 'DateTime',
        description: 'Since when.',
        resolve: ({ openedAt }) => openedAt,
      }),
      closesAt: t.field({
        type: 'DateTime',
        description: 'Until when.',
        resolve: ({ closesAt }) => closesAt,
      }),
    }),
  })

builder.objectFields(EditionType, (t) => ({
  personalDataOpenUntil: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'Until when the viewer reads personal data in `content` and `rows` in full. Null while it is masked for them: ask by `openPersonalData`.',
    resolve: (edition, _args, { platform, actor }) =>
      openUntil(platform.database, actor, edition, platform.clock.now()),
  }),
  personalDataAccesses: t.field({
    type: [PersonalDataAccessType],
    description:
      'Who has read its personal data in full, the latest 100 first. For the office, administrators and auditors; empty for others.',
    resolve: (edition, _args, { platform, actor }) =>
      disclosurePolicy.can(actor, 'edition.readPersonalDataAccess', edition)
        ? personalDataAccesses(platform.database, edition.id)
        : [],
  }),
}))

mutation('openPersonalData', {
  description:
    'Lets the viewer read the personal data of an edition in full for 30 minutes, with the purpose on record (个人信息保护法51). For editors, reviewers and approvers of the organization, and the office.',
  rule: 'edition.openPersonalData',
  input: (t) => ({
    ...editionReference(t),
    purpose: t.string({ required: true, description: 'What for, at most 200 characters.' }),
  }),
  success: (t: SuccessFields<{ readonly edition: Edition }>) => ({
    edition: t.field({
      type: EditionType,
      description: 'The edition; its `content` and `rows` are in full now.',
      resolve: ({ edition }) => edition,
    }),
  }),
  resolve: async ({ editionId, expectedVersion, purpose }, { platform, actor }) => {
    const reference = { editionId: uuidOf('Edition', editionId), expectedVersion }
    return { edition: await openPersonalData(platform, actor, { ...reference, purpose }) }
  },
})
