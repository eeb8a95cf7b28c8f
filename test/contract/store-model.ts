import fc from 'fast-check'
import { test } from 'vitest'
import type { TestDatabase } from './store.ts'
import { History } from './store-history.ts'
import { steps } from './store-steps.ts'

export function storeModelContract(newDatabase: () => Promise<TestDatabase>, runs: number): void {
  test('whatever goes wrong on the way, nothing is lost, doubled or out of order in any channel', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const database = await newDatabase()
        try {
          await History.run(database, script)
        } finally {
          await database.discard()
        }
      }),
      { numRuns: runs },
    )
  })
}
