import { programmeOf } from '../modules/disclosure/impact-assessment.ts'
import { unmetDemands } from '../modules/disclosure/item-demands.ts'
import { audienceOrganizationsOf } from '../modules/disclosure/kind/audience.ts'
import { faultsOf, readContent, under } from '../modules/disclosure/kind/content.ts'
import { type Kind, problem } from '../modules/disclosure/kind/kind.ts'
import { kinds } from '../modules/disclosure/kind/registry.ts'
import { programmeKey } from '../modules/disclosure/model.ts'
import { calendarDate, systemClock } from '../platform/clock.ts'
import { type Problem, ValidationError } from '../platform/errors.ts'
import { dayAfter, type Markers, refsIn, withoutMarkers } from './marked-content.ts'
import type { LoadedRecord } from './read-records.ts'
import { type Entry, jsonPath, type Report } from './seed-folder.ts'
import type { ItemSeed } from './shapes.ts'

type Records = readonly Entry<LoadedRecord>[]

/** Whether records are of items that accept their kind, and of organizations that exist. */
export function checkRecords(
  records: Records,
  items: readonly Entry<ItemSeed>[],
  { isItem, isOrganization }: Record<'isItem' | 'isOrganization', (code: string) => boolean>,
  report: Report,
): void {
  for (const entry of records) {
    const { itemCode, kind, organization } = entry.value
    const item = items.find(({ value }) => value.code === itemCode)
    if (!isItem(itemCode)) report(entry, '.itemCode', `没有事项 ${itemCode}`)
    if (item && !item.value.kinds.includes(kind)) {
      report(entry, '.kind', `事项 ${itemCode} 不接受体裁 ${kind}`)
    }
    if (!isOrganization(organization)) report(entry, '.organization', `没有机构 ${organization}`)
  }
  checkNames(records, report)
  checkAssessments(records, report)
}

/** Whether records could be submitted today: what stands in the way is a fault of the file. */
export function checkContents(
  records: Records,
  items: readonly Entry<ItemSeed>[],
  isOrganization: (code: string) => boolean,
  report: Report,
): void {
  const today = calendarDate(systemClock.now())
  for (const entry of records) {
    const { itemCode, kind } = entry.value
    const item = items.find(({ value }) => value.code === itemCode)
    checkContent(entry, { kind: kinds.get(kind), item: item?.value, isOrganization, today }, report)
  }
}

/** 个人信息保护法55: the first record that names the people of a programme brings its assessment. */
function checkAssessments(records: Records, report: Report): void {
  const assessed = new Set<string>()
  for (const entry of records) {
    const { kind: name, organization, content, impactAssessment } = entry.value
    const kind = kinds.get(name)
    const programme = kind ? programmeOf(kind, content) : null
    if (programme === null) continue
    const key = `${organization} ${programmeKey(programme)}`
    if (impactAssessment) assessed.add(key)
    if (!assessed.has(key)) {
      report(entry, '.impactAssessment', `${programme}的名单须先有个人信息保护影响评估`)
    }
  }
}

interface Surroundings {
  readonly kind: Kind | undefined
  readonly item: ItemSeed | undefined
  readonly isOrganization: (code: string) => boolean
  readonly today: string
}

function checkContent(entry: Entry<LoadedRecord>, around: Surroundings, report: Report): void {
  const markers: Markers = {
    indexNumberOf: () => '000000000/2000-00000',
    dayFromNow: (days) => dayAfter(around.today, days),
  }
  const { content, revised } = entry.value
  const editions = { content, revised: revised && { ...content, ...revised } }
  for (const [at, edition] of Object.entries(editions)) {
    if (edition === null) continue
    for (const { path, message } of problemsIn(at, withoutMarkers(edition, markers), around)) {
      report(entry, jsonPath(path), message)
    }
  }
}

function problemsIn(
  at: string,
  input: object,
  { kind, item, isOrganization, today }: Surroundings,
): readonly Problem[] {
  if (!kind) return []
  try {
    const content = readContent(kind, { ...input }, at)
    const demands = item ? unmetDemands(item, kind, content) : []
    const readers = audienceOrganizationsOf(content)
      .filter((code) => !isOrganization(code))
      .map((code) => problem('audienceOrganizations', 'UNKNOWN_ORGANIZATION', `没有机构 ${code}`))
    return under(at, [...faultsOf(kind, content, today), ...demands, ...readers])
  } catch (error) {
    if (error instanceof ValidationError) return error.problems
    throw error
  }
}

/**
 * A record is known again by item, organization and title, and referred to by `ref`; who refers stands after what is
 * referred to, since records are published in their order.
 */
function checkNames(records: Records, report: Report): void {
  const titles = new Set<string>()
  const refs = new Set<string>()
  for (const entry of records) {
    const { itemCode, organization, content, ref, revised } = entry.value
    const title = `${itemCode} ${organization} ${content.title}`
    if (titles.has(title)) report(entry, '.content.title', '同一事项、同一机构已有同名信息')
    titles.add(title)
    for (const wanted of refsIn([content, revised])) {
      if (!refs.has(wanted)) report(entry, '.content', `前面没有 ref 为 ${wanted} 的信息`)
    }
    if (ref === null) continue
    if (refs.has(ref)) report(entry, '.ref', `ref ${ref} 重复`)
    refs.add(ref)
  }
}
