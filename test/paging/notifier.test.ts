import { describe, expect, test } from 'vitest'
import { createPagerNotifier } from '../../src/paging/notifier.ts'
import type { Notifier } from '../../src/watch/outbox.ts'
import { NOW } from '../support/links.ts'
import { aPageClaim } from './support.ts'

/** A notifier whose answers say who it is. */
const named = (name: string): Notifier => ({
  send: async () => ({ type: 'sent', ts: name }),
  find: async () => ({ type: 'found', ts: name }),
})

describe('one notifier for all channels', () => {
  const all = createPagerNotifier({
    slack: named('slack'),
    pagerduty: named('pagerduty'),
    webhook: named('webhook'),
  })

  test.each([
    ['pagerduty', 'pagerduty'],
    ['webhook', 'webhook'],
    ['C0NETONCALL', 'slack'],
  ])('takes what is for %s to %s', async (channel, name) => {
    const claim = aPageClaim(undefined, { channel })
    expect(await all.send(claim)).toEqual({ type: 'sent', ts: name })
    expect(await all.find(claim, NOW)).toEqual({ type: 'found', ts: name })
  })

  test.each([
    ['pagerduty', 'set PAGERDUTY_ROUTING_KEY again to send what waits'],
    ['webhook', 'set ALERT_WEBHOOK_URL and ALERT_WEBHOOK_SECRET again to send what waits'],
  ])('lets what is for %s wait where it is not configured any more', async (channel, advice) => {
    const none = createPagerNotifier({ slack: named('slack'), pagerduty: null, webhook: null })
    const claim = aPageClaim(undefined, { channel })
    expect(await none.send(claim)).toEqual({
      type: 'rejected',
      scope: 'channel',
      error: `${channel} is not configured any more`,
      advice,
    })
    expect(await none.find(claim, NOW)).toMatchObject({ type: 'unreadable' })
  })
})
