import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { setEmail } from '../commands/set-email.ts'
import { emailOf } from '../queries.ts'
import { ViewerType } from './viewer.ts'

builder.objectField(ViewerType, 'email', (t) =>
  t.string({
    nullable: true,
    description:
      'Where the viewer is told by mail that something is new. Null when nowhere. Nobody else sees it.',
    resolve: ({ actor }, _args, { platform }) => emailOf(platform.database, actor.userId),
  }),
)

mutation('setEmail', {
  description: 'Says where the viewer wants to be told by mail that something is new.',
  rule: 'signedIn',
  input: (t) => ({
    email: t.string({ description: 'Address, at most 254 characters. Null: nowhere.' }),
  }),
  success: (t: SuccessFields<{ readonly email: string | null }>) => ({
    email: t.exposeString('email', { nullable: true, description: 'The address as set.' }),
  }),
  resolve: ({ email }, { platform, actor }) => setEmail(platform, actor, { email: email ?? null }),
})
