import { beforeEach, describe, expect, test } from 'vitest'
import type { SlackWorkspace } from '../../src/simulator/slack/workspace.ts'
import type { ClaimedDelivery, Notifier } from '../../src/watch/outbox.ts'
import type { ManualClock } from '../support/clock.ts'
import { NOW } from '../support/links.ts'
import {
  aClaim,
  aNotifier,
  aReply,
  aWorkspace,
  CHANNEL,
  callsOf,
  PERSON,
  sentBy,
  setUpNotifier,
} from '../support/notifying.ts'

let clock: ManualClock
let slack: SlackWorkspace
let notifier: Notifier

beforeEach(async () => {
  ;({ clock, slack, notifier } = await setUpNotifier())
})

const send = (delivery: ClaimedDelivery) => sentBy(notifier, delivery)

describe('a message that may have arrived', () => {
  const chatter = (count: number) => {
    for (let n = 0; n < count; n += 1) {
      slack.postAs({ userId: PERSON, channelId: CHANNEL, text: `chatter ${n}` })
    }
  }

  test('is found by its key', async () => {
    const ts = await send(aClaim())
    chatter(3)
    expect(await notifier.find(aClaim(), NOW)).toEqual({ type: 'found', ts })
  })

  test('is not taken for another one', async () => {
    await send(aClaim({ type: 'post', key: 'key-2' }))
    expect(await notifier.find(aClaim(), NOW)).toEqual({ type: 'not_found' })
  })

  test('is found behind several pages of other messages', async () => {
    const ts = await send(aClaim())
    chatter(250)
    expect(await notifier.find(aClaim(), NOW)).toEqual({ type: 'found', ts })
    expect(callsOf(slack, 'conversations.history')).toHaveLength(3)
  })

  test('is looked for among the messages since its attempt, and a minute before', async () => {
    const ts = await send(aClaim())
    expect(await notifier.find(aClaim(), NOW + 59_000)).toEqual({ type: 'found', ts })
    expect(await notifier.find(aClaim(), NOW + 61_000)).toEqual({ type: 'not_found' })
  })

  test('in a thread is looked for there, behind several pages too', async () => {
    const parent = await send(aClaim())
    for (let n = 0; n < 150; n += 1) {
      slack.postAs({ userId: PERSON, channelId: CHANNEL, text: `chatter ${n}`, threadTs: parent })
    }
    const ts = await send(aReply(parent))
    expect(await notifier.find(aReply(parent), NOW)).toEqual({ type: 'found', ts })
    expect(await notifier.find(aReply(parent, 'line-2'), NOW)).toEqual({ type: 'not_found' })
    expect(callsOf(slack, 'conversations.history')).toEqual([])
  })

  test('in a thread that was deleted is not there', async () => {
    const parent = await send(aClaim())
    slack.deleteMessage(CHANNEL, parent)
    expect(await notifier.find(aReply(parent), NOW)).toEqual({ type: 'not_found' })
  })

  test('cannot be looked for without the right to read the channel', async () => {
    const blind = await aWorkspace(clock, { without: ['channels:history', 'groups:history'] })
    const found = await aNotifier(blind.apiUrl, clock).find(aClaim(), NOW)
    expect(found).toEqual({ type: 'unreadable', error: 'missing_scope' })
  })

  test('cannot be looked for in a channel that the bot was removed from', async () => {
    slack.setBotMember(CHANNEL, false)
    expect(await notifier.find(aClaim(), NOW)).toEqual({ type: 'unreadable', error: 'not_in_channel' })
  })

  test('cannot be looked for among too many messages', async () => {
    await send(aClaim())
    chatter(2_000)
    expect(await notifier.find(aClaim(), NOW)).toMatchObject({ type: 'unreadable' })
  })

  test('is looked for again later while the token is refused, since nothing can be sent either', async () => {
    slack.setTokenValid('bot', false)
    expect(await notifier.find(aClaim(), NOW)).toMatchObject({
      type: 'failed',
      error: expect.stringContaining('account_inactive'),
    })
  })

  test.each([
    ['a 429 with Retry-After', () => slack.faults.rateLimit({ retryAfterS: 7 }), 7_000],
    ['a 429 without Retry-After', () => slack.faults.rateLimit({ retryAfterS: null }), null],
    ['a page of HTML', () => slack.faults.htmlError(), null],
    ['an answer that is lost', () => slack.faults.loseAnswer(), null],
  ])('is looked for again later after %s', async (_name, breakIt, afterMs) => {
    breakIt()
    expect(await notifier.find(aClaim(), NOW)).toMatchObject({ type: 'failed', afterMs })
    expect(slack.calls()).toHaveLength(1)
  })
})
