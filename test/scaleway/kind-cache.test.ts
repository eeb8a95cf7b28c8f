import { describe, expect, test } from 'vitest'
import type { ReadFailure } from '../../src/domain/snapshot.ts'
import type { CallResult } from '../../src/scaleway/attempt.ts'
import { createKindCache } from '../../src/scaleway/kind-cache.ts'
import type { Listing } from '../../src/scaleway/pages.ts'
import { manualClock } from '../support/clock.ts'

interface Thing {
  readonly id: string
  readonly name?: string
}

const TTL = 300_000
const FORBIDDEN = 600_000
const signal = new AbortController().signal

const failure = (reason: ReadFailure['reason']): ReadFailure => ({
  reason,
  message: `It is ${reason}.`,
  status: null,
  requestId: null,
  retryable: false,
})

const whole = (...things: readonly Thing[]): CallResult<Listing<Thing>> => ({
  type: 'ok',
  data: { items: things, malformed: [], doubt: null, requestId: 'req-1' },
  requestId: 'req-1',
})

const lacking = (
  problem: Partial<Listing<Thing>>,
  ...things: readonly Thing[]
): CallResult<Listing<Thing>> => ({
  type: 'ok',
  data: { items: things, malformed: [], doubt: null, requestId: 'req-1', ...problem },
  requestId: 'req-1',
})

function setUp(...answers: CallResult<Listing<Thing>>[]) {
  const clock = manualClock(0)
  const asked: string[] = []
  const cache = createKindCache<Thing>({
    clock,
    ttlMs: TTL,
    forbiddenMs: FORBIDDEN,
    list: async (region) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)]
      asked.push(region)
      if (answer === undefined) throw new Error('no answer')
      return answer
    },
    incomplete: (region, _, problem) => ({ ...failure('malformed'), message: `${region}: ${problem}` }),
  })
  return { cache, clock, asked }
}

describe('what was read', () => {
  test('is remembered until it is old, for each region by itself', async () => {
    const { cache, clock, asked } = setUp(whole({ id: 'a' }))

    expect(await cache.read('fr-par', signal)).toEqual({ items: [{ id: 'a' }], failure: null, fresh: true })
    expect(await cache.read('fr-par', signal)).toEqual({ items: [{ id: 'a' }], failure: null, fresh: false })
    await cache.read('nl-ams', signal)
    expect(asked).toEqual(['fr-par', 'nl-ams'])
    await clock.advance(TTL - 1)
    await cache.read('fr-par', signal)
    expect(asked).toHaveLength(2)
    await clock.advance(1)
    await cache.read('fr-par', signal)
    expect(asked).toHaveLength(3)
  })

  test('is not shown in place of a failure, which is asked about again the next time', async () => {
    const { cache, clock } = setUp(
      whole({ id: 'a' }),
      { type: 'failed', failure: failure('timeout') },
      whole({ id: 'b' }),
    )
    await cache.read('fr-par', signal)
    await clock.advance(TTL)

    expect(await cache.read('fr-par', signal)).toMatchObject({ items: null, failure: { reason: 'timeout' } })
    expect(await cache.read('fr-par', signal)).toMatchObject({ items: [{ id: 'b' }], failure: null })
  })

  test('keeps the names known before where the list is not whole, and says so until the next reading', async () => {
    const { cache, clock } = setUp(
      whole({ id: 'a', name: 'old' }, { id: 'b', name: 'old' }),
      lacking(
        { malformed: [{ id: 'b', problem: 'name is missing or no string' }] },
        { id: 'a', name: 'new' },
      ),
      whole({ id: 'a', name: 'new' }),
    )
    await cache.read('fr-par', signal)
    await clock.advance(TTL)
    const known = [
      { id: 'a', name: 'new' },
      { id: 'b', name: 'old' },
    ]
    const problem = { reason: 'malformed', message: 'fr-par: entry b: name is missing or no string' }

    expect(await cache.read('fr-par', signal)).toMatchObject({ items: known, failure: problem })
    expect(await cache.read('fr-par', signal)).toMatchObject({ items: known, failure: problem, fresh: false })
    await clock.advance(TTL)
    expect(await cache.read('fr-par', signal)).toEqual({
      items: [{ id: 'a', name: 'new' }],
      failure: null,
      fresh: true,
    })
  })

  test('of a list in doubt says the doubt', async () => {
    const { cache } = setUp(lacking({ doubt: 'the API counts 3 but lists 1' }, { id: 'a' }))

    expect(await cache.read('fr-par', signal)).toMatchObject({
      items: [{ id: 'a' }],
      failure: { message: 'fr-par: the API counts 3 but lists 1' },
    })
  })
})

describe('a missing right', () => {
  test('is not asked about again for ten minutes', async () => {
    const { cache, clock, asked } = setUp(
      { type: 'failed', failure: failure('forbidden') },
      whole({ id: 'a' }),
    )
    await cache.read('fr-par', signal)
    await clock.advance(FORBIDDEN - 1)

    expect(await cache.read('fr-par', signal)).toMatchObject({
      items: null,
      failure: { reason: 'forbidden' },
    })
    expect(asked).toHaveLength(1)
    await clock.advance(1)
    expect(await cache.read('fr-par', signal)).toMatchObject({ items: [{ id: 'a' }] })
  })
})

describe('an id that the reading lacks', () => {
  test('has a remembered reading read again at once', async () => {
    const { cache, asked } = setUp(whole({ id: 'a' }), whole({ id: 'a' }, { id: 'b' }))
    await cache.read('fr-par', signal)
    const remembered = await cache.read('fr-par', signal)

    expect(await cache.complete('fr-par', remembered, new Set(['a']), signal)).toBe(remembered)
    expect(asked).toHaveLength(1)
    expect(await cache.complete('fr-par', remembered, new Set(['a', 'b']), signal)).toMatchObject({
      items: [{ id: 'a' }, { id: 'b' }],
    })
  })

  test('does not have a reading of this moment read again', async () => {
    const { cache, asked } = setUp(whole({ id: 'a' }))
    const fresh = await cache.read('fr-par', signal)

    expect(await cache.complete('fr-par', fresh, new Set(['b']), signal)).toBe(fresh)
    expect(asked).toHaveLength(1)
  })

  test('and stays missing is not looked for again before the reading is old', async () => {
    const { cache, clock, asked } = setUp(whole({ id: 'a' }))
    const ids = new Set(['gone'])
    await cache.read('fr-par', signal)
    for (let poll = 0; poll < 5; poll++) {
      await cache.complete('fr-par', await cache.read('fr-par', signal), ids, signal)
    }
    expect(asked).toHaveLength(2)

    await clock.advance(TTL)
    await cache.read('fr-par', signal)
    await cache.complete('fr-par', await cache.read('fr-par', signal), ids, signal)
    expect(asked).toHaveLength(4)
  })

  test('is looked for again after a reading that failed', async () => {
    const { cache } = setUp(
      whole({ id: 'a' }),
      { type: 'failed', failure: failure('timeout') },
      whole({ id: 'a' }, { id: 'b' }),
    )
    const ids = new Set(['b'])
    await cache.read('fr-par', signal)
    const failed = await cache.complete('fr-par', await cache.read('fr-par', signal), ids, signal)
    const mended = await cache.complete('fr-par', await cache.read('fr-par', signal), ids, signal)

    expect(failed).toMatchObject({ items: null, failure: { reason: 'timeout' } })
    expect(mended).toMatchObject({ items: [{ id: 'a' }, { id: 'b' }], failure: null })
  })
})
