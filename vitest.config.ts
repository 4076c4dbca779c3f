import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Every worker of `flows` drives its own server against one shared PostgreSQL; CI machines have two cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.db.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'flows',
          include: ['test/**/*.test.ts', 'src/**/*.db.test.ts'],
          globalSetup: 'test/support/global-setup.ts',
        },
      },
    ],
  },
})
