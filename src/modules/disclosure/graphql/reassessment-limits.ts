import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { setReassessmentLimit } from '../commands/set-reassessment-limit.ts'
import { MOST_YEARS, type ReassessmentLimit, reassessmentLimits } from '../non-disclosure.ts'
import { NonDisclosureGround } from './non-disclosure.ts'

const ReassessmentLimitType = builder.objectRef<ReassessmentLimit>('ReassessmentLimit').implement({
  description:
    'How long something on a ground may stay undisclosed before it is assessed again (条例第18条). Staff only.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    ground: t.field({
      type: NonDisclosureGround,
      description: 'The ground.',
      resolve: ({ ground }) => ground,
    }),
    years: t.exposeInt('years', { description: 'Years at most.' }),
  }),
})

builder.objectField(ViewerType, 'reassessmentLimits', (t) =>
  t.field({
    type: [ReassessmentLimitType],
    description:
      'For every ground, how long something may stay undisclosed before it is assessed again.',
    resolve: (_viewer, _args, { platform }) => reassessmentLimits(platform.database),
  }),
)

mutation('setReassessmentLimit', {
  description:
    'Says for how many years at most something on a ground may stay undisclosed before it is assessed again; dates that were set already stay. For the office of the county.',
  rule: 'reassessmentLimit.set',
  input: (t) => ({
    ground: t.field({ type: NonDisclosureGround, required: true, description: 'The ground.' }),
    years: t.int({ required: true, description: `Years, 1 to ${MOST_YEARS}.` }),
  }),
  success: (t: SuccessFields<{ readonly limit: ReassessmentLimit }>) => ({
    limit: t.field({
      type: ReassessmentLimitType,
      description: 'The limit as set.',
      resolve: ({ limit }) => limit,
    }),
  }),
  resolve: async (input, { platform, actor }) => ({
    limit: await setReassessmentLimit(platform, actor, input),
  }),
})
