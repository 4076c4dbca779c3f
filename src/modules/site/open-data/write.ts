import type { PublicPool } from '../../../platform/db/pool.ts'
import type { Content, Kind } from '../../disclosure/kind/kind.ts'
import { tablesOf, type TableType } from '../../disclosure/kind/tables.ts'
import { csvOf } from '../../disclosure/sheets/csv-write.ts'
import type { Site } from '../model.ts'
import { everyRecord, everyRow } from '../read-open-data.ts'
import { plainColumns, plainValues, RECORD_COLUMNS, recordValues } from './columns.ts'
import type { CoreMetadata } from './metadata.ts'

/** What a data set is written from. */
export interface Dataset {
  readonly pool: PublicPool
  readonly site: Site
  readonly kind: Kind
  readonly metadata: CoreMetadata
}

/** The records of a kind, a line each, under the metadata as lines that begin with `#`. */
export function recordsCsv({ pool, site, kind, metadata }: Dataset): AsyncGenerator<string> {
  async function* rows() {
    for await (const page of everyRecord(pool, { kinds: [kind.name] })) {
      yield page.map((record) => ({
        ...plainValues(kind, record.content),
        ...recordValues(site, record),
      }))
    }
  }
  return underMetadata(metadata, csvOf({ ...RECORD_COLUMNS, ...plainColumns(kind) }, rows()))
}

/** The rows of one table of all records of a kind, each with the record that it belongs to. */
export function rowsCsv(
  { pool, site, kind, metadata }: Dataset,
  [field, { table }]: readonly [string, TableType],
): AsyncGenerator<string> {
  const { indexNumber, name, organizationName } = RECORD_COLUMNS
  const own = Object.entries(table.fields).filter(([, one]) => one.personal?.mask !== 'OMIT')
  const columns = {
    'record.indexNumber': indexNumber,
    'record.name': name,
    'record.organizationName': organizationName,
    ...Object.fromEntries(own),
  }
  async function* rows() {
    for await (const page of everyRecord(pool, { kinds: [kind.name] })) {
      for (const record of page) {
        const values = Object.entries(recordValues(site, record))
        const prefix = Object.fromEntries(values.map(([key, value]) => [`record.${key}`, value]))
        for await (const part of everyRow(pool, record, field)) {
          yield part.map((row): Content => ({ ...row, ...prefix }))
        }
      }
    }
  }
  return underMetadata(metadata, csvOf(columns, rows()))
}

async function* underMetadata(
  metadata: CoreMetadata,
  lines: AsyncGenerator<string>,
): AsyncGenerator<string> {
  // The mark of UTF-8 must come first of all, so the metadata takes over that of the table.
  const first = await lines.next()
  yield '\uFEFF'
  for (const [name, value] of Object.entries(metadata)) yield `# ${name}：${value}\r\n`
  yield String(first.value ?? '').replace(/^\uFEFF/, '')
  yield* lines
}

/** The records of a kind with their tables, as one JSON object: `metadata` and `data`. */
export async function* datasetJson({
  pool,
  site,
  kind,
  metadata,
}: Dataset): AsyncGenerator<string> {
  yield `{"metadata":${JSON.stringify(metadata)},"data":[`
  let between = ''
  for await (const page of everyRecord(pool, { kinds: [kind.name] })) {
    for (const record of page) {
      const plain = { ...record.content, ...recordValues(site, record), bodyText: record.bodyText }
      // Left open for the tables, which may be long.
      yield `${between}\n${JSON.stringify(plain).slice(0, -1)}`
      for (const field of tablesOf(kind).keys()) {
        yield `,${JSON.stringify(field)}:[`
        let comma = ''
        for await (const rows of everyRow(pool, record, field)) {
          yield comma + rows.map((row) => JSON.stringify(row)).join(',')
          comma = ','
        }
        yield ']'
      }
      yield '}'
      between = ','
    }
  }
  yield '\n]}\n'
}
