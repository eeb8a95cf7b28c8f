import { describe, expect, test } from 'vitest'
import { createChecks } from '../../src/telemetry/checks.ts'
import type { DeliveryReport, PollReport } from '../../src/watch/observer.ts'
import { manualClock } from '../support/clock.ts'

const NOW = Date.parse('2026-11-21T03:12:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const CHANNEL = 'C0NETONCALL'

function checking(
  options: {
    readonly pollIntervalMs?: number
    readonly channelProblem?: string
    readonly fileProblems?: readonly string[]
  } = {},
) {
  const clock = manualClock(NOW)
  const waiting: number[] = []
  const checks = createChecks({
    store: {
      ping: async () => {},
      backlog: async () => ({ waiting: waiting.length, oldestAt: waiting[0] ?? null }),
    },
    clock,
    slackConnected: () => true,
    fileProblems: () => options.fileProblems ?? [],
    pollIntervalMs: options.pollIntervalMs ?? 30_000,
    alertChannel: { id: CHANNEL, problem: options.channelProblem ?? null },
  })
  const attempted = (key: string, at: number, outcome: DeliveryReport['outcome']) =>
    checks.delivered({
      key,
      channel: CHANNEL,
      dispatch: 'post',
      alert: 'link',
      attempt: 1,
      outcome,
      ageMs: clock.now() - at,
    })
  return { clock, checks, waiting, attempted }
}

const read: PollReport = {
  at: NOW,
  durationMs: 1,
  scopes: [
    {
      scope: { id: 'default/fr-par', region: 'fr-par' },
      links: 0,
      malformed: [],
      transitions: 0,
      failure: null,
    },
  ],
  openIncidents: 0,
  deliveries: 0,
}

const failed = (error: string) => ({ type: 'retry', retryAt: NOW + MINUTE, error }) as const
const delivered = { type: 'delivered', ts: '1.000001', at: NOW } as const

describe('the check of Scaleway', () => {
  test.each([
    ['of five minutes, with polls every 30 s', 30_000, 5 * MINUTE],
    ['of two intervals, with a poll a day', 24 * HOUR, 48 * HOUR],
  ])('is well up to an age %s', async (_, pollIntervalMs, limitMs) => {
    const { clock, checks } = checking({ pollIntervalMs })
    checks.polled(read)
    await clock.advance(limitMs)
    expect((await checks.all.scaleway()).ok).toBe(true)
    await clock.advance(1)
    expect((await checks.all.scaleway()).ok).toBe(false)
  })
})

describe('the check of the delivery', () => {
  test('says how long the oldest alert waits, and why', async () => {
    const { clock, checks, waiting, attempted } = checking()
    waiting.push(NOW, NOW + MINUTE)
    await clock.advance(MINUTE)
    attempted('first', NOW, failed('rate limited'))
    attempted('first', NOW, failed('not_in_channel: invite the bot'))
    attempted('second', NOW + MINUTE, failed('is_archived: unarchive the channel'))
    expect(await checks.all.delivery()).toEqual({
      ok: true,
      detail: '2 waiting, the oldest for 60 s: not_in_channel: invite the bot',
    })
    await clock.advance(5 * MINUTE)
    expect((await checks.all.delivery()).ok).toBe(false)
  })

  test('forgets why once the alert was delivered, or settled without an attempt', async () => {
    const { clock, checks, waiting, attempted } = checking()
    attempted('delivered', NOW, failed('rate limited'))
    attempted('delivered', NOW, delivered)
    attempted('skipped', NOW, failed('is_archived'))
    await clock.advance(MINUTE)
    waiting.push(clock.now())
    expect((await checks.all.delivery()).detail).toBe('1 waiting, the oldest for 0 s')
    waiting.pop()
    expect((await checks.all.delivery()).detail).toBe('nothing waits')
  })

  test('shows no token that an error held', async () => {
    const { checks, waiting, attempted } = checking()
    waiting.push(NOW)
    attempted('first', NOW, failed('bad header xoxb-1-secret'))
    expect((await checks.all.delivery()).detail).toBe(
      '1 waiting, the oldest for 0 s: bad header [redacted token]',
    )
  })

  test('says what was in the way of the alert channel at the start, until something arrives there', async () => {
    const { checks, attempted } = checking({ channelProblem: 'the bot is not a member of ALERT_CHANNEL' })
    expect((await checks.all.delivery()).detail).toBe(
      'nothing waits: the bot is not a member of ALERT_CHANNEL',
    )
    attempted('first', NOW, delivered)
    expect((await checks.all.delivery()).detail).toBe('nothing waits')
  })
})
