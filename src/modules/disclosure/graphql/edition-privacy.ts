import { builder } from '../../../graphql/builder.ts'
import { uuidOf } from '../../../graphql/global-id.ts'
import { mutation } from '../../../graphql/mutation.ts'
import { decidePrivacyFinding } from '../commands/decide-privacy-finding.ts'
import {
  type PrivacyDecision,
  type PrivacyFinding,
  pathOf,
  privacyFindings,
} from '../edition-privacy.ts'
import type { PRIVACY_DECISIONS } from '../model.ts'
import { EditionType, PersonType } from './edition.ts'
import { editionReference, editionResult } from './mutations.ts'

const FindingTypeEnum = builder.enumType('PrivacyFindingType', {
  description: 'What kind of personal data.',
  values: {
    ID_NUMBER: { description: '居民身份证号码 of 18 characters (GB 11643).' },
    ID_NUMBER_15: { description: '居民身份证号码 of 15 digits, or thinly masked.' },
    PASSPORT: { description: '护照号码.' },
    PERMIT: { description: '港澳台居民证件或通行证号码.' },
    MOBILE_PHONE: { description: '手机号码.' },
    LANDLINE: { description: '固定电话号码 that no field declares as public.' },
    BANK_CARD: { description: '银行账号.' },
    SOCIAL_SECURITY_CARD: { description: '社会保障卡号.' },
    EMAIL: { description: '电子邮箱.' },
    LICENCE_PLATE: { description: '机动车号牌.' },
    HOME_ADDRESS: { description: '详细住址 below the township.' },
    BIRTH_DATE: { description: '出生日期.' },
    MINOR_NAME: { description: '未成年人姓名.' },
    HEALTH: { description: '个人疾病或残疾情况.' },
  } satisfies Record<PrivacyFinding['type'], object>,
})

const CertaintyEnum = builder.enumType('PrivacyCertainty', {
  description: 'How sure the gate is.',
  values: {
    CERTAIN: { description: '确定: stops submission and publication.' },
    LIKELY: { description: '疑似: stops the last signature and publication until it is decided.' },
  } satisfies Record<PrivacyFinding['certainty'], object>,
})

const DecisionEnum = builder.enumType('PrivacyDecisionKind', {
  description: 'What can be decided about a finding.',
  values: {
    PUBLISHABLE: { description: '可以公开: no personal data, or the law wants it public.' },
    MUST_GO: { description: '不得公开: has to be removed before publication.' },
  } satisfies Record<(typeof PRIVACY_DECISIONS)[number], object>,
})

const DecisionType = builder.objectRef<PrivacyDecision>('PrivacyDecision').implement({
  description:
    'What was decided about a finding, by somebody who did not write the edition. Staff only.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    decision: t.field({
      type: DecisionEnum,
      description: 'What was decided.',
      resolve: ({ decision }) => decision,
    }),
    reason: t.exposeString('reason', { description: 'Why.' }),
    actor: t.field({
      type: PersonType,
      description: 'Who decided.',
      resolve: ({ actor }) => actor,
    }),
    decidedAt: t.field({
      type: 'DateTime',
      description: 'When.',
      resolve: ({ decidedAt }) => decidedAt,
    }),
  }),
})

const FindingType = builder
  .objectRef<PrivacyFinding & { readonly fullPath: string }>('PrivacyFinding')
  .implement({
    description:
      'Personal data that the public would read in an edition: where and what, never the value. Staff only.',
    authScopes: { signedIn: true },
    fields: (t) => ({
      key: t.exposeString('key', {
        description: 'Names the finding to `decidePrivacyFinding`; tells nothing of the value.',
      }),
      path: t.exposeString('fullPath', {
        description: 'Where it is, as in problems (`content.notice.body.content.1`).',
      }),
      type: t.field({
        type: FindingTypeEnum,
        description: 'What it is.',
        resolve: ({ type }) => type,
      }),
      certainty: t.field({
        type: CertaintyEnum,
        description: 'How sure the gate is.',
        resolve: ({ certainty }) => certainty,
      }),
      preview: t.exposeString('preview', { description: 'Masked, to recognise the place by.' }),
      overridable: t.exposeBoolean('overridable', {
        description:
          'Whether the office may let it pass although it is certain. False for likely ones.',
      }),
      decision: t.field({
        type: DecisionType,
        nullable: true,
        description:
          'The latest decision that counts, also one on an earlier edition of the record. Null while there is none.',
        resolve: ({ decision }) => decision,
      }),
    }),
  })

builder.objectField(EditionType, 'privacyFindings', (t) =>
  t.field({
    type: [FindingType],
    description: 'Personal data that the gate finds in it and its files now, in their order.',
    // The whole text is looked through.
    complexity: 50,
    resolve: async (edition, _args, { platform }) => {
      const findings = await privacyFindings(platform.database, edition, platform.clock.now())
      const prefix = pathOf(edition)
      return findings.map((finding) => ({ ...finding, fullPath: `${prefix}.${finding.path}` }))
    },
  }),
)

mutation('decidePrivacyFinding', {
  description:
    'Decides whether personal data that the gate has found may be published; the version of the edition stays. For reviewers and approvers of the organization and the office, never for an author. What is certain may be let pass by the office alone, where the kind allows it.',
  rule: 'edition.decidePrivacy',
  input: (t) => ({
    ...editionReference(t),
    findingKey: t.string({ required: true, description: '`key` of the finding.' }),
    decision: t.field({ type: DecisionEnum, required: true, description: 'What is decided.' }),
    reason: t.string({
      required: true,
      description: 'Why, at most 500 characters; without the value itself.',
    }),
  }),
  success: editionResult,
  resolve: async ({ editionId, ...input }, { platform, actor }) => ({
    edition: await decidePrivacyFinding(platform, actor, {
      ...input,
      editionId: uuidOf('Edition', editionId),
    }),
  }),
})
