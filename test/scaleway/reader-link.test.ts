import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { createInterlinkReader } from '../../src/scaleway/reader.ts'
import { manualClock } from '../support/clock.ts'
import { sendJson } from '../support/http-server.ts'
import { aWireLink, WIRE_PAIRING_KEY } from '../support/wire.ts'
import { closeServers, list, NOW, paths, scope, setUp, start } from './reading.ts'

afterEach(closeServers)

describe('reading a link', () => {
  test('finds it', async () => {
    const { readLink, events } = await setUp()

    expect(await readLink('l-1')).toMatchObject({ type: 'found', link: { id: 'l-1', status: 'requested' } })
    expect(events).toMatchObject([{ operation: 'get_link', region: 'fr-par' }])
  })

  async function answering(answer: (response: ServerResponse) => void) {
    const server = await start((_, response) => answer(response))
    const reader = createInterlinkReader({
      apiUrl: `${server.url}/`,
      secretKey: 'the-secret-key',
      fetch: globalThis.fetch,
      clock: manualClock(NOW),
      random: () => 0,
      organizationId: null,
      userAgentVersion: '0.0.0',
    })
    return { server, result: await reader.readLink(scope, 'a/../b', new AbortController().signal) }
  }

  test('that is deleted but still there finds it', async () => {
    const { result } = await answering((response) =>
      sendJson(response, 200, aWireLink({ id: 'a/../b', status: 'deleted' })),
    )

    expect(result).toMatchObject({ type: 'found', link: { status: 'deleted' } })
  })

  test('that is not there, by a typed 404, says absent', async () => {
    const body = {
      message: 'resource is not found',
      resource: 'link',
      resource_id: 'x',
      type: 'not_found',
    }
    const { result, server } = await answering((response) => sendJson(response, 404, body))

    expect(result).toEqual({ type: 'absent' })
    expect(server.requests[0]?.url.pathname).toBe(`${paths.links}/a%2F..%2Fb`)
  })

  test.each([
    ['an untyped 404', 404, { message: 'no route' }],
    ['a typed 404 about something else', 404, { type: 'not_found', resource: 'project' }],
    ['an empty 404', 404, ''],
    ['a 410', 410, { type: 'expired' }],
  ])('does not take %s for absence', async (_, status, body) => {
    const { result } = await answering((response) => sendJson(response, status, body))

    expect(result).toMatchObject({ type: 'failed', failure: { reason: 'refused' } })
  })

  test('does not take another link for it', async () => {
    const { result } = await answering((response) => sendJson(response, 200, aWireLink({ id: 'another' })))

    expect(result).toMatchObject({
      type: 'failed',
      failure: { reason: 'malformed', message: expect.stringContaining('id is not the one') },
    })
  })
})

describe('the pairing key', () => {
  test('appears in nothing that is returned or reported, however the answers are broken', async () => {
    const key = WIRE_PAIRING_KEY
    const { partner, ...link } = aWireLink()
    const broken = [
      { ...link, partner },
      { ...link, id: 'b', partner: { ...partner, partner_id: 7 } },
      { ...link, id: 'c', partner: { ...partner, disapproved_reason: { key } } },
      { ...link, id: 'd', partner: key },
      { ...link, id: 'e', partner, self: { connection_id: 'x', key } },
      { ...link, id: 'f', partner: { [key]: key } },
      { ...link, id: 'g', status: 3, tags: [{ key }], [key]: key },
      key,
    ]
    const { readScope, readLink, events, answers } = await setUp({
      links: list('links', ...broken),
      partners: list('partners', key),
    })
    const reported: unknown[] = [await readScope(), await readLink('l-1')]
    answers.links = (response) => response.writeHead(200).end(`{"links":[{"pairing_key":"${key}"`)
    reported.push(await readScope())
    answers.links = (response) => sendJson(response, 200, { links: key, total_count: key })
    reported.push(await readScope(), events)

    const text = JSON.stringify(reported)
    expect(text).toContain('recorded-link')
    expect(text).toContain('partner_id is missing or no string')
    expect(text).not.toContain(key)
    expect(text).not.toContain('pairing_key')
    expect(text).not.toContain('the-secret-key')
  })
})
