import { type GraphQLNamedType, type GraphQLSchema, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { builder } from '../../src/graphql/builder.ts'
import type { Fields } from '../../src/modules/disclosure/kind/field.ts'
import { kinds } from '../../src/modules/disclosure/kind/registry.ts'
import { schema } from '../../src/graphql/schema.ts'

/** Types that carry nothing but what everyone may read. Whatever is not here is for staff and must say so itself. */
const PUBLIC_TYPES = [
  'Area',
  'Attachment',
  'Cadence',
  'CalendarDay',
  'CalendarYear',
  'Column',
  'ColumnUpdate',
  'ConflictError',
  'ConsistencyProof',
  'DisclosureCard',
  'DisclosureChange',
  'DisclosureConnection',
  'DisclosureEdge',
  'DisclosureFact',
  'DisclosureGuide',
  'DueDay',
  'Duty',
  'FeedLinks',
  'ForbiddenError',
  'GuideClass',
  'GuideOffice',
  'GuideWay',
  'HeadMeta',
  'InclusionProof',
  'Item',
  'ItemPoint',
  'KindDefinition',
  'KindField',
  'LabelledRow',
  'LabelledRowConnection',
  'LabelledRowEdge',
  'LabelledTable',
  'LabelledValue',
  'MetaTag',
  'MongolianText',
  'Neighbours',
  'NotFoundError',
  'Organization',
  'OrganizationName',
  'OrganizationRelative',
  'PageInfo',
  'PolicyBearing',
  'PrivacyError',
  'Problem',
  'ProofCheckpoint',
  'ProofEntry',
  'ProofKey',
  'PublicationReceipt',
  'RateLimitedError',
  'RelatedDisclosure',
  'ReceiptRelease',
  'ReceiptStep',
  'ResponsibleUnit',
  'SearchConnection',
  'SearchEdge',
  'SearchFacet',
  'SearchFacetValue',
  'SearchHighlight',
  'Site',
  'ValidationError',
  'Withdrawal',
]

test('every query and every mutation declares who may call it', () => {
  expect(undeclaredRoots(schema)).toEqual([])
})

test('every type is public by name, a public record, an answer, or for staff by its own rule', () => {
  expect(undeclaredTypes(schema)).toEqual([])
})

test('a forgotten rule is noticed', () => {
  builder.queryField('forgotten', (t) => t.int({ description: 'Planted.', resolve: () => 1 }))
  const Planted = builder.objectRef<object>('PlantedType')
  Planted.implement({
    description: 'Planted.',
    fields: (t) => ({ one: t.int({ description: 'One.', resolve: () => 1 }) }),
  })
  const planted = builder.toSchema()
  expect(undeclaredRoots(planted)).toEqual(['Query.forgotten'])
  expect(undeclaredTypes(planted)).toEqual(['PlantedType'])
})

/** Names of the groups and rows that kinds declare, and of the pages of rows. */
const partsOfKinds = new Set([...kinds.values()].flatMap(({ fields }) => partsOf(fields)))

function partsOf(fields: Fields): string[] {
  return Object.values(fields).flatMap(({ type }) => {
    const part = 'group' in type ? type.group : 'table' in type ? type.table : null
    const names = part ? [part.name, `${part.name}Connection`, `${part.name}Edge`] : []
    return part ? [...names, ...partsOf(part.fields)] : []
  })
}

function undeclaredRoots(checked: GraphQLSchema): string[] {
  const roots = [checked.getQueryType(), checked.getMutationType()]
  return roots.flatMap((root) =>
    Object.values(root?.getFields() ?? {})
      .filter(({ extensions }) => !scopesOf(extensions))
      .map(({ name }) => `${root?.name}.${name}`),
  )
}

function undeclaredTypes(checked: GraphQLSchema): string[] {
  return Object.values(checked.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .filter((type) => !isDeclared(type, checked))
    .map(({ name }) => name)
}

function isDeclared(type: GraphQLNamedType, checked: GraphQLSchema): boolean {
  if (['Query', 'Mutation', ...PUBLIC_TYPES].includes(type.name)) return true
  if (!isObjectType(type)) return true
  // The mutation's own rule guards its answer; kinds are the public plane's records, with their groups and rows.
  if (type.name.endsWith('Success') || partsOfKinds.has(type.name)) return true
  const record = checked.getType('Disclosure')
  return (
    type.getInterfaces().some((one) => one === record) || scopesOf(type.extensions) !== undefined
  )
}

function scopesOf(extensions: Readonly<Record<string, unknown>>): unknown {
  return (extensions['pothosOptions'] as { authScopes?: unknown } | undefined)?.authScopes
}
