import type { OrganizationChange } from '../modules/organization/model.ts'
import { dateOf } from '../modules/organization/queries.ts'
import { type CountyState, KEYS } from './county-state.ts'
import { dutiesOf } from './duties.ts'
import type { CountySeed } from './load-county.ts'
import { reformed } from './reformed.ts'
import type { ItemSeed } from './shapes.ts'

/**
 * What the database shall hold: the seed, what stays although the seed no longer has it, and what has become of both by
 * changes that are in force.
 */
export function wantedState(
  seed: CountySeed,
  kept: CountyState,
  changes: readonly OrganizationChange[] = [],
): CountyState {
  const wanted = reformed(plannedState(seed, kept), changes)
  return { ...wanted, organizations: withPaths(wanted.organizations) }
}

function plannedState(seed: CountySeed, kept: CountyState): CountyState {
  const items = seed.areas.flatMap((area) => area.items.map((item) => ({ area, item })))
  return {
    organizations: [...organizationRows(seed), ...kept.organizations],
    areas: [
      ...seed.areas.map(({ items: _items, ...area }, position) => ({ ...area, position })),
      ...kept.areas,
    ],
    items: [
      ...items.map(({ area, item }, position) => ({
        ...itemColumns(item),
        areaCode: area.code,
        position,
      })),
      ...kept.items,
    ],
    points: [
      ...items.flatMap(({ item: { code, points } }) =>
        points.map((point) => ({ itemCode: code, ...point })),
      ),
      ...kept.points,
    ],
    cadences: [
      ...items.flatMap(({ item: { code, cadence } }) =>
        cadence.map((one, index) => ({ itemCode: code, no: index + 1, ...one })),
      ),
      ...kept.cadences,
    ],
    duties: items.flatMap(({ item }) =>
      dutiesOf(item, seed.organizations).map((duty, position) => ({
        itemCode: item.code,
        position,
        ...duty,
      })),
    ),
    reviewChains: withoutReplaced(chainRows(seed), kept.reviewChains),
    channels: [
      ...items.flatMap(({ item: { code, channels } }) =>
        channels.map((channel) => ({ itemCode: code, channel })),
      ),
      ...kept.channels,
    ],
  }
}

/** What an item has of its own; the rest is in tables beside it. */
function itemColumns(item: ItemSeed) {
  const { points: _points, cadence: _cadence, channels: _channels, ...rest } = item
  const { responsibleUnits: _units, departments: _departments, ...columns } = rest
  return columns
}

function organizationRows(seed: CountySeed): CountyState['organizations'] {
  return seed.organizations.map((organization, position) => {
    const { parent, validFrom, validTo, changes: _, ...columns } = organization
    return {
      ...columns,
      parentCode: parent,
      validFrom: validFrom === null ? null : dateOf(validFrom),
      validTo: validTo === null ? null : dateOf(validTo),
      path: [],
      position,
    }
  })
}

function withPaths(rows: CountyState['organizations']): CountyState['organizations'] {
  const parents = new Map(rows.map(({ code, parentCode }) => [code, parentCode]))
  const pathTo = (code: string): string[] => {
    const parent = parents.get(code) ?? null
    return parent === null ? [code] : [...pathTo(parent), code]
  }
  return rows.map((row) => ({ ...row, path: pathTo(row.code) }))
}

/** A chain of the seed says nothing of items and kinds of records. */
const WHOLE_COUNTY = {
  organizationCode: null,
  itemCode: null,
  kind: null,
  organizationKind: null,
  setById: null,
}

/** The chains of the seed for which nobody has set another, and those that were set. */
function withoutReplaced(
  seeded: CountyState['reviewChains'],
  set: CountyState['reviewChains'],
): CountyState['reviewChains'] {
  const replaced = new Set(set.map(KEYS.reviewChains))
  return [...seeded.filter((chain) => !replaced.has(KEYS.reviewChains(chain))), ...set]
}

function chainRows({ reviewChains }: CountySeed): CountyState['reviewChains'] {
  const kinds = Object.entries(reviewChains.kinds) as [
    CountySeed['organizations'][number]['kind'],
    CountyState['reviewChains'][number]['steps'],
  ][]
  return [
    ...kinds.map(([organizationKind, steps]) => ({
      ...WHOLE_COUNTY,
      organizationKind,
      steps,
    })),
    ...Object.entries(reviewChains.organizations).map(([organizationCode, steps]) => ({
      ...WHOLE_COUNTY,
      organizationCode,
      steps,
    })),
  ]
}
