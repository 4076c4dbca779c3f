import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Vite would take the ES module build, Node takes the other: two copies do not know each other's schemas.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // The smallest machines this runs on have two cores, and flows start servers of their own.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    // A machine shared with others may hold a test past its limit once. What needed its second try is told.
    retry: process.env['CI'] ? 1 : 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', 'test/flows/**'],
        },
      },
      {
        // What needs PostgreSQL or Meilisearch: both start once for the run.
        extends: true,
        test: {
          name: 'flows',
          include: ['test/flows/**/*.test.ts', '{src,test}/**/*.db.test.ts'],
          globalSetup: 'test/support/global-setup.ts',
        },
      },
    ],
  },
})
