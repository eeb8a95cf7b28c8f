import { describe, expect, test } from 'vitest'
import { apiErrors } from '../../../src/simulator/interlink/errors.ts'
import type { FaultName, Malformation } from '../../../src/simulator/interlink/faults.ts'
import { pageBody } from './bodies.ts'
import { startHarness } from './harness.ts'

describe('a fault of the next call', () => {
  test.each<[FaultName, number, string | null, string]>([
    ['http_500_html', 500, 'text/html', '<h1>500 Internal Server Error</h1>'],
    ['http_502_html', 502, 'text/html', '<h1>502 Bad Gateway</h1>'],
    ['html_200', 200, 'text/html', '<html>'],
    ['401', 401, 'application/json', '"type":"denied_authentication"'],
    ['403', 403, 'application/json', '"type":"permissions_denied"'],
    ['403_untyped', 403, 'application/json', '{"message":"request refused"}'],
    ['404_untyped', 404, 'application/json', '{"message":"no route"}'],
    ['409_untyped', 409, 'application/json', '{"message":"conflict"}'],
    ['503', 503, 'application/json', '{"message":"service unavailable"}'],
    ['429_typed', 429, 'application/json', '"reset_seconds":30'],
    ['429_empty', 429, null, ''],
  ])('%s answers %i, and the call after it is answered as ever', async (answer, status, type, text) => {
    const { api, call } = await startHarness()
    api.faults.next({ answer })
    const faulty = await call('GET', 'links')
    expect([faulty.status, faulty.headers.get('content-type')]).toEqual([status, type])
    expect(faulty.text).toContain(text)
    expect(faulty.headers.get('x-request-id')).toBe(api.calls().at(-1)?.requestId)
    expect((await call('GET', 'links')).status).toBe(200)
  })

  test('429_empty has the gateway’s header, no byte of a body and no Retry-After', async () => {
    const { api, call } = await startHarness()
    api.faults.next({ answer: '429_empty' })
    const { headers, text } = await call('GET', 'links')
    expect([headers.get('x-envoy-ratelimited'), headers.get('retry-after'), text]).toEqual(['true', null, ''])
  })

  test('may be any typed error or any bytes', async () => {
    const { api, call } = await startHarness()
    api.faults.next({ answer: apiErrors.quotasExceeded('interlink_links', 10, 10) })
    expect((await call('GET', 'links')).body).toMatchObject({ type: 'quotas_exceeded' })
    api.faults.next({ answer: { status: 418, headers: { 'Retry-After': '7' }, body: 'short' } })
    const raw = await call('GET', 'links')
    expect([raw.status, raw.headers.get('retry-after'), raw.text]).toEqual([418, '7', 'short'])
  })

  test('happens as often as told, and only to calls that match', async () => {
    const { api, call } = await startHarness()
    api.faults.next({ match: { method: 'GET', path: /\/pops$/, region: 'fr-par' }, times: 2, answer: '503' })
    api.faults.next({ match: ({ query }) => query.page?.[0] === '2', answer: '429_empty' })
    const statuses: number[] = []
    for (const path of ['links', 'pops', 'links?page=2', 'pops', 'pops', 'links?page=2']) {
      statuses.push((await call('GET', path)).status)
    }
    expect(statuses).toEqual([200, 503, 429, 503, 200, 200])
  })

  test('refused breaks the connection before anything is done', async () => {
    const { api, call } = await startHarness()
    const link = api.world.addLink()
    api.faults.next({ answer: 'refused' })
    await expect(call('PATCH', `links/${link.id}`, { name: 'x' })).rejects.toThrow('fetch failed')
    expect(api.world.link(link.id)).toEqual(link)
    expect(api.calls().at(-1)?.status).toBeNull()
  })

  test('lose_answer does what was asked and then breaks the connection', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    api.faults.next({ answer: 'lose_answer' })
    await expect(call('PATCH', `links/${id}`, { name: 'x' })).rejects.toThrow('fetch failed')
    expect(api.world.link(id)?.name).toBe('x')
  })

  test('504_after_acting does what was asked, and the gateway says that it gave up', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    api.faults.next({ answer: '504_after_acting' })
    const answer = await call('PATCH', `links/${id}`, { name: 'x' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([504, 'text/html'])
    expect(api.world.link(id)?.name).toBe('x')
  })

  test('timeout_after_acting does what was asked and never answers', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    api.faults.next({ match: { method: 'PATCH' }, answer: 'timeout_after_acting' })
    const hanging = call('PATCH', `links/${id}`, { name: 'x' }).catch((error: Error) => error.message)
    while (api.world.link(id)?.name !== 'x') await new Promise((resolve) => setImmediate(resolve))
    // A later call is answered, so the first one is not merely slow.
    expect((await call('GET', 'links')).status).toBe(200)
    expect(api.calls().find(({ method }) => method === 'PATCH')?.status).toBeNull()
    await api.close()
    expect(await hanging).toContain('fetch failed')
  })

  test('timeout never answers and does nothing, and closing the stand-in ends the wait', async () => {
    const { api, call, clock } = await startHarness()
    const link = api.world.addLink()
    api.faults.next({ match: { method: 'PATCH' }, answer: 'timeout' })
    const hanging = call('PATCH', `links/${link.id}`, { name: 'x' }).catch((error: Error) => error.message)
    while (api.calls().length === 0) await clock.advance(0)
    // A later call is answered, so the first one is not merely slow.
    expect((await call('GET', `links/${link.id}`)).body).toHaveProperty('name', link.name)
    await api.close()
    expect(await hanging).toBe('fetch failed')
    expect(api.world.link(link.id)).toEqual(link)
    expect(api.calls()[0]).toMatchObject({ method: 'PATCH', status: null })
  })

  test('truncated_json sends status 200 and half of the JSON', async () => {
    const { api, call } = await startHarness()
    api.world.addLink()
    const whole = (await call('GET', 'links')).text
    api.faults.next({ answer: 'truncated_json' })
    const half = await call('GET', 'links')
    expect([half.status, half.body]).toEqual([200, undefined])
    expect(whole.startsWith(half.text) && half.text.length === Math.floor(whole.length / 2)).toBe(true)
  })
})

describe('faults that last', () => {
  test('a region that is down answers nothing else, while the others work', async () => {
    const { api, fetch } = await startHarness()
    const statusOf = async (region: string) =>
      (await fetch(`/interlink/v1beta1/regions/${region}/links`)).status
    api.faults.regionDown('nl-ams', 'http_500_html')
    expect([await statusOf('nl-ams'), await statusOf('fr-par'), await statusOf('nl-ams')]).toEqual([
      500, 200, 500,
    ])
    api.faults.regionDown('nl-ams', null)
    expect(await statusOf('nl-ams')).toBe(200)
  })

  test('latency passes on the stand-in’s clock', async () => {
    const { api, call, clock } = await startHarness()
    api.faults.setLatencyMs(300)
    let answered = false
    const slow = call('GET', 'links').then(() => {
      answered = true
    })
    while (api.calls().length === 0) await clock.advance(0)
    await clock.advance(299)
    expect(answered).toBe(false)
    await clock.advance(1)
    await slow
    expect(answered).toBe(true)
  })

  test.each<[Malformation, unknown]>([
    ['id_missing', expect.not.objectContaining({ id: expect.anything() })],
    ['name_is_number', expect.objectContaining({ name: 42 })],
    ['status_missing', expect.not.objectContaining({ status: expect.anything() })],
    ['tags_is_text', expect.objectContaining({ tags: 'prod' })],
    ['created_at_is_nonsense', expect.objectContaining({ created_at: 'yesterday' })],
    ['partner_is_text', expect.objectContaining({ partner: 'HexaIX' })],
    ['not_an_object', expect.any(String)],
  ])('a link can be malformed by %s, listed and by itself, beside a sound one', async (how, malformed) => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink({ name: 'a' })
    const sound = api.world.addLink({ name: 'b' })
    api.faults.malformedLink(id, how)
    const { body } = await call('GET', 'links?order_by=name_asc')
    expect(body).toMatchObject({ links: [malformed, { id: sound.id, name: 'b' }] })
    expect((await call('GET', `links/${id}`)).body).toEqual(malformed)
    api.faults.malformedLink(id, null)
    expect((await call('GET', `links/${id}`)).body).toMatchObject({ id, name: 'a' })
  })

  test('a link can be malformed in any way', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    api.faults.malformedLink(id, (link) => ({ ...link, vlan: null, status: 'teleporting' }))
    expect((await call('GET', `links/${id}`)).body).toMatchObject({ vlan: null, status: 'teleporting' })
  })

  test('pages shift, so that a link is seen twice or not at all', async () => {
    const { api, call } = await startHarness()
    for (const name of ['a', 'b', 'c', 'd']) api.world.addLink({ name })
    const seen = async () => {
      const pages = [await call('GET', 'links?order_by=name_asc&page_size=2&page=1')]
      pages.push(await call('GET', 'links?order_by=name_asc&page_size=2&page=2'))
      return pages.flatMap((page) => page.read(pageBody('links')).rows.map((link) => link.name)).join('')
    }
    expect(await seen()).toBe('abcd')
    api.faults.shiftPages(-1)
    expect(await seen()).toBe('abbc')
    api.faults.shiftPages(1)
    expect(await seen()).toBe('abd')
  })

  test('a link is listed twice while the total stays true', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    api.faults.duplicateLink(id)
    const { rows, total } = (await call('GET', 'links')).read(pageBody('links'))
    expect([rows.map((link) => link.id), total]).toEqual([[id, id], 1])
  })

  test('optional fields are null instead of absent', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink({ vpc_id: null, routing_policy_v6_id: null })
    api.faults.sendNulls(true)
    const { body } = await call('GET', `links/${id}`)
    expect(body).toMatchObject({
      vpc_id: null,
      routing_policy_v6_id: null,
      routing_policy_id: null,
      self: null,
      partner: { l3_connectivity: null, disapproved_reason: '' },
    })
  })

  test('are all taken back at once', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink({ vpc_id: null })
    const before = (await call('GET', 'links')).text
    api.faults.next({ answer: '503', times: 5 })
    api.faults.regionDown('fr-par', 'refused')
    api.faults.setLatencyMs(1000)
    api.faults.malformedLink(id, 'id_missing')
    api.faults.duplicateLink(id)
    api.faults.sendNulls(true)
    api.faults.clear()
    expect((await call('GET', 'links')).text).toBe(before)
  })
})
