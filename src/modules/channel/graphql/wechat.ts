import { builder } from '../../../graphql/builder.ts'
import { KindEnum } from '../../disclosure/graphql/kinds.ts'
import {
  type TemplateDefect,
  type TemplateStanding,
  wechatTemplates,
} from '../queries/wechat-templates.ts'

const authScopes = { action: 'subscription.oversee' } as const

const DefectType = builder.objectRef<TemplateDefect>('WechatDefect').implement({
  description:
    'Messages that WeChat would not take as we had made them: the template, its fields or the page must be mended, and the deliveries replayed. For the office.',
  authScopes,
  fields: (t) => ({
    code: t.exposeString('code', {
      description:
        'As in `Delivery.code`: WECHAT_47003 (a value), WECHAT_40037 (the template), WECHAT_41030 (the page).',
    }),
    count: t.exposeInt('count', { description: 'How many tries in the last seven days.' }),
    lastAt: t.expose('lastAt', { type: 'DateTime', description: 'The last of them.' }),
  }),
})

const TemplateType = builder.objectRef<TemplateStanding>('WechatTemplate').implement({
  description: 'A template of subscription messages of the mini-program. For the office.',
  authScopes,
  fields: (t) => ({
    id: t.exposeID('id', { description: 'As WeChat has approved it.' }),
    kinds: t.field({
      type: [KindEnum],
      description:
        'Kinds whose records are told by it. Empty: all that have no template of their own.',
      resolve: ({ kinds }) => [...kinds],
    }),
    longTerm: t.exposeBoolean('longTerm', {
      description: 'Whether people agree to it for good; else to one message each time.',
    }),
    people: t.exposeInt('people', { description: 'People whose consent is not used up.' }),
    defects: t.field({
      type: [DefectType],
      description: 'What is wrong with it. Empty when nothing is.',
      resolve: ({ defects }) => [...defects],
    }),
  }),
})

builder.queryField('wechatTemplates', (t) =>
  t.field({
    type: [TemplateType],
    authScopes,
    description:
      'Templates of subscription messages, how many may be told by each, and what WeChat would not take. Empty without a mini-program. For the office.',
    resolve: (_root, _args, { platform, actor, wechatTemplates: templates, clock }) =>
      wechatTemplates(platform.database, actor, templates, clock.now()),
  }),
)
