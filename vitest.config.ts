import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/postgres-server.ts'],
    // Nothing of a test waits for real time: this ends one that hangs, also where a machine is ten times as slow.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { shuffle: true },
    // No test patches a module or a global, so that the files of a worker can share what they import.
    isolate: false,
    env: { TZ: 'UTC' },
  },
})
