import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { known } from '../../../platform/known.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { recordImpactAssessment } from '../commands/record-impact-assessment.ts'
import type { ImpactAssessment } from '../model.ts'
import { impactAssessmentsOf } from '../queries.ts'
import { PersonType } from './edition.ts'

const ImpactAssessmentType = builder.objectRef<ImpactAssessment>('ImpactAssessment').implement({
  description:
    '个人信息保护影响评估 of publishing the people of a programme (个人信息保护法第55条). Staff only.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    organization: t.field({
      type: OrganizationType,
      description: 'Who publishes.',
      resolve: ({ organizationCode }, _args, { county }) =>
        known(county.organization(organizationCode), organizationCode),
    }),
    programme: t.exposeString('programme', { description: 'Programme of assistance.' }),
    version: t.exposeInt('version', {
      description: 'From 1; send it back as expectedVersion to take its place.',
    }),
    purpose: t.exposeString('purpose', { description: 'What the publication is for.' }),
    necessity: t.exposeString('necessity', { description: 'Why less would not do.' }),
    risks: t.exposeString('risks', { description: 'What it may do to the people named.' }),
    measures: t.exposeString('measures', { description: 'What protects them.' }),
    assessedBy: t.field({
      type: PersonType,
      description: 'Who recorded it.',
      resolve: ({ assessedBy }) => assessedBy,
    }),
    assessedAt: t.field({
      type: 'DateTime',
      description: 'When it was recorded.',
      resolve: ({ assessedAt }) => assessedAt,
    }),
  }),
})

builder.objectField(ViewerType, 'impactAssessments', (t) =>
  t.field({
    type: [ImpactAssessmentType],
    description:
      'The latest assessment of every programme that the viewer may read, by organization and programme.',
    args: {
      organizationCode: t.arg.string({
        description: 'Only those of this organization. All when left out.',
      }),
    },
    resolve: (_viewer, { organizationCode }, { actor, platform }) =>
      actor ? impactAssessmentsOf(platform.database, actor, organizationCode ?? null) : [],
  }),
)

/** The assessment as it was recorded. */
const assessmentResult = (t: SuccessFields<{ readonly impactAssessment: ImpactAssessment }>) => ({
  impactAssessment: t.field({
    type: ImpactAssessmentType,
    description: 'The assessment as recorded.',
    resolve: ({ impactAssessment }) => impactAssessment,
  }),
})

mutation('recordImpactAssessment', {
  description:
    'Records the assessment of a programme, without which its people are not published. For approvers of the organization and the office.',
  rule: 'impactAssessment.record',
  input: (t) => ({
    organizationCode: t.string({ required: true, description: 'Who publishes.' }),
    programme: t.string({
      required: true,
      description: 'Programme as the rosters name it; spaces and punctuation do not matter.',
    }),
    purpose: t.string({ required: true, description: 'At most 2000 characters, like the rest.' }),
    necessity: t.string({ required: true, description: 'Why less would not do.' }),
    risks: t.string({ required: true, description: 'What it may do to the people named.' }),
    measures: t.string({ required: true, description: 'What protects them.' }),
    expectedVersion: t.int({
      description: 'Version that this one takes the place of. Left out for the first.',
    }),
  }),
  success: assessmentResult,
  resolve: async (input, { platform, actor }) => ({
    impactAssessment: await recordImpactAssessment(platform, actor, input),
  }),
})
