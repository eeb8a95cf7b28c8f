import { beforeEach, describe, expect, test } from 'vitest'
import type { SlackWorkspace } from '../../src/simulator/slack/workspace.ts'
import type { Notifier } from '../../src/watch/outbox.ts'
import { aLinkAlert, anIncident } from '../support/alerts.ts'
import { NOW } from '../support/links.ts'
import { aClaim, anEdit, CHANNEL, callsOf, setUpNotifier } from '../support/notifying.ts'
import { HOSTILE_NAMES, hostileEvidence } from './views/hostile.ts'

let slack: SlackWorkspace
let notifier: Notifier
let logged: string[]

beforeEach(async () => {
  ;({ slack, notifier, logged } = await setUpNotifier())
})

const messages = () => slack.messages(CHANNEL)

describe('an alert that Slack does not take whole', () => {
  test.each(['invalid_blocks', 'msg_blocks_too_long', 'metadata_too_large', 'invalid_arguments'])(
    'for %s goes out at once as plain text, with as little metadata as finds it again',
    async (error) => {
      slack.faults.failWith({ error })
      expect(await notifier.send(aClaim())).toMatchObject({ type: 'sent' })
      expect(messages()).toHaveLength(1)
      expect(messages()[0]?.blocks ?? []).toEqual([])
      expect(messages()[0]?.text).toContain('`paris-a` is down')
      expect(messages()[0]?.metadata).toEqual({
        event_type: 'interlink_alert',
        event_payload: { alert_key: 'key-1', kind: 'link' },
      })
      expect(await notifier.find(aClaim(), NOW)).toMatchObject({ type: 'found' })
      expect(logged.join()).toContain('a defect')
    },
  )

  test('nor as plain text goes out without any metadata', async () => {
    slack.faults.failWith({ error: 'invalid_metadata_schema', times: 2 })
    expect(await notifier.send(aClaim())).toMatchObject({ type: 'sent' })
    expect(messages()).toHaveLength(1)
    expect(messages()[0]?.metadata).toBeUndefined()
    expect(messages()[0]?.text).toContain('`paris-a` is down')
  })

  test('in any form is a defect to report, after three attempts', async () => {
    slack.faults.failWith({ error: 'msg_too_long', times: 3 })
    expect(await notifier.send(aClaim())).toEqual({
      type: 'rejected',
      scope: 'message',
      error: 'msg_too_long',
      advice: 'report this as a defect',
    })
    expect(callsOf(slack, 'chat.postMessage')).toHaveLength(3)
    expect(messages()).toEqual([])
  })

  test('and then meets a limit waits, as any other', async () => {
    slack.faults.failWith({ error: 'invalid_blocks' })
    slack.faults.rateLimit({ retryAfterS: 5 })
    expect(await notifier.send(aClaim())).toEqual({ type: 'rate_limited', afterMs: 5_000 })
    expect(callsOf(slack, 'chat.postMessage')).toHaveLength(2)
  })

  test('loses its old blocks where it is an edit', async () => {
    const sent = await notifier.send(aClaim())
    if (sent.type !== 'sent') throw new Error('It was not sent.')
    slack.faults.failWith({ error: 'invalid_blocks' })
    const incident = anIncident({ resolvedAt: NOW, ending: 'gone' })
    const alert = aLinkAlert({ incident, move: { from: 'active', to: null } })
    expect(await notifier.send(anEdit(sent.ts, { alert }))).toMatchObject({ type: 'sent' })
    expect(messages()).toHaveLength(1)
    expect(messages()[0]?.blocks ?? []).toEqual([])
    expect(messages()[0]?.text).toContain('`paris-a` is gone')
  })
})

test('errors about channel or rights, and those of tomorrow, are not tried in another form', async () => {
  for (const error of ['not_in_channel', 'missing_scope', 'some_new_error']) {
    slack.faults.failWith({ error })
    expect(await notifier.send(aClaim())).toMatchObject({ type: 'rejected', error })
  }
  expect(slack.calls()).toHaveLength(3)
})

test('whatever a name contains, a message is taken whole when it is posted and when it is edited', async () => {
  for (const name of HOSTILE_NAMES) {
    const evidence = hostileEvidence(name, { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } })
    const incident = anIncident({ reason: name.repeat(4) })
    const inferred = { after: NOW - 60_000, before: NOW }
    const alert = aLinkAlert({ evidence, incident, inferred, move: { from: name, to: 'all_down' } })
    const sent = await notifier.send(aClaim(undefined, { alert, mayRepeat: true }))
    if (sent.type !== 'sent') throw new Error('It was not sent.')
    expect(await notifier.send(anEdit(sent.ts, { alert, mayRepeat: true }))).toMatchObject({ type: 'sent' })
  }
  const texts = callsOf(slack, 'chat.update').map(({ args }) => String(args.text).length)
  expect(texts).toHaveLength(HOSTILE_NAMES.length)
  expect(Math.max(...texts)).toBeLessThanOrEqual(4_000)
  expect(callsOf(slack, 'chat.postMessage')).toHaveLength(HOSTILE_NAMES.length)
  expect(logged).toEqual([])
})
