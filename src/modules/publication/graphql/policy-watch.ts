import { builder } from '../../../graphql/builder.ts'
import { known } from '../../../platform/known.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import {
  expiringPolicies,
  owedInterpretations,
  type WatchedPolicy,
} from '../queries/policy-watch.ts'

const WatchedPolicyType = builder.objectRef<WatchedPolicy>('WatchedPolicy').implement({
  description: 'A public policy document that somebody has to look after. For staff.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    indexNumber: t.exposeString('indexNumber', { description: '索引号 of the document.' }),
    title: t.exposeString('title', { description: 'Its title.' }),
    organization: t.field({
      type: OrganizationType,
      description: 'The organization that answers for it today.',
      resolve: ({ organizationCode }, _args, { county }) =>
        known(county.organization(organizationCode), organizationCode),
    }),
    dueOn: t.field({
      type: 'Date',
      description: 'The last day: of its validity, or for its interpretation.',
      resolve: ({ dueOn }) => dueOn,
    }),
  }),
})

builder.objectFields(ViewerType, (t) => ({
  expiringPolicies: t.field({
    type: [WatchedPolicyType],
    description:
      'Documents whose validity ends within 60 days and that nothing has replaced, of the organizations whose drafts the viewer reads; the next first, at most 500.',
    resolve: (_viewer, _args, { platform, actor }) =>
      actor ? expiringPolicies(platform.database, actor, platform.clock.now()) : [],
  }),
  owedInterpretations: t.field({
    type: [WatchedPolicyType],
    description:
      'Normative documents (规范性文件) that went public without an interpretation, due within 5 working days, of the organizations whose drafts the viewer reads; the earliest due first, at most 500.',
    args: {
      overdue: t.arg.boolean({ description: 'True gives only those whose last day is over.' }),
    },
    resolve: (_viewer, { overdue }, { platform, actor }) =>
      actor
        ? owedInterpretations(platform.database, actor, platform.clock.now(), {
            overdue: overdue === true,
          })
        : [],
  }),
}))
