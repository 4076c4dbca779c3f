import { builder } from '../../../graphql/builder.ts'
import { calendarDate } from '../../../platform/clock.ts'
import { kindOf } from '../../disclosure/kind/registry.ts'
import type { PublicRecord } from '../model.ts'
import { POLICY_STANDINGS, type PolicyStanding, standingOn } from '../policy-validity.ts'
import {
  type Bearing,
  bearingsOf,
  bearingsOn,
  interpretationsOf,
  interpretedPolicy,
} from '../read-policies.ts'
import { DisclosureInterface, recordTypeOf } from './disclosure.ts'

const STANDINGS = {
  NOT_YET_IN_FORCE: '尚未施行.',
  IN_FORCE: '现行有效.',
  AMENDED: '已修改: in force as amended.',
  REPEALED: '已废止: declared so, or replaced by another document that is in force.',
  EXPIRED: '已失效: its term is over.',
} as const satisfies Record<PolicyStanding, string>

const PolicyStandingEnum = builder.enumType('PolicyStanding', {
  description: 'Whether a policy document holds today.',
  values: Object.fromEntries(
    POLICY_STANDINGS.map((standing) => [standing, { description: STANDINGS[standing] }]),
  ) as Record<PolicyStanding, { description: string }>,
})

const PolicyBearingEnum = builder.enumType('PolicyBearingKind', {
  description: 'How one policy document bears on another.',
  values: {
    SUPERSEDES: { description: '废止: it replaces the other.' },
    AMENDS: { description: '修改: it changes the other.' },
  } satisfies Record<Bearing['kind'], object>,
})

const PolicyBearingType = builder.objectRef<Bearing>('PolicyBearing').implement({
  description: 'A public document that bears on another. Public.',
  fields: (t) => ({
    kind: t.field({ type: PolicyBearingEnum, description: 'How.', resolve: ({ kind }) => kind }),
    document: t.field({
      type: DisclosureInterface,
      description: 'The other document.',
      resolve: ({ record }) => record,
    }),
    effectiveOn: t.field({
      type: 'Date',
      description:
        'The first day on which it bears: that on which the newer document takes effect.',
      resolve: ({ effectiveOn }) => effectiveOn,
    }),
  }),
})

/** Each is a statement of its own for each record that it is asked of. */
const COSTLY = 5

const PolicyDocument = recordTypeOf(kindOf('PolicyDocument'))
const PolicyInterpretation = recordTypeOf(kindOf('PolicyInterpretation'))
const isGone = ({ withdrawal }: PublicRecord) => withdrawal !== null

builder.objectFields(PolicyDocument, (t) => ({
  standing: t.field({
    type: PolicyStandingEnum,
    nullable: true,
    complexity: COSTLY,
    description:
      'Whether it holds today: what its issuer declares (`validity`), its dates, and what replaced or changed it since. Null when withdrawn.',
    resolve: async (record, _args, { publicPool, clock }) => {
      if (isGone(record)) return null
      const bearings = await bearingsOn(publicPool, record.disclosureId)
      return standingOn(record.content, bearings, calendarDate(clock.now()))
    },
  }),
  supersededBy: t.field({
    type: [PolicyBearingType],
    complexity: COSTLY,
    description: 'Public documents that replace or change it, the latest first.',
    resolve: ({ disclosureId }, _args, { publicPool }) => bearingsOn(publicPool, disclosureId),
  }),
  supersededDocuments: t.field({
    type: [PolicyBearingType],
    complexity: COSTLY,
    description:
      'Public documents that it replaces or changes. Documents from before are in `supersedes` and `amends` by their number.',
    resolve: ({ disclosureId }, _args, { publicPool }) => bearingsOf(publicPool, disclosureId),
  }),
  interpretations: t.field({
    type: [PolicyInterpretation],
    complexity: COSTLY,
    description:
      '政策解读: public interpretations that name it by index number or document number, at most 100. None when withdrawn.',
    resolve: (record, _args, { publicPool }) =>
      isGone(record) ? [] : interpretationsOf(publicPool, record),
  }),
}))

builder.objectField(PolicyInterpretation, 'policy', (t) =>
  t.field({
    type: PolicyDocument,
    nullable: true,
    complexity: COSTLY,
    description:
      'The document that it explains, by index number or else by document number. Null when that is not public here, and when it is withdrawn itself.',
    resolve: (record, _args, { publicPool }) =>
      isGone(record) ? null : interpretedPolicy(publicPool, record),
  }),
)
