import { describe, expect, onTestFinished, test } from 'vitest'
import { createWebhook } from '../../src/paging/webhook.ts'
import { startWebhookReceiver } from '../../src/simulator/pager/webhook-receiver.ts'
import { aLinkAlert } from '../support/alerts.ts'
import { manualClock } from '../support/clock.ts'
import { startHttpServer } from '../support/http-server.ts'
import { NOW } from '../support/links.ts'
import { aPage, aPageClaim, aTransport, TIMEOUT_MS } from './support.ts'

const SECRET = 'a secret of the webhook'

async function hooking({ receiverSecret = SECRET, receiverNow = NOW } = {}) {
  const clock = manualClock(NOW)
  const receiver = await startWebhookReceiver({ clock: manualClock(receiverNow), secret: receiverSecret })
  onTestFinished(() => receiver.close())
  const webhook = createWebhook({
    ...aTransport(clock),
    url: `${receiver.url}/page?team=net`,
    secret: SECRET,
  })
  return { clock, receiver, webhook }
}

describe('a page that is posted', () => {
  test('is signed, and says what is known of it', async () => {
    const { receiver, webhook } = await hooking()
    expect(await webhook.send(aPageClaim())).toEqual({ type: 'sent', ts: 'delivery-1' })
    expect(receiver.events()).toEqual([
      {
        version: 1,
        id: 'delivery-1',
        event: 'opened',
        at: '2026-03-03T09:00:00.000Z',
        incident: {
          id: 'incident-1',
          key: 'incident-1',
          level: 'critical',
          summary: 'paris-a is down: last path into VPC prod for IPv6',
          reason: 'Paged: critical, on the last path into its VPC, and still bad after 60s.',
          region: 'fr-par',
          since: '2026-03-03T08:59:00.000Z',
        },
        links: [{ id: 'link-1', name: 'paris-a', region: 'fr-par', status: 'all_down' }],
      },
    ])
  })

  test.each(['opened', 'worsened', 'acknowledged', 'resolved', 'changed'] as const)(
    'names what happened: %s',
    async (action) => {
      const { receiver, webhook } = await hooking()
      await webhook.send(aPageClaim(aPage({ action })))
      expect(receiver.events()).toMatchObject([{ event: action }])
    },
  )

  test('is the same each time it is sent, but for the time it is signed at', async () => {
    const { clock, receiver, webhook } = await hooking()
    receiver.fault({ type: 'hang_up_after_storing' })
    expect(await webhook.send(aPageClaim())).toMatchObject({ type: 'unavailable' })
    await clock.advance(5_000)
    const again = aPageClaim(aPage(), { attempt: 2, mayRepeat: true, anew: true })
    expect(await webhook.send(again)).toMatchObject({ type: 'sent' })
    const [first, second] = receiver.requests
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['x-interlink-id']).toBe(first?.headers['x-interlink-id'])
    expect(second?.headers['x-interlink-timestamp']).toBe(String(NOW / 1_000 + 5))
    expect(receiver.events()).toHaveLength(1)
    expect(receiver.repetitions()).toBe(1)
  })

  test('cannot be looked for: it is sent again where nobody knows whether it arrived', async () => {
    const { webhook } = await hooking()
    expect(await webhook.find(aPageClaim(), NOW)).toMatchObject({ type: 'unreadable' })
  })
})

describe('a receiver that fails', () => {
  test.each([500, 503, 408])('with %i is tried again', async (status) => {
    const { receiver, webhook } = await hooking()
    receiver.fault({ type: 'fail', status })
    expect(await webhook.send(aPageClaim())).toEqual({
      type: 'unavailable',
      error: `the webhook answered ${status}`,
    })
  })

  test('with 429 is left alone for as long as it asks', async () => {
    const { receiver, webhook } = await hooking()
    receiver.fault({ type: 'fail', status: 429, retryAfterS: 7 })
    expect(await webhook.send(aPageClaim())).toEqual({ type: 'rate_limited', afterMs: 7_000 })
  })

  test('to answer is given up on when its time is up', async () => {
    const { clock, receiver, webhook } = await hooking()
    receiver.fault({ type: 'keep_silent' })
    const sent = webhook.send(aPageClaim())
    while (receiver.requests.length === 0) await clock.advance(0)
    await clock.advance(TIMEOUT_MS)
    expect(await sent).toEqual({ type: 'unavailable', error: 'the webhook: no answer within 10 s' })
  })
})

describe('a receiver that refuses', () => {
  test.each([
    ['another secret', { receiverSecret: 'another secret' }],
    ['another time', { receiverNow: NOW + 301_000 }],
  ])('for %s is told of with what to check', async (_, options) => {
    const { webhook } = await hooking(options)
    expect(await webhook.send(aPageClaim())).toEqual({
      type: 'rejected',
      scope: 'channel',
      error: 'the webhook answered 401',
      advice: "check ALERT_WEBHOOK_SECRET on both sides, and the receiver's clock",
    })
  })

  test.each([
    [400, 'message', 'check ALERT_WEBHOOK_URL and the receiver'],
    [404, 'channel', 'check ALERT_WEBHOOK_URL and the receiver'],
    [410, 'channel', 'check ALERT_WEBHOOK_URL and the receiver'],
  ] as const)('with %i holds up its %s', async (status, scope, advice) => {
    const { receiver, webhook } = await hooking()
    receiver.fault({ type: 'fail', status })
    expect(await webhook.send(aPageClaim())).toEqual({
      type: 'rejected',
      scope,
      error: `the webhook answered ${status}`,
      advice,
    })
  })

  test('is not followed elsewhere', async () => {
    const elsewhere = await startHttpServer((_, response) => response.writeHead(200).end())
    const redirecting = await startHttpServer((_, response) =>
      response.writeHead(307, { location: elsewhere.url }).end(),
    )
    onTestFinished(() => Promise.all([elsewhere.close(), redirecting.close()]).then(() => undefined))
    const webhook = createWebhook({ ...aTransport(), url: redirecting.url, secret: SECRET })
    expect(await webhook.send(aPageClaim())).toMatchObject({
      type: 'rejected',
      error: 'the webhook answered 307',
      advice: 'redirects are not followed: set ALERT_WEBHOOK_URL to where it leads',
    })
    expect(elsewhere.requests).toEqual([])
  })

  test('gets nothing but pages', async () => {
    const { receiver, webhook } = await hooking()
    expect(await webhook.send({ ...aPageClaim(), alert: aLinkAlert() })).toMatchObject({
      type: 'rejected',
      scope: 'message',
    })
    expect(receiver.requests).toEqual([])
  })
})
