import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/postgres-server.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    sequence: { shuffle: true },
    // No test patches a module or a global, so that the files of a worker can share what they import.
    isolate: false,
    env: { TZ: 'UTC' },
  },
})
