import { builder } from '../../../graphql/builder.ts'
import type { Grant, Role } from '../model.ts'

/** What people may be, always on an organization. */
export const RoleEnum = builder.enumType('Role', {
  description: 'A role, always held on an organization, alone or with all that is below it.',
  values: {
    OFFICE: {
      description:
        '公开办: the county office for open government. Gives out roles, sees everything, answers for the whole. Held on the county alone.',
    },
    ORG_ADMIN: {
      description:
        '管理员: manages accounts of its organizations and passes on roles that it holds itself.',
    },
    EDITOR: { description: '编辑: writes, corrects and submits.' },
    REVIEWER: { description: '审核: signs the review steps before the last.' },
    APPROVER: { description: '签发: signs the last step, publishes and withdraws.' },
    AUDITOR: { description: '监督: reads everything, changes nothing.' },
  } satisfies Record<Role, object>,
})

/** A role held by a person; later modules add what they know of its organization. */
export const GrantType = builder.objectRef<Grant>('Grant').implement({
  description:
    'A role that a person holds on an organization, now or from a time to come. Staff only: the person, and who administers them or the organization.',
  authScopes: { signedIn: true, $granted: 'viewer' },
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names the grant to `revokeRole`.' }),
    role: t.field({ type: RoleEnum, description: 'The role.', resolve: ({ role }) => role }),
    organizationCode: t.exposeString('organizationCode', {
      description: 'Code of the organization on which it is held.',
    }),
    subtree: t.exposeBoolean('subtree', {
      description: 'Whether it reaches everything below the organization too.',
    }),
    validFrom: t.expose('validFrom', {
      type: 'DateTime',
      description: 'When it begins; it may be in the future.',
    }),
    validTo: t.expose('validTo', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends, exclusive. Null when it lasts until it is revoked.',
    }),
  }),
})
