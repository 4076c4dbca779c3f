import { checkOrganizations } from './check-organizations.ts'
import { checkContents, checkRecords } from './check-records.ts'
import { checkSearch } from './check-search.ts'
import { checkSite } from './check-site.ts'
import { checkDemo, checkReviewChains } from './check-staff.ts'
import { checkTaxonomy } from './check-taxonomy.ts'
import { readRecords } from './read-records.ts'
import { SeedError } from './seed-error.ts'
import { type Entry, openSeedFolder, type SeedFolder } from './seed-folder.ts'
import {
  type AreaSeed,
  areaShape,
  countyShape,
  demoShape,
  type ItemSeed,
  itemShape,
  organizationShape,
  reviewChainsShape,
  searchShape,
  smsShape,
} from './shapes.ts'
import { siteShape } from './site-shape.ts'

/** A county's files, checked: each is well-formed and refers only to what exists. */
export type CountySeed = ReturnType<typeof loadCounty>

/** Reads `seeds/<county>`; throws one SeedError that lists every fault of every file. */
export function loadCounty(folder: string) {
  const files = openSeedFolder(folder)
  const { report } = files
  const county = files.one('county.json', countyShape)
  const organizations = files.list('organizations.json', organizationShape)
  const areas = files.list('areas.json', areaShape)
  const taxonomy = taxonomyFiles(files)
  const items = taxonomy.flatMap((file) => files.list(file, itemShape))
  const chains = files.one('review-chains.json', reviewChainsShape)
  const demo = files.one('demo-accounts.json', demoShape)
  const search = files.one('search.json', searchShape)
  const site = files.one('site.json', siteShape)
  const sms = files.one('sms.json', smsShape)
  const records = readRecords(files)

  // An element that is itself at fault is still there for those that refer to it; a file that cannot be read at all
  // is reported once, not with every reference into it.
  const organizationCodes = files.keys('organizations.json', 'code')
  const isOrganization = (code: string) => organizationCodes?.has(code) ?? true
  const itemCodes = taxonomy.map((file) => files.keys(file, 'code'))
  const areaCodes = files.keys('areas.json', 'code')
  const isArea = (code: string) => areaCodes?.has(code) ?? true
  const isItem = (code: string) => itemCodes.some((codes) => codes?.has(code) ?? true)
  checkOrganizations(organizations, isOrganization, report)
  checkTaxonomy(areas, items, isOrganization, report)
  if (chains) checkReviewChains(chains, organizations, isOrganization, report)
  if (demo) checkDemo(demo, organizations, isOrganization, report)
  if (search) checkSearch(search, report)
  if (site) checkSite(site, { isArea, isItem, isOrganization }, report)
  checkRecords(records, items, { isItem, isOrganization }, report)

  if (!county || !chains || !demo || !search || !site || !sms || files.problems.length > 0) {
    throw new SeedError(folder, files.problems)
  }
  return {
    folder,
    ...county.value,
    organizations: organizations.map(({ value }) => value),
    areas: areas.map(({ value }) => ({ ...value, items: itemsOf(value, items) })),
    reviewChains: chains.value,
    demo: demo.value,
    search: search.value,
    site: { ...site.value, domain: county.value.region.site },
    sms: sms.value,
    records: records.map(({ value }) => value),
    /** Throws a SeedError with all that keeps records from being submitted: only asked when some are about to be. */
    assertSubmittable(): void {
      checkContents(records, items, isOrganization, report)
      if (files.problems.length > 0) throw new SeedError(folder, files.problems)
    },
  }
}

/** One file for each area, and none besides. */
function taxonomyFiles(files: SeedFolder): string[] {
  const slugs = files.keys('areas.json', 'slug')
  const present = files.names('taxonomy', '.json').map((name) => `taxonomy/${name}`)
  if (slugs === null) return present
  const expected = [...slugs].map(fileOf)
  for (const file of present.filter((file) => !expected.includes(file))) {
    files.report({ file, path: '$' }, '', 'areas.json 中没有这个领域')
  }
  return [...expected, ...present.filter((file) => !expected.includes(file))]
}

function itemsOf({ slug }: AreaSeed, items: readonly Entry<ItemSeed>[]): ItemSeed[] {
  return items.filter(({ file }) => file === fileOf(slug)).map(({ value }) => value)
}

function fileOf(slug: string): string {
  return `taxonomy/${slug}.json`
}
