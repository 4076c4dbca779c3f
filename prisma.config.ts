import { defineConfig } from 'prisma/config'

// The CLI insists on a native schema engine that it downloads; `generate` only checks that the file exists, and
// migrations run through the WASM engine (src/platform/db/migrate.ts), so any existing file will do.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath

export default defineConfig({ schema: 'prisma/schema', migrations: { path: 'prisma/migrations' } })
