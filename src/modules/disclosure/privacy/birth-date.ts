import { isDateOfLife } from './divisions.ts'
import { personAt } from './person.ts'
import { atMost, cellsUnder, type Hit, leadOf, type Scene, tailOf } from './scene.ts'

const DATE = /(?<!\d)((?:18|19|20)\d{2}) ?[-.年/] ?(\d{1,2}) ?[-.月/] ?(\d{1,2})(?!\d) ?日?/g
const WHOLE_DATE = /^((?:18|19|20)\d{2}) ?[-.年/]? ?(\d{1,2}) ?[-.月/]? ?(\d{1,2}) ?日?$/
const BORN_BEFORE = /(出生(日期|年月日?|时间|于)?|生于|生日)[: 为是于]{0,4}$/
const BORN_AFTER = /^ ?(出生|生(?=[ ,。;)]|$)|生人)/
/** 男，1950年1月1日, as it stands behind a name. */
const SEX_BEFORE = /[,、 \t(][男女][,、 \t]{1,2}([汉满蒙回藏壮][古]?族[,、 \t]{1,2})?$/
const MOST_CANDIDATES = 20_000

/** Whole birth dates; the year and month in an official's curriculum vitae are public by rule and no such date. */
export function* birthDates(scene: Scene): Generator<Hit> {
  const { page, today } = scene
  for (const match of atMost(MOST_CANDIDATES, page.text.matchAll(DATE))) {
    const [written, year, month, day] = match
    if (!isDateOfLife(Number(year), Number(month), Number(day), today)) continue
    const start = match.index
    const end = start + written.length
    const lead = leadOf(page, start, 14)
    const isPersons = SEX_BEFORE.test(lead) && personAt(scene, start, end) !== undefined
    if (isPersons || BORN_BEFORE.test(lead) || BORN_AFTER.test(tailOf(page, end))) {
      yield hit(start, end, year)
    }
  }
  for (const { cell } of cellsUnder(page, /出生|生日/)) {
    const written = page.text.slice(cell.start, cell.end)
    const [, year, month, day] = WHOLE_DATE.exec(written) ?? []
    if (year === undefined || !isDateOfLife(Number(year), Number(month), Number(day), today))
      continue
    yield hit(cell.start, cell.end, year)
  }
}

function hit(start: number, end: number, year = ''): Hit {
  const preview = `${year}年**月**日`
  return { start, end, type: 'BIRTH_DATE', certainty: 'LIKELY', preview }
}
