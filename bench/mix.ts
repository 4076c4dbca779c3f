import { editorAsks } from './editors.ts'
import { byName, gongkaiAsks } from './gongkai.ts'
import { type Ask, byGet } from './question.ts'
import { PASSWORD, type Stage } from './stage.ts'

/** One kind of question that readers ask. */
export interface Kind {
  /** How many come in a second, at random moments. */
  readonly perSecond: number
  /** The nth is asked a nth as often as the first; else all alike. */
  readonly favours: boolean
  readonly asks: readonly Ask[]
}

export type Mix = Readonly<Record<string, Kind>>

const RECORDS = 20_000
const WORDS = [
  '低保',
  '公示',
  '预算',
  '招生',
  '扶贫',
  '空气质量',
  '体检',
  '应急预案',
  '社会保险',
  '采购',
]

/**
 * What the readers of a county's site ask on a busy day. Pages and records that many look at are asked for again and
 * again; what crawlers and searchers of old records ask for was asked for by nobody before.
 */
export async function mixOf(on: Stage, url: string): Promise<Mix> {
  const { trusted } = gongkaiAsks(on.subject)
  const column = async (statement: string) =>
    (await on.sql(statement)).map((row) => String(Object.values(row)[0]))
  const sample = (salt: string) =>
    column(`SELECT index_number FROM publication WHERE valid_to IS NULL AND title LIKE '%号副本'
             ORDER BY md5(id::text || '${salt}') LIMIT ${RECORDS}`)
  const details = (numbers: readonly string[]) =>
    numbers.map((indexNumber) => byName('DisclosureDetail', { indexNumber }))
  const areas = await column('SELECT code FROM area ORDER BY position')
  const items = await column('SELECT code FROM item ORDER BY position')
  const organizations = await column(
    'SELECT DISTINCT organization_code FROM publication ORDER BY 1',
  )
  const filtered = (filter: object) => byName('DisclosureFilteredList', { filter, first: 20 })
  return {
    pages: {
      ...{ perSecond: 60, favours: true },
      asks: [
        trusted('list'),
        ...areas.map((code) => filtered({ areaCodes: [code] })),
        ...organizations.map((code) => filtered({ organizationCodes: [code] })),
      ],
    },
    records: { perSecond: 60, favours: true, asks: details(await sample('popular')) },
    oldRecords: { perSecond: 20, favours: false, asks: details(await sample('old')) },
    filtered: {
      ...{ perSecond: 15, favours: false },
      asks: organizations.flatMap((organization) =>
        items.map((item) => filtered({ organizationCodes: [organization], itemCodes: [item] })),
      ),
    },
    search: {
      ...{ perSecond: 1, favours: false },
      asks: WORDS.map((query) => byName('Search', { query, first: 20 })),
    },
    feeds: {
      ...{ perSecond: 2, favours: false },
      asks: items.map((code) => byGet(`/feeds/item/${code}.rss`)),
    },
    staff: {
      ...{ perSecond: 1, favours: false },
      asks: Object.values(await editorAsks(url, PASSWORD)),
    },
  }
}
