import { kinds } from '../disclosure/kind/registry.ts'
import { searchTextOf } from '../disclosure/kind/search-text.ts'
import { mongolianWordsIn, plainMongolian } from '../disclosure/text/mongolian.ts'
import type { PublicRecord } from '../publication/model.ts'
import type { CountyCache } from '../taxonomy/model.ts'
import { docNumbersIn, spelledOut } from './doc-numbers.ts'
import type { SearchDocument } from './model.ts'
import { indexable } from './terms.ts'

/** The names that a record's codes stand for. */
export type CountyNames = Pick<CountyCache, 'area' | 'item' | 'organization'>

// The engine takes 65,535 word positions of a field and no more; a break between sentences counts as eight.
const LONGEST_BODY = 60_000
const MOST_MENTIONS = 200

const YEAR = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric' })

/** The document that a listed record has in the index, with the text of its files and whoever took it over. */
export function searchDocument(
  record: PublicRecord,
  county: CountyNames,
  fileText = '',
  successors: readonly string[] = [],
): SearchDocument {
  const { title, keywords, summary, bodyText, firstPublishedAt } = record
  const kind = kinds.get(record.kind)
  return {
    id: record.disclosureId,
    version: record.version,
    numbers: numbersOf(record),
    title: indexable(title ?? ''),
    keywords: keywords.map(indexable),
    summary: indexable(summary ?? ''),
    details: indexable(kind ? searchTextOf(kind, record.content) : ''),
    body: indexable((bodyText ?? '').slice(0, LONGEST_BODY).toWellFormed()),
    mongolian: mongolianOf(record),
    files: indexable(fileText.slice(0, LONGEST_BODY).toWellFormed()),
    mentions: mentionsOf(record),
    topics: topicsOf(record, county, successors).map(indexable),
    area: record.areaCode,
    item: record.itemCode,
    organization: [...new Set([record.organizationCode, ...successors])],
    publisher: record.organizationCode,
    kind: record.kind,
    year: YEAR.format(firstPublishedAt),
    publishedAt: firstPublishedAt.getTime(),
  }
}

function numbersOf({ docNumber, indexNumber }: PublicRecord): string[] {
  return [indexNumber, ...docNumbersIn(docNumber ?? '').map(spelledOut)]
}

function mongolianOf({ title, summary, bodyText, mongolian }: PublicRecord): string {
  const texts = [mongolian?.title, mongolian?.summary, mongolian?.bodyText].filter(Boolean)
  const within = mongolianWordsIn([title, summary, bodyText].join('\n'))
  const text = plainMongolian([...texts, within].join('\n')).trim()
  return indexable(text.slice(0, LONGEST_BODY).toWellFormed())
}

function mentionsOf({ title, summary, bodyText }: PublicRecord): string[] {
  const mentioned = docNumbersIn([title, summary, bodyText].join('\n')).map(spelledOut)
  return [...new Set(mentioned)].slice(0, MOST_MENTIONS)
}

function topicsOf(
  record: PublicRecord,
  county: CountyNames,
  successors: readonly string[],
): string[] {
  const organizations = [record.organizationCode, ...successors].map(county.organization)
  const names = [
    county.item(record.itemCode)?.title,
    county.area(record.areaCode)?.title,
    record.organizationName,
    ...organizations.flatMap((one) => (one ? [one.shortName, one.fullName] : [])),
  ]
  return [...new Set(names.filter((name) => name !== undefined))]
}
