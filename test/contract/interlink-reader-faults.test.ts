import { afterEach, describe, expect, test } from 'vitest'
import type { FaultName } from '../../src/simulator/interlink/faults.ts'
import { demoWorld } from '../../src/simulator/interlink/world.ts'
import { closeApis, NOW, paris, seen, setUp } from './interlink-reading.ts'

afterEach(closeApis)

const onLinks = { path: /\/links$/ }

describe('a fault of the stand-in', () => {
  test.each([
    ['http_500_html', 'server_error'],
    ['http_502_html', 'server_error'],
    ['html_200', 'malformed'],
    ['401', 'unauthenticated'],
    ['403', 'forbidden'],
    ['403_untyped', 'refused'],
    ['404_untyped', 'refused'],
    ['409_untyped', 'refused'],
    ['503', 'refused'],
    ['429_empty', 'rate_limited'],
    ['429_typed', 'rate_limited'],
    ['refused', 'network'],
    ['truncated_json', 'malformed'],
  ] as const satisfies readonly (readonly [FaultName, string])[])(
    '%s on every list of links is %s, and no empty scope',
    async (fault, reason) => {
      const { api, readScope } = await setUp()
      api.faults.next({ match: onLinks, times: 10, answer: fault })

      expect(await readScope()).toMatchObject({ type: 'failed', scope: paris, failure: { reason } })
    },
  )

  test.each(['http_500_html', '503', '429_empty', 'refused', 'lose_answer'] as const)(
    '%s, met once, is overcome by asking again',
    async (fault) => {
      const { api, readScope, events } = await setUp()
      api.faults.next({ match: onLinks, answer: fault })

      expect(seen(await readScope()).links).toHaveLength(5)
      expect(events.filter(({ operation }) => operation === 'list_links')).toHaveLength(2)
    },
  )

  test('timeout ends with the caller’s deadline', async () => {
    const { api, reader } = await setUp()
    api.faults.next({ match: onLinks, times: 10, answer: 'timeout' })
    const abort = new AbortController()
    const result = reader.readScope(paris, abort.signal)
    while (!api.calls().some(({ path }) => onLinks.path.test(path))) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    abort.abort()

    expect(await result).toMatchObject({ type: 'failed', failure: { reason: 'timeout' } })
  })

  test('in one region leaves the others alone', async () => {
    const { api, readScope } = await setUp()
    api.faults.regionDown('nl-ams', 'http_502_html')
    const [down, up] = await Promise.all([readScope('nl-ams'), readScope('fr-par')])

    expect([down.type, up.type]).toEqual(['failed', 'seen'])
    api.faults.regionDown('nl-ams', null)
    expect((await readScope('nl-ams')).type).toBe('seen')
  })

  test('of an unknown region is a failure', async () => {
    const { readScope } = await setUp()

    expect(await readScope('it-mil')).toMatchObject({
      type: 'failed',
      failure: { reason: 'refused', status: 404 },
    })
  })
})

describe('a key', () => {
  test.each([
    ['expired-key', 'unauthenticated', 'has expired'],
    ['some-other-key', 'unauthenticated', 'SCW_SECRET_KEY'],
    ['no-interlink-key', 'forbidden', 'read rights on InterLink'],
  ])('%s is %s, in a sentence that says %s', async (secretKey, reason, words) => {
    const { readScope } = await setUp(demoWorld(NOW), { secretKey })
    const snapshot = await readScope()

    expect(snapshot).toMatchObject({ type: 'failed', failure: { reason, retryable: false } })
    expect(snapshot.type === 'failed' && snapshot.failure.message).toContain(words)
    expect(snapshot.type === 'failed' && snapshot.failure.requestId).not.toBeNull()
    expect(JSON.stringify(snapshot)).not.toContain(secretKey)
  })

  test('without rights on VPC still reads the links', async () => {
    const { readScope } = await setUp(demoWorld(NOW), { secretKey: 'no-vpc-key' })
    const { links, directory, unread } = seen(await readScope())

    expect(links).toHaveLength(5)
    expect(directory.vpcs).toBeNull()
    expect(unread).toMatchObject([{ kind: 'vpcs', failure: { reason: 'forbidden' } }])
  })
})
