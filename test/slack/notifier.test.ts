import { beforeEach, describe, expect, test } from 'vitest'
import type { ReadFailure } from '../../src/domain/snapshot.ts'
import type { SlackWorkspace } from '../../src/simulator/slack/workspace.ts'
import type { ClaimedDelivery, Notifier } from '../../src/watch/outbox.ts'
import { aLinkAlert, anEntry, anIncident } from '../support/alerts.ts'
import type { ManualClock } from '../support/clock.ts'
import { aContact } from '../support/contacts.ts'
import { aLink, NOW } from '../support/links.ts'
import {
  aClaim,
  aNotifier,
  anEdit,
  aReply,
  CHANNEL,
  callsOf,
  keysIn,
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

const messages = () => slack.messages(CHANNEL)
const send = (delivery: ClaimedDelivery) => sentBy(notifier, delivery)

describe('a message', () => {
  test('says whom to call as it is written down when it is sent', async () => {
    let phone = '+33 1'
    const contacts = { contactOf: () => aContact({ nocPhone: phone }) }
    const calling = aNotifier(slack.apiUrl, clock, { contacts })
    const sent = await calling.send(aClaim())
    expect(messages()[0]?.text).toContain('*NOC phone* `+33 1`')
    phone = '+33 2'
    if (sent.type !== 'sent') throw new Error('It was not sent.')
    await calling.send(anEdit(sent.ts))
    expect(messages()[0]?.text).toContain('*NOC phone* `+33 2`')
    expect(JSON.stringify(messages()[0]?.blocks)).toContain('+33 2')
  })

  test('is posted with its key, its incident and its link in the metadata', async () => {
    const ts = await send(aClaim())
    expect(messages()).toMatchObject([{ ts, user: slack.botUserId }])
    expect(messages()[0]?.metadata).toEqual({
      event_type: 'interlink_alert',
      event_payload: {
        alert_key: 'key-1',
        incident_id: 'incident-1',
        kind: 'link',
        severity: 'critical',
        at: '2026-03-03T09:00:00.000Z',
        link_id: aLink().id,
        region: 'fr-par',
        from: 'active',
        to: 'all_down',
      },
    })
  })

  test('carries blocks, a text for notifications, and no previews of its links', async () => {
    await send(aClaim())
    expect(messages()[0]?.blocks?.length).toBeGreaterThan(1)
    expect(messages()[0]?.text).toContain('paris-a')
    expect(callsOf(slack, 'chat.postMessage')[0]?.args).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
    })
  })

  test('about a link that has no status before, or none now, says so in words', async () => {
    await send(aClaim(undefined, { alert: aLinkAlert({ move: { from: null, to: 'all_down' } }) }))
    await send(aClaim(undefined, { alert: aLinkAlert({ move: { from: 'active', to: null } }) }))
    const [appeared, gone] = messages().map(({ metadata }) => metadata?.event_payload)
    expect(appeared).toMatchObject({ from: 'none', to: 'all_down' })
    expect(gone).toMatchObject({ from: 'active', to: 'deleted' })
  })

  test('about several links names the first twenty and counts all', async () => {
    const entries = Array.from({ length: 25 }, (_, n) => anEntry(n, { level: 'error' }))
    const alert = {
      type: 'baseline',
      at: NOW,
      scopes: [{ scope: { id: 'key/fr-par', region: 'fr-par' }, links: 25, malformed: 0 }],
      unreadable: [],
      statuses: { all_down: 25 },
      entries,
    } as const
    await send(aClaim(undefined, { alert, incidentId: null }))
    const payload = messages()[0]?.metadata?.event_payload
    expect(payload).toMatchObject({ kind: 'baseline', severity: 'error', count: 25 })
    expect(payload?.links).toEqual(
      entries.slice(0, 20).map(({ link }) => ({ id: link.id, from: 'none', to: 'all_down' })),
    )
    expect(payload).not.toHaveProperty('incident_id')
    expect(payload).not.toHaveProperty('link_id')
  })

  test('about a region names it', async () => {
    const scope = { id: 'key/nl-ams', region: 'nl-ams' }
    const incident = anIncident({ subject: { type: 'scope', scopeId: scope.id }, level: 'error' })
    const failure: ReadFailure = {
      reason: 'timeout',
      message: 'No answer.',
      status: null,
      requestId: null,
      retryable: true,
    }
    await send(
      aClaim(undefined, { alert: { type: 'scope', at: NOW, regions: [{ incident, scope, failure }] } }),
    )
    expect(messages()[0]?.metadata?.event_payload).toMatchObject({ kind: 'scope', region: 'nl-ams' })
  })

  test('that may repeat an earlier one says so', async () => {
    await send(aClaim(undefined, { mayRepeat: true }))
    expect(messages()[0]?.text).toContain('This may repeat an earlier message')
    expect(JSON.stringify(messages()[0]?.blocks)).toContain('This may repeat an earlier message')
  })
})

describe('whom a message pings, and what can be pressed', () => {
  const alert = aLinkAlert({
    incident: anIncident({ acknowledgement: { by: PERSON, at: NOW, expiresAt: NOW + 60_000 } }),
  })
  const mention = { type: 'here' } as const
  const shown = (n = 0) => `${messages()[n]?.text} ${JSON.stringify(messages()[n]?.blocks)}`

  test('a post mentions first, and names people without pinging them', async () => {
    await send(aClaim(undefined, { alert, mention }))
    expect(messages()[0]?.text.startsWith('<!here> 🔴 Critical')).toBe(true)
    expect(JSON.stringify(messages()[0]?.blocks?.[0])).toContain('<!here>')
    expect(shown()).toContain('*Acknowledged* by ada at')
    expect(shown()).not.toContain('<@')
  })

  test('an edit pings nobody, so it may name people by mention', async () => {
    const ts = await send(aClaim(undefined, { alert }))
    await send(anEdit(ts, { alert, mention }))
    expect(shown()).not.toContain('<!here>')
    expect(shown()).toContain(`*Acknowledged* by <@${PERSON}>`)
  })

  test('a broadcast mentions, and a quiet reply does not', async () => {
    const ts = await send(aClaim())
    await send({ ...aReply(ts, 'line-1', true), mention })
    await send({ ...aReply(ts, 'line-2'), mention })
    expect(shown(1)).toContain('<!here>')
    expect(shown(2)).not.toContain('<!here>')
  })

  test('its buttons carry its story', async () => {
    await send(aClaim(undefined, { story: 'story-7' }))
    for (const id of ['acknowledge', 'silence_story']) {
      expect(shown()).toMatch(new RegExp(`"action_id":"${id}"[^{]+.[^}]+.,"value":"story-7"`, 'u'))
    }
  })

  test('told anew it shows what happened so far', async () => {
    const history = [{ at: NOW, event: 'opened', status: 'all_down', by: null }] as const
    const told = aLinkAlert({ incident: anIncident({ history }) })
    await send(aClaim(undefined, { alert: told }))
    await send(aClaim({ type: 'post', key: 'key-2' }, { alert: told, anew: true }))
    expect(shown(0)).not.toContain('What happened so far')
    expect(shown(1)).toContain('What happened so far')
  })

  test('a name that Slack does not tell holds nothing up', async () => {
    slack.faults.failWith({ method: 'users.info', error: 'user_not_found' })
    await send(aClaim(undefined, { alert }))
    expect(shown()).toContain(`*Acknowledged* by \`${PERSON}\` at`)
  })
})

describe('a reply', () => {
  test('goes into the thread of its parent, and is not shown in the channel', async () => {
    const parent = await send(aClaim())
    await send(aReply(parent))
    expect(messages()[1]).toMatchObject({ thread_ts: parent })
    expect(messages()[1]).not.toHaveProperty('reply_broadcast')
    expect(keysIn(slack)).toEqual(['key-1', 'line-1'])
  })

  test('is shown in the channel too when it has to be noticed', async () => {
    const parent = await send(aClaim())
    await send(aReply(parent, 'line-1', true))
    expect(messages()[1]).toMatchObject({ thread_ts: parent, reply_broadcast: true })
  })

  test('to a thread that was deleted has no parent any more', async () => {
    const parent = await send(aClaim())
    slack.deleteMessage(CHANNEL, parent)
    expect(await notifier.send(aReply(parent))).toEqual({ type: 'parent_gone' })
  })
})

describe('an edit', () => {
  test('changes the message it is for, which keeps its alert key', async () => {
    const parent = await send(aClaim())
    const later = {
      ...anEdit(parent),
      alert: aLinkAlert({ move: { from: 'active', to: 'limited_connectivity' } }),
    }
    expect(await send(later)).toBe(parent)
    expect(messages()).toHaveLength(1)
    expect(messages()[0]?.edited).toBeDefined()
    expect(messages()[0]?.metadata?.event_payload).toMatchObject({
      alert_key: 'key-1',
      to: 'limited_connectivity',
    })
  })

  test('of a message that was deleted has no parent any more', async () => {
    const parent = await send(aClaim())
    slack.deleteMessage(CHANNEL, parent)
    expect(await notifier.send(anEdit(parent))).toEqual({ type: 'parent_gone' })
  })
})
