import { beforeEach, describe, expect, test } from 'vitest'
import type { OutboxStore } from '../../src/watch/outbox.ts'
import type { ManualClock } from '../support/clock.ts'
import { type DeliveryBench, deliveryBench, post } from '../support/delivering.ts'
import { callsOf, keysIn } from '../support/notifying.ts'
import { turnsOf } from '../support/turns.ts'

let bench: DeliveryBench
beforeEach(async () => {
  bench = await deliveryBench()
})

describe('a store that fails', () => {
  /** The store, of which one method fails the first `times` it is called. */
  function failing(method: 'claimDue' | 'recordDelivery' | 'nextDueAt', times: number): OutboxStore {
    let left = times
    return {
      ...bench.store,
      [method]: async (...args: never[]) => {
        left -= 1
        if (left >= 0) throw new Error('The disk is full.')
        return (bench.store[method] as (...args: never[]) => Promise<unknown>)(...args)
      },
    }
  }

  test('while an outcome is recorded does not lose it, nor post again', async () => {
    await bench.enqueue(post('a'), post('b'))
    const running = await bench.start({ outbox: failing('recordDelivery', 3) })
    await bench.delivered(running)
    expect(keysIn(bench.slack)).toEqual(['a', 'b'])
    expect(callsOf(bench.slack, 'chat.postMessage')).toHaveLength(2)
    expect(running.broke).toHaveLength(3)
    expect(running.reports.map(({ key, outcome }) => [key, outcome.type])).toEqual([
      ['a', 'delivered'],
      ['b', 'delivered'],
    ])
  })

  test.each(['claimDue', 'nextDueAt'] as const)('at %s is asked again', async (method) => {
    await bench.enqueue(post('a'), post('b'))
    const running = await bench.start({ outbox: failing(method, 2) })
    await bench.delivered(running)
    expect(keysIn(bench.slack)).toEqual(['a', 'b'])
    expect(running.broke).toHaveLength(2)
  })
})

describe('a claim that is stored and whose answer is lost', () => {
  test('is looked for and made again, without a restart', async () => {
    await bench.enqueue(post('a'), post('b'))
    let lost = false
    const outbox: OutboxStore = {
      ...bench.store,
      async claimDue(...args) {
        const claimed = await bench.store.claimDue(...args)
        if (lost) return claimed
        lost = true
        throw new Error('The connection was cut.')
      },
    }
    const running = await bench.start({ outbox })
    await bench.delivered(running)
    expect(keysIn(bench.slack)).toEqual(['a', 'b'])
  })
})

describe('a stop', () => {
  test('waits for the attempt under way, records it, and takes nothing new', async () => {
    const held = bench.slack.faults.hang({ method: 'chat.postMessage' })
    await bench.enqueue(post('a'), post('b'))
    const running = await bench.start()
    await bench.slack.waitFor(() => callsOf(bench.slack, 'chat.postMessage').length > 0)
    let stopped = false
    const stopping = running.stop().then(() => {
      stopped = true
    })
    await turnsOf(stopping)
    expect(stopped).toBe(false)
    held.release()
    await stopping
    expect(running.reports).toMatchObject([{ key: 'a', outcome: { type: 'in_doubt' } }])
    expect(await bench.waiting()).toBe(2)
  })

  test('is for good: later time and news start nothing', async () => {
    const running = await bench.start()
    await bench.delivered(running)
    await running.stop()
    await bench.enqueue(post('a'))
    running.kick()
    await bench.clock.advance(120_000)
    await turnsOf(running.settled())
    expect(bench.slack.calls()).toEqual([])
    expect(await bench.waiting()).toBe(1)
  })

  test('leaves no timer behind, also while the outbox is being looked at', async () => {
    let timers = 0
    const counted: ManualClock = {
      ...bench.clock,
      setTimer(delayMs, fire) {
        timers += 1
        const timer = bench.clock.setTimer(delayMs, () => {
          timers -= 1
          fire()
        })
        return {
          cancel() {
            timers -= 1
            timer.cancel()
          },
        }
      },
    }
    bench.slack.faults.rateLimit({ retryAfterS: 60 })
    await bench.enqueue(post('a'))
    let look = () => {}
    const looking = new Promise<void>((resolve) => {
      look = resolve
    })
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const outbox: OutboxStore = {
      ...bench.store,
      async nextDueAt() {
        const dueAt = await bench.store.nextDueAt()
        if (dueAt === null) return null
        look()
        await answered
        return dueAt
      },
    }
    const running = await bench.start({ outbox, clock: counted })
    await looking
    const stopping = running.stop()
    answer()
    await stopping
    expect(timers).toBe(0)
  })
})
