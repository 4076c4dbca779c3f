import type { EditionState } from '../disclosure/model.ts'
import type { DisclosureFilter } from '../publication/model.ts'

/** States in which an edition may be previewed: not public yet, and never withdrawn. */
export const PREVIEWED_STATES: readonly EditionState[] = ['DRAFT', 'IN_REVIEW', 'APPROVED']

/** A column's state by its class (政府网站与政务新媒体检查指标: 栏目不更新, 空白栏目). */
export const UPDATE_STATES = ['CURRENT', 'OVERDUE', 'EMPTY'] as const
export type UpdateState = (typeof UPDATE_STATES)[number]

/** A number of days, months or years. */
export interface Period {
  readonly amount: number
  readonly unit: 'D' | 'M' | 'Y'
}

/** How soon a column must have something new. The classes and their periods are the county's data. */
export interface UpdateClass {
  readonly code: string
  readonly title: string
  readonly within: Period
}

/** A 栏目 of the site: its records are those that fit any of its filters. */
export interface Column {
  readonly code: string
  readonly title: string
  readonly description: string | null
  /** 栏目类别, its own or that of the nearest column above it that has one. */
  readonly type: string
  /** Null: it is not checked for being kept up to date. */
  readonly updateClass: UpdateClass | null
  readonly parent: Column | null
  readonly children: readonly Column[]
  readonly shows: readonly ColumnFilter[]
}

/** What a column shows, by codes and kinds; what is left out narrows nothing. */
export type ColumnFilter = Pick<
  DisclosureFilter,
  'areaCodes' | 'itemCodes' | 'organizationCodes' | 'kinds'
>

/** What the guide (条例12) says that is not read from the records. */
export interface GuideSeed {
  /** 编排体系. */
  readonly arrangement: string
  /** 获取方式. */
  readonly ways: readonly { readonly title: string; readonly text: string }[]
  /** 政府信息公开工作机构. */
  readonly office: {
    readonly name: string
    readonly address: string
    readonly hours: string
    readonly phone: string
    readonly fax: string
    readonly email: string
  }
}

/** What the county's site is, as its seed says: site.json. */
export interface SiteSeed {
  readonly name: string
  /** 政府网站标识码, 10 digits. */
  readonly idCode: string
  readonly domain: string
  /** 主办单位. */
  readonly sponsor: string
  /** 承办单位. */
  readonly organizer: string
  readonly guide: GuideSeed
  /** Paths of the front end's pages, with `{indexNumber}` and `{code}`. */
  readonly paths: { readonly record: string; readonly column: string }
  readonly updateClasses: readonly {
    readonly code: string
    readonly title: string
    /** ISO 8601: `P14D`, `P6M`, `P1Y`. */
    readonly within: string
  }[]
  readonly columns: readonly ColumnSeed[]
}

/** A column as the seed has it. Without `shows` it shows what its children show. */
export interface ColumnSeed {
  readonly code: string
  readonly title: string
  readonly description: string | null
  readonly type: string | null
  readonly updateClass: string | null
  readonly shows: {
    readonly areas: readonly string[]
    readonly items: readonly string[]
    readonly organizations: readonly string[]
    readonly kinds: readonly string[]
  } | null
  readonly children: readonly ColumnSeed[]
}

/** The site in memory: its columns, and where its pages are. */
export interface Site extends Omit<SiteSeed, 'columns' | 'updateClasses' | 'paths'> {
  /** Origin of the site's pages, without a slash at the end. */
  readonly url: string
  /** Columns of the first level. */
  readonly columns: readonly Column[]
  /** Every column, each before those below it. */
  readonly allColumns: readonly Column[]
  column(code: string): Column | null
  /** The canonical address of a record's page. */
  recordUrl(indexNumber: string): string
  columnUrl(column: Column): string
}

/** Where a record stands: what columns choose by. */
export interface Standing {
  readonly areaCode: string
  readonly itemCode: string
  readonly organizationCode: string
  readonly kind: string
}

/** Whether a column shows records of this standing. */
export function showsIn({ shows }: Pick<Column, 'shows'>, standing: Standing): boolean {
  const fits = (values: readonly string[] | undefined, value: string) =>
    values === undefined || values.includes(value)
  return shows.some(
    ({ areaCodes, itemCodes, organizationCodes, kinds }) =>
      fits(areaCodes, standing.areaCode) &&
      fits(itemCodes, standing.itemCode) &&
      fits(organizationCodes, standing.organizationCode) &&
      fits(kinds, standing.kind),
  )
}

/** The columns from the first level down to the column itself. */
export function breadcrumbsOf(column: Column): Column[] {
  return [...(column.parent ? breadcrumbsOf(column.parent) : []), column]
}

/** The columns in which a record is found, the innermost of each branch, in the order of the site. */
export function columnsOf(site: Site, standing: Standing): Column[] {
  return site.allColumns.filter(
    (column) =>
      showsIn(column, standing) && !column.children.some((child) => showsIn(child, standing)),
  )
}

/** When a column must have something new: its period after the last publication, by the calendar of the county. */
export function dueAt({ within }: UpdateClass, lastPublishedAt: Date): Date {
  // The county keeps +08:00 all year, so its calendar is that of UTC eight hours on.
  const local = new Date(lastPublishedAt.getTime() + LOCAL_MS)
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()]
  const { amount, unit } = within
  if (unit === 'D') local.setUTCDate(day + amount)
  else {
    const months = unit === 'M' ? amount : amount * 12
    // The last day of a shorter month stands for a day that it does not have.
    const last = new Date(Date.UTC(year, month + months + 1, 0)).getUTCDate()
    local.setUTCFullYear(year, month + months, Math.min(day, last))
  }
  return new Date(local.getTime() - LOCAL_MS)
}

const LOCAL_MS = 8 * 3_600_000
