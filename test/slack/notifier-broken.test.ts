import { beforeEach, describe, expect, test } from 'vitest'
import type { SlackWorkspace } from '../../src/simulator/slack/workspace.ts'
import type { ClaimedDelivery, Notifier } from '../../src/watch/outbox.ts'
import { aLinkAlert, downEvidence } from '../support/alerts.ts'
import type { ManualClock } from '../support/clock.ts'
import { startHttpServer } from '../support/http-server.ts'
import {
  aClaim,
  aNotifier,
  anEdit,
  aReply,
  aWorkspace,
  CHANNEL,
  callsOf,
  sentBy,
  setUpNotifier,
} from '../support/notifying.ts'

let clock: ManualClock
let slack: SlackWorkspace
let notifier: Notifier
let logged: string[]

beforeEach(async () => {
  ;({ clock, slack, notifier, logged } = await setUpNotifier())
})

const messages = () => slack.messages(CHANNEL)
const send = (delivery: ClaimedDelivery) => sentBy(notifier, delivery)

describe('what goes wrong with a message', () => {
  test.each([
    ['a 429 with Retry-After', () => slack.faults.rateLimit({ retryAfterS: 30 }), 30_000],
    ['a 429 without Retry-After', () => slack.faults.rateLimit({ retryAfterS: null }), null],
    ['an empty 429', () => slack.faults.rateLimit({ retryAfterS: null, emptyBody: true }), null],
    ['a ratelimited that is no 429', () => slack.faults.failWith({ error: 'ratelimited' }), null],
  ])('%s asks to wait, and nothing was sent', async (_name, breakIt, afterMs) => {
    breakIt()
    expect(await notifier.send(aClaim())).toEqual({ type: 'rate_limited', afterMs })
    expect(messages()).toEqual([])
  })

  test.each([
    ['a 500', () => slack.faults.failWith({ status: 500 })],
    ['a page of HTML with 503', () => slack.faults.htmlError({ status: 503 })],
    ['a page of HTML with 200', () => slack.faults.htmlError({ status: 200 })],
    ['an error of Slack itself', () => slack.faults.failWith({ error: 'internal_error' })],
    ['an answer that is lost', () => slack.faults.loseAnswer()],
  ])('after %s nobody knows whether it arrived', async (_name, breakIt) => {
    breakIt()
    expect(await notifier.send(aClaim())).toMatchObject({ type: 'unknown' })
  })

  test('without an answer it stops waiting, and nobody knows whether it arrived', async () => {
    slack.faults.hang()
    const impatient = aNotifier(slack.apiUrl, clock, { timeoutMs: 40 })
    expect(await impatient.send(aClaim())).toMatchObject({
      type: 'unknown',
      error: expect.stringContaining('Timeout'),
    })
  })

  test('where nobody listens, nothing was sent', async () => {
    const closed = await startHttpServer(() => {})
    await closed.close()
    expect(await aNotifier(`${closed.url}/api/`, clock).send(aClaim())).toEqual({
      type: 'unavailable',
      error: 'Slack could not be reached (ECONNREFUSED)',
    })
  })

  test('a page of HTML with 404 is an address that is wrong, and nothing was sent', async () => {
    slack.faults.htmlError({ status: 404 })
    expect(await notifier.send(aClaim())).toEqual({ type: 'unavailable', error: 'Slack answered 404' })
  })

  const fail = (error: string) => slack.faults.failWith({ error })

  test.each([
    ['channel_not_found', 'channel', () => {}, 'ALERT_CHANNEL', 'C0UNKNOWN1'],
    ['not_in_channel', 'channel', () => slack.setBotMember(CHANNEL, false), '/invite', CHANNEL],
    ['is_archived', 'channel', () => slack.setArchived(CHANNEL, true), 'unarchive', CHANNEL],
    ['account_inactive', 'workspace', () => slack.setTokenValid('bot', false), 'SLACK_BOT_TOKEN', CHANNEL],
    ['invalid_auth', 'workspace', () => fail('invalid_auth'), 'SLACK_BOT_TOKEN', CHANNEL],
    ['some_new_error', 'message', () => fail('some_new_error'), 'documentation', CHANNEL],
  ])('%s is for a person to mend, who is told how', async (error, scope, breakIt, advice, channel) => {
    breakIt()
    expect(await notifier.send(aClaim(undefined, { channel }))).toEqual({
      type: 'rejected',
      scope,
      error,
      advice: expect.stringContaining(advice),
    })
  })

  test('a scope that is missing is for a person to mend, who is told how', async () => {
    const mute = await aWorkspace(clock, { without: ['chat:write'] })
    expect(await aNotifier(mute.apiUrl, clock).send(aClaim())).toEqual({
      type: 'rejected',
      scope: 'workspace',
      error: 'missing_scope',
      advice: expect.stringContaining('manifest.yml'),
    })
  })

  test('an edit in an archived channel is for a person to mend, who is told how', async () => {
    const parent = await send(aClaim())
    slack.setArchived(CHANNEL, true)
    expect(await notifier.send(anEdit(parent))).toMatchObject({
      type: 'rejected',
      advice: expect.stringContaining('unarchive'),
    })
  })

  test('an alert that no view can show is told by its bare facts, and the defect is logged', async () => {
    const broken = { ...aLinkAlert(), evidence: { ...downEvidence(), siblings: null as never } }
    await send({ ...aClaim(), alert: broken })
    expect(messages()[0]?.text).toMatch(/^An alert of level critical about link [0-9a-f-]{36} in fr-par/)
    expect(logged.join()).toContain('a defect')
  })

  test.each([
    ['a post', 'chat.postMessage', () => aClaim()],
    ['a reply', 'chat.postMessage', () => aReply('1772528400.000100')],
    ['an edit', 'chat.update', () => anEdit('1772528400.000100')],
  ])('nothing is sent again without being asked: %s', async (_name, method, claim) => {
    const breakings = [
      () => slack.faults.rateLimit({ retryAfterS: 1 }),
      () => slack.faults.rateLimit({ retryAfterS: null }),
      () => slack.faults.failWith({ error: 'ratelimited' }),
      () => slack.faults.failWith({ status: 500 }),
      () => slack.faults.htmlError(),
      () => slack.faults.loseAnswer(),
      () => slack.faults.failWith({ error: 'not_in_channel' }),
    ]
    for (const breakIt of breakings) {
      breakIt()
      await notifier.send(claim())
    }
    expect(callsOf(slack, method)).toHaveLength(breakings.length)
    expect(slack.calls()).toHaveLength(breakings.length)
  })
})
