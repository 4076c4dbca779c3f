import type { Transaction } from '../platform/db/client.ts'
import type { CountyState } from './county-state.ts'
import type { CountySeed } from './load-county.ts'
import { SeedError, type SeedProblem } from './seed-error.ts'

/**
 * What stays although the seed no longer has it: organizations and items that people or records refer to, with all
 * that they stand on. They owe nothing any more.
 */
export async function keptRows(
  tx: Transaction,
  existing: CountyState,
  seed: CountySeed,
): Promise<CountyState> {
  const organizationCodes = seed.organizations.map(({ code }) => code)
  const itemCodes = seed.areas.flatMap(({ items }) => items.map(({ code }) => code))
  const organizations = await tx.organization.findMany({
    where: {
      code: { notIn: organizationCodes },
      OR: [
        { users: { some: {} } },
        { grants: { some: {} } },
        { disclosures: { some: {} } },
        { changes: { some: {} } },
        { predecessors: { some: {} } },
      ],
    },
    select: { path: true },
  })
  const items = await tx.item.findMany({
    where: { code: { notIn: itemCodes }, disclosures: { some: {} } },
    select: { code: true, areaCode: true },
  })

  const keptOrganizations = minus(
    organizations.flatMap(({ path }) => path),
    organizationCodes,
  )
  const keptItems = new Set(items.map(({ code }) => code))
  const areaCodes = seed.areas.map(({ code }) => code)
  const keptAreas = minus(
    items.map(({ areaCode }) => areaCode),
    areaCodes,
  )
  return {
    organizations: existing.organizations.filter(({ code }) => keptOrganizations.has(code)),
    areas: existing.areas.filter(({ code }) => keptAreas.has(code)),
    items: existing.items.filter(({ code }) => keptItems.has(code)),
    points: existing.points.filter(({ itemCode }) => keptItems.has(itemCode)),
    cadences: existing.cadences.filter(({ itemCode }) => keptItems.has(itemCode)),
    duties: [],
    // What the office has set stands before what the county's data say.
    reviewChains: existing.reviewChains.filter(({ setById }) => setById !== null),
    channels: existing.channels.filter(({ itemCode }) => keptItems.has(itemCode)),
  }
}

/** What is unique must not be given to another while it is held by what stays. */
export function refuseCollisions(seed: CountySeed, kept: CountyState): void {
  const problems: SeedProblem[] = []
  for (const [index, { uscc }] of seed.organizations.entries()) {
    const holder = kept.organizations.find((organization) => organization.uscc === uscc)
    if (!holder) continue
    const reason = `统一社会信用代码 ${uscc} 仍由已有数据的机构 ${holder.code} 使用`
    problems.push({ file: 'organizations.json', path: `$[${index}].uscc`, reason })
  }
  for (const [index, { slug }] of seed.areas.entries()) {
    const holder = kept.areas.find((area) => area.slug === slug)
    if (!holder) continue
    const reason = `领域简名 ${slug} 仍由已有数据的领域 ${holder.code} 使用`
    problems.push({ file: 'areas.json', path: `$[${index}].slug`, reason })
  }
  if (problems.length > 0) throw new SeedError(seed.folder, problems)
}

function minus(some: readonly string[], others: readonly string[]): Set<string> {
  return new Set(some.filter((one) => !others.includes(one)))
}
