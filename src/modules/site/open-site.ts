import { known } from '../../platform/known.ts'
import type {
  Column,
  ColumnFilter,
  ColumnSeed,
  Period,
  Site,
  SiteSeed,
  UpdateClass,
} from './model.ts'

/** The site of a county's seed; `url` is where its pages are, by default its domain. */
export function openSite(seed: SiteSeed, url = `https://${seed.domain}`): Site {
  const classes = new Map(
    seed.updateClasses.map(({ within, ...one }) => [
      one.code,
      { ...one, within: periodOf(within) },
    ]),
  )
  const columns = seed.columns.map((column) => columnFrom(column, null, classes))
  const allColumns = columns.flatMap(withBelow)
  const byCode = new Map(allColumns.map((column) => [column.code, column]))
  const { paths, updateClasses: _, ...rest } = seed
  return {
    ...rest,
    url,
    columns,
    allColumns,
    column: (code) => byCode.get(code) ?? null,
    recordUrl: (indexNumber) => url + paths.record.replace('{indexNumber}', indexNumber),
    columnUrl: ({ code }) => url + paths.column.replace('{code}', code),
  }
}

function columnFrom(
  seed: ColumnSeed,
  parent: Column | null,
  classes: ReadonlyMap<string, UpdateClass>,
): Column {
  const { code, title, description, updateClass } = seed
  const children: Column[] = []
  const column = {
    code,
    title,
    description,
    type: seed.type ?? parent?.type ?? title,
    updateClass: updateClass === null ? null : known(classes.get(updateClass) ?? null, updateClass),
    parent,
    children,
  }
  // Children know their column, so it is there before them, and what it shows comes with them.
  const whole = Object.assign(column, { shows: [] as ColumnFilter[] })
  children.push(...seed.children.map((child) => columnFrom(child, whole, classes)))
  whole.shows = seed.shows ? [filterFrom(seed.shows)] : children.flatMap(({ shows }) => shows)
  return whole
}

function filterFrom({
  areas,
  items,
  organizations,
  kinds,
}: NonNullable<ColumnSeed['shows']>): ColumnFilter {
  const given = (values: readonly string[]) => (values.length > 0 ? values : undefined)
  return {
    areaCodes: given(areas),
    itemCodes: given(items),
    organizationCodes: given(organizations),
    kinds: given(kinds),
  }
}

function withBelow(column: Column): Column[] {
  return [column, ...column.children.flatMap(withBelow)]
}

function periodOf(text: string): Period {
  const [, amount, unit] = /^P(\d+)([DMY])$/.exec(text) ?? []
  return { amount: Number(amount), unit: known(unit ?? null, text) as Period['unit'] }
}
