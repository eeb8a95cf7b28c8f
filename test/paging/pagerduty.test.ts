import { describe, expect, onTestFinished, test } from 'vitest'
import { createPagerDuty } from '../../src/paging/pagerduty.ts'
import { startPagerDuty } from '../../src/simulator/pager/pagerduty.ts'
import { startPagerServer } from '../../src/simulator/pager/server.ts'
import { aLinkAlert } from '../support/alerts.ts'
import { manualClock } from '../support/clock.ts'
import { startHttpServer } from '../support/http-server.ts'
import { NOW } from '../support/links.ts'
import { aPage, aPageClaim, aTransport, ROUTING_KEY, TIMEOUT_MS } from './support.ts'

async function paging({ routingKeys = [ROUTING_KEY] as readonly string[] } = {}) {
  const clock = manualClock(NOW)
  const pagerDuty = await startPagerDuty({ clock, routingKeys, newId: () => 'made-up-key' })
  onTestFinished(() => pagerDuty.close())
  return { clock, pagerDuty, ...notifierAt(pagerDuty.url, clock) }
}

function notifierAt(eventsUrl: string, clock = manualClock(NOW)) {
  const logged: object[] = []
  const notifier = createPagerDuty({
    ...aTransport(clock),
    routingKey: ROUTING_KEY,
    eventsUrl,
    source: 'interlink',
    logger: { error: (fields) => void logged.push(fields) },
  })
  return { notifier, logged, send: (event = aPage()) => notifier.send(aPageClaim(event)) }
}

describe('a page that is opened', () => {
  test('triggers an alert with its key, and calls somebody', async () => {
    const { pagerDuty, send } = await paging()
    expect(await send()).toEqual({ type: 'sent', ts: 'delivery-1' })
    expect(pagerDuty.alert('incident-1')).toMatchObject({
      state: 'triggered',
      severity: 'critical',
      summary: 'paris-a is down: last path into VPC prod for IPv6',
      source: 'interlink',
    })
    expect(pagerDuty.notifications()).toMatchObject([{ dedupKey: 'incident-1', urgency: 'high' }])
  })

  test('says what is known of it', async () => {
    const { pagerDuty, send } = await paging()
    await send()
    expect(JSON.parse(pagerDuty.requests[0]?.body ?? '')).toEqual({
      routing_key: ROUTING_KEY,
      event_action: 'trigger',
      dedup_key: 'incident-1',
      payload: {
        summary: 'paris-a is down: last path into VPC prod for IPv6',
        source: 'interlink',
        severity: 'critical',
        timestamp: '2026-03-03T09:00:00.000Z',
        component: 'paris-a',
        group: 'fr-par',
        class: 'InterLink',
        custom_details: {
          what: 'opened',
          level: 'critical',
          why: 'Paged: critical, on the last path into its VPC, and still bad after 60s.',
          incident: 'incident-1',
          region: 'fr-par',
          bad_since: '2026-03-03T08:59:00.000Z',
          links: [{ id: 'link-1', name: 'paris-a', status: 'all_down' }],
        },
      },
      links: [{ href: 'https://console.scaleway.com/interlink/links', text: 'InterLink in the console' }],
      client: 'interlink-bot',
    })
  })

  test('is told at low urgency when it is an error', async () => {
    const { pagerDuty, send } = await paging()
    await send(aPage({ level: 'error' }))
    expect(pagerDuty.notifications()).toMatchObject([{ urgency: 'low' }])
  })

  test('fits, however long its summary, its key and its list of links are', async () => {
    const { pagerDuty, send } = await paging()
    const links = Array.from({ length: 5_000 }, (_, n) => ({
      id: `link-${n}`,
      name: 'x'.repeat(100),
      region: 'fr-par',
      status: 'all_down',
    }))
    const long = aPage({ summary: `${'😀'.repeat(511)}.😀`, key: 'k'.repeat(256), links })
    expect(await send(long)).toMatchObject({ type: 'sent' })
    expect(await send({ ...long, action: 'resolved' })).toMatchObject({ type: 'sent' })
    expect(pagerDuty.alerts()).toMatchObject([{ state: 'resolved', summary: `${'😀'.repeat(511)}.…` }])
    const { payload } = JSON.parse(pagerDuty.requests[0]?.body ?? '')
    expect(payload.custom_details).toMatchObject({ links_not_listed: 4_950 })
    expect(payload.custom_details.links).toHaveLength(50)
  })
})

describe('what follows a page', () => {
  test('is applied to its alert: acknowledged, then resolved', async () => {
    const { pagerDuty, send } = await paging()
    await send()
    await send(aPage({ action: 'acknowledged' }))
    expect(pagerDuty.alert('incident-1')?.state).toBe('acknowledged')
    await send(aPage({ action: 'resolved' }))
    expect(pagerDuty.alert('incident-1')?.state).toBe('resolved')
    expect(pagerDuty.notifications()).toHaveLength(1)
  })

  test('calls again with another key, which an acknowledged alert does not', async () => {
    const { pagerDuty, send } = await paging()
    await send()
    await send(aPage({ action: 'acknowledged' }))
    await send(aPage({ action: 'worsened' }))
    expect(pagerDuty.notifications()).toHaveLength(1)
    await send(aPage({ action: 'worsened', key: 'incident-1#2' }))
    expect(pagerDuty.notifications().map(({ dedupKey }) => dedupKey)).toEqual(['incident-1', 'incident-1#2'])
  })

  test('is a change event where it is a change of configuration: it calls nobody', async () => {
    const { pagerDuty, send } = await paging()
    expect(await send(aPage({ action: 'changed' }))).toMatchObject({ type: 'sent' })
    expect(pagerDuty.changes()).toMatchObject([
      { payload: { source: 'interlink', summary: 'paris-a is down: last path into VPC prod for IPv6' } },
    ])
    expect(pagerDuty.alerts()).toEqual([])
  })
})

describe('an attempt that fails', () => {
  test.each([500, 502, 503, 408])('with %i is made again', async (status) => {
    const { pagerDuty, send } = await paging()
    pagerDuty.fault({ type: 'fail', status })
    expect(await send()).toEqual({ type: 'unavailable', error: `PagerDuty answered ${status}` })
    expect(await send()).toMatchObject({ type: 'sent' })
    expect(pagerDuty.notifications()).toHaveLength(1)
  })

  test.each([
    [{ type: 'fail', status: 429, retryAfterS: 120 }, 120_000],
    [{ type: 'fail', status: 429 }, null],
  ] as const)('with %j waits for as long as it is asked to', async (fault, afterMs) => {
    const { pagerDuty, send } = await paging()
    pagerDuty.fault(fault)
    expect(await send()).toEqual({ type: 'rate_limited', afterMs })
  })

  test('after the page has arrived is made again, and calls nobody twice', async () => {
    const { pagerDuty, send } = await paging()
    pagerDuty.fault({ type: 'hang_up_after_storing' })
    expect(await send()).toMatchObject({ type: 'unavailable' })
    expect(await send()).toMatchObject({ type: 'sent' })
    expect(pagerDuty.alerts()).toHaveLength(1)
    expect(pagerDuty.notifications()).toHaveLength(1)
  })

  test('for want of an answer ends when its time is up', async () => {
    const { clock, pagerDuty, notifier } = await paging()
    pagerDuty.fault({ type: 'keep_silent' })
    const sent = notifier.send(aPageClaim())
    while (pagerDuty.requests.length === 0) await clock.advance(0)
    await clock.advance(TIMEOUT_MS)
    expect(await sent).toEqual({ type: 'unavailable', error: 'PagerDuty: no answer within 10 s' })
  })

  test('for want of a server names the cause and not the key', async () => {
    const gone = await startPagerServer(() => ({ status: 202, body: {} }))
    await gone.close()
    const outcome = await notifierAt(gone.url).send()
    expect(outcome).toEqual({ type: 'unavailable', error: 'PagerDuty: no connection (ECONNREFUSED)' })
  })
})

describe('a page that PagerDuty refuses', () => {
  test('for its key holds its channel until the key is mended', async () => {
    const { send } = await paging({ routingKeys: [] })
    expect(await send()).toEqual({
      type: 'rejected',
      scope: 'channel',
      error: 'PagerDuty answered 400 (Invalid routing key)',
      advice: 'check PAGERDUTY_ROUTING_KEY: it has to be the integration key of an Events API v2 integration',
    })
  })

  test('as it is goes out with its bare facts, and the defect is logged', async () => {
    const { pagerDuty, send, logged } = await paging()
    // Nothing blank is taken as a group.
    expect(await send(aPage({ region: ' ' }))).toMatchObject({ type: 'sent' })
    expect(pagerDuty.alert('incident-1')).toMatchObject({ state: 'triggered', severity: 'critical' })
    expect(logged).toEqual([{ alertKey: 'delivery-1', errors: "'payload.group' is missing or blank" }])
  })

  test('even so waits alone: what comes after it may go through', async () => {
    const { send } = await paging()
    expect(await send(aPage({ summary: ' ' }))).toEqual({
      type: 'rejected',
      scope: 'message',
      error: "PagerDuty answered 400 ('payload.summary' is missing or blank)",
      advice: 'report this as a defect',
    })
  })

  test.each([
    [200, 'an answer that is not PagerDuty’s'],
    [302, 'a redirect'],
    [404, 'no such path'],
  ])('with %i, %s, names the URL to check', async (status) => {
    const server = await startHttpServer((_, response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:9/elsewhere' }).end('<html>'),
    )
    onTestFinished(() => server.close())
    expect(await notifierAt(server.url).send()).toEqual({
      type: 'rejected',
      scope: 'channel',
      error: `PagerDuty answered ${status}`,
      advice: 'check PAGERDUTY_EVENTS_URL',
    })
    expect(server.requests).toHaveLength(1)
  })

  test('never shows the key that it quotes', async () => {
    const server = await startHttpServer((_, response) =>
      response.writeHead(400).end(JSON.stringify({ errors: [`Invalid routing key ${ROUTING_KEY}`] })),
    )
    onTestFinished(() => server.close())
    const outcome = await notifierAt(server.url).send()
    expect(JSON.stringify(outcome)).toContain('Invalid routing key [redacted]')
    expect(JSON.stringify(outcome)).not.toContain(ROUTING_KEY)
  })
})

describe('a page in doubt', () => {
  test('cannot be looked for, so that it is sent again, unchanged', async () => {
    const { pagerDuty, notifier } = await paging()
    expect(await notifier.find(aPageClaim(), NOW)).toMatchObject({ type: 'unreadable' })
    await notifier.send(aPageClaim())
    await notifier.send(aPageClaim(aPage(), { mayRepeat: true, attempt: 3, anew: true }))
    expect(pagerDuty.requests[1]?.body).toBe(pagerDuty.requests[0]?.body)
  })

  test('is nothing but a page: another alert is refused', async () => {
    const { notifier, pagerDuty } = await paging()
    const outcome = await notifier.send({ ...aPageClaim(), alert: aLinkAlert() })
    expect(outcome).toMatchObject({ type: 'rejected', scope: 'message', error: 'not_a_page' })
    expect(pagerDuty.requests).toEqual([])
  })
})
