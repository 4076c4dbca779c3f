import { builder } from '../../../graphql/builder.ts'
import type { Context } from '../../../graphql/context.ts'
import { GrantType } from '../../identity/graphql/roles.ts'
import { UserType } from '../../identity/graphql/user.ts'
import { OrganizationType } from '../graphql.ts'
import type { Organization } from '../model.ts'

// Apart from the organization's own type: that is part of the public plane, which must not load identity's commands.

builder.objectField(GrantType, 'organization', (t) =>
  t.field({
    type: OrganizationType,
    description: 'The organization on which the role is held.',
    resolve: ({ organizationCode }, _args, { county }) => known(county, organizationCode),
  }),
)

builder.objectField(UserType, 'organization', (t) =>
  t.field({
    type: OrganizationType,
    description: 'The organization where the person works.',
    resolve: ({ organizationCode }, _args, { county }) => known(county, organizationCode),
  }),
)

/** What a foreign key vouches for. */
function known(county: Context['county'], code: string): Organization {
  const organization = county.organization(code)
  if (!organization) throw new Error(`the county cache lacks organization ${code}`)
  return organization
}
