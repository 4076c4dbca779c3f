import { defineConfig } from 'vitest/config'
import unproven from './test/unproven.json' with { type: 'json' }

// Set apart until they have been run against all that landed together: `UNPROVEN=1 npx vitest run` runs these alone.
const apart = process.env['UNPROVEN'] === '1' ? [] : unproven.files
const only = process.env['UNPROVEN'] === '1' ? unproven.files : null
const files = (patterns: string[], kind: RegExp) =>
  only?.filter((file) => kind.test(file)) ?? patterns
const RUN_WITH_SERVICES = /\.db\.test\.ts$|^test\/flows\//
const RUN_ALONE = /^(?!.*\.db\.test\.ts$)(?!test\/flows\/)/

export default defineConfig({
  // Vite would take the ES module build, Node takes the other: two copies do not know each other's schemas.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // The smallest machines this runs on have two cores, and flows start servers of their own.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: files(['src/**/*.test.ts', 'test/**/*.test.ts'], RUN_ALONE),
          exclude: ['**/*.db.test.ts', 'test/flows/**', ...apart],
        },
      },
      {
        // What needs PostgreSQL or Meilisearch: both start once for the run.
        extends: true,
        test: {
          name: 'flows',
          include: files(
            ['test/flows/**/*.test.ts', '{src,test}/**/*.db.test.ts'],
            RUN_WITH_SERVICES,
          ),
          exclude: apart,
          globalSetup: 'test/support/global-setup.ts',
        },
      },
    ],
  },
})
