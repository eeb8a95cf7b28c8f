import { describe, expect, test } from 'vitest'
import { createMetrics } from '../../src/telemetry/metrics.ts'

const NOW = 1_000_000

function metrics(isUp: () => boolean) {
  const answer = async <T>(value: T): Promise<T> => {
    if (!isUp()) throw new Error('The database is gone.')
    return value
  }
  const { registry, polls } = createMetrics({
    backlog: () => answer({ waiting: 2, oldestAt: NOW - 61_000 }),
    ping: () => answer(undefined),
    now: () => NOW,
  })
  polls.inc({ outcome: 'recorded' })
  return registry
}

describe('the metrics', () => {
  test('tell what waits in the outbox, and that the database is up', async () => {
    const text = await metrics(() => true).metrics()
    expect(text).toMatch(/^interlink_bot_outbox_waiting 2$/m)
    expect(text).toMatch(/^interlink_bot_outbox_oldest_seconds 61$/m)
    expect(text).toMatch(/^interlink_bot_database_up 1$/m)
  })

  test('tell everything else while the database is gone, and all again once it is back', async () => {
    let up = true
    const registry = metrics(() => up)
    await registry.metrics()
    up = false
    const text = await registry.metrics()
    expect(text).toMatch(/^interlink_bot_database_up 0$/m)
    expect(text).toMatch(/^interlink_bot_polls_total\{outcome="recorded"\} 1$/m)
    expect(text).not.toMatch(/^interlink_bot_outbox_(waiting|oldest_seconds) /m)
    up = true
    expect(await registry.metrics()).toMatch(/^interlink_bot_outbox_waiting 2$/m)
  })
})
