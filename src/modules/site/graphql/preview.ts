import { uuidOf } from '../../../graphql/global-id.ts'
import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { EditionType } from '../../disclosure/graphql/edition.ts'
import { editionReference } from '../../disclosure/graphql/mutations.ts'
import type { Edition } from '../../disclosure/model.ts'
import { DisclosureInterface } from '../../publication/graphql/disclosure.ts'
import { createPreview, type NewPreview } from '../commands/create-preview.ts'
import { revokePreviews } from '../commands/revoke-previews.ts'
import { type Preview, previewOf } from '../preview.ts'

const PreviewType = builder.objectRef<Preview>('Preview').implement({
  description:
    'An edition as the public would see it, were it published now. For whoever has its token.',
  authScopes: { public: true },
  fields: (t) => ({
    disclosure: t.field({
      type: DisclosureInterface,
      description:
        'Rendered and masked as at publication. Its index number is 预览 until it has one; its attachments are downloaded by staff alone.',
      resolve: ({ record }) => record,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the token ends.',
      resolve: ({ expiresAt }) => expiresAt,
    }),
  }),
})

builder.queryField('preview', (t) =>
  t.field({
    type: PreviewType,
    nullable: true,
    description:
      'An edition that is not public yet, by the token of `createPreview`. Null for a token that is unknown, over or revoked, and once the edition has changed or is published. Show it with `noindex`; send the token by POST.',
    authScopes: { public: true },
    args: { token: t.arg.string({ required: true, description: 'Token, `gkp_…`.' }) },
    resolve: (_root, { token }, { platform, county, keepPrivate }) => {
      keepPrivate()
      return previewOf(platform.database, county, platform.clock.now(), token)
    },
  }),
)

mutation('createPreview', {
  description:
    'Makes a token with which a front end shows this version of an edition before it is published, for 15 minutes. For staff who may read the edition.',
  rule: 'edition.read',
  input: editionReference,
  success: (t: SuccessFields<NewPreview>) => ({
    token: t.exposeString('token', { description: 'The token, told this once.' }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it ends.',
      resolve: ({ expiresAt }) => expiresAt,
    }),
  }),
  resolve: ({ editionId, expectedVersion }, { platform, actor }) =>
    createPreview(platform, actor, { editionId: uuidOf('Edition', editionId), expectedVersion }),
})

mutation('revokePreviews', {
  description:
    'Ends every token for an edition before its time. For staff who may read the edition.',
  rule: 'edition.read',
  input: editionReference,
  success: (t: SuccessFields<{ readonly edition: Edition; readonly revoked: number }>) => ({
    edition: t.field({
      type: EditionType,
      description: 'The edition, unchanged.',
      resolve: ({ edition }) => edition,
    }),
    revoked: t.exposeInt('revoked', { description: 'How many tokens were ended.' }),
  }),
  resolve: ({ editionId, expectedVersion }, { platform, actor }) =>
    revokePreviews(platform, actor, { editionId: uuidOf('Edition', editionId), expectedVersion }),
})
