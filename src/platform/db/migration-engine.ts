import { readFile } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import { Client } from 'pg'
import { MigrationError } from './migration-files.ts'

/** One file of prisma/schema. */
export interface SchemaFile {
  readonly path: string
  readonly content: string
}

/**
 * The SQL that turns the database's public schema into the one the files describe; '' when they agree. Prisma's engine
 * knows tables, columns, enums, foreign keys and plain indexes and leaves everything else alone.
 */
export async function schemaDifference(url: string, files: readonly SchemaFile[]): Promise<string> {
  await load()
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  const adapter = bindMigrationAwareSqlAdapterFactory(catalogueAdapter(client))
  const datamodels = files.map((file): [string, string] => [file.path, file.content])
  try {
    const schemaEngine = await engine.SchemaEngine.new({ datamodels }, () => {}, adapter)
    const { exitCode, stdout } = await schemaEngine.diff({
      from: { tag: 'schemaDatasource', files: [...files], configDir: '' },
      to: { tag: 'schemaDatamodel', files: [...files] },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    })
    return exitCode === 0 ? '' : (stdout ?? '')
  } catch (error) {
    throw new MigrationError('SCHEMA_INVALID', `无法比较 prisma/schema：${plain(error)}`)
  } finally {
    await client.end()
  }
}

let loading: Promise<void> | undefined

// The package's own entry imports the .wasm as a module, which Node announces as experimental on every start.
function load(): Promise<void> {
  loading ??= (async () => {
    const glue = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    const binary = await readFile(new URL('schema_engine_bg.wasm', glue))
    runtime.PRISMA_WASM_PANIC_REGISTRY ??= { set_message: panic }
    const imports = { './schema_engine_bg.js': { ...engine } }
    const { exports } = (await runtime.WebAssembly.instantiate(binary, imports)).instance
    engine.__wbg_set_wasm(exports)
    exports.__wbindgen_start()
  })()
  return loading
}

// What the engine needs of the global scope; the types of Node do not know it.
const runtime = globalThis as unknown as {
  readonly WebAssembly: {
    instantiate(
      binary: Uint8Array,
      imports: Record<string, object>,
    ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>
  }
  PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void }
}

function panic(message: string): never {
  throw new Error(`the schema engine gave up: ${message}`)
}

// Types that PostgreSQL's own catalogue is made of, by oid. Prisma's pg adapter (7.10.0) refuses "char", in which the
// catalogue says what a foreign key does on delete, so the engine could not describe a database through it.
const CATALOGUE_TYPES = new Map<number, (typeof ColumnTypeEnum)[keyof typeof ColumnTypeEnum]>([
  [16, ColumnTypeEnum.Boolean],
  [18, ColumnTypeEnum.Character],
  [19, ColumnTypeEnum.Text],
  [20, ColumnTypeEnum.Int64],
  [21, ColumnTypeEnum.Int32],
  [23, ColumnTypeEnum.Int32],
  [25, ColumnTypeEnum.Text],
  [26, ColumnTypeEnum.Int64],
  [1003, ColumnTypeEnum.TextArray],
  [1005, ColumnTypeEnum.Int32Array],
  [1009, ColumnTypeEnum.TextArray],
  [1043, ColumnTypeEnum.Text],
])

function catalogueAdapter(client: Client): SqlMigrationAwareDriverAdapterFactory {
  const info = { provider: 'postgres', adapterName: 'gongkai-catalogue' } as const
  const adapter: SqlDriverAdapter = {
    ...info,
    async queryRaw({ sql, args }) {
      const query = { text: sql, values: args, rowMode: 'array' as const }
      const { fields, rows } = await client.query<unknown[]>(query)
      return {
        columnNames: fields.map((field) => field.name),
        columnTypes: fields.map((field) => columnType(field.dataTypeID, field.name)),
        rows,
      }
    },
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ supportsRelationJoins: false }),
    // The engine forgets to; whoever opened the connection closes it.
    dispose: () => Promise.resolve(),
  }
  return { ...info, connect: () => Promise.resolve(adapter), connectToShadowDb: refuse }
}

// The engine colours its messages whether or not anyone sees colours.
function plain(error: unknown): string {
  return stripVTControlCharacters(error instanceof Error ? error.message : String(error)).trim()
}

function columnType(oid: number, column: string) {
  const type = CATALOGUE_TYPES.get(oid)
  if (type === undefined)
    throw new Error(`type ${oid} of catalogue column ${column} is not known here`)
  return type
}

function refuse(): Promise<never> {
  return Promise.reject(
    new Error('the schema engine only compares; migrations are applied by migrate.ts'),
  )
}
