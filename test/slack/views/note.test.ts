import { describe, expect, test } from 'vitest'
import type { Alert, Note } from '../../../src/alerting/alert.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { alertMetadata } from '../../../src/slack/metadata.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { anEntry } from '../../support/alerts.ts'
import { NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { aDigestWish, aSharedEntry, aSilenceOver } from './daily.ts'
import { HOSTILE_NAMES } from './hostile.ts'

const render = (alert: Alert) => renderAlert(alert, NOW, { mayRepeat: false, story: 'story-1' })
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const head = (message: RenderedMessage) => textsOf(message.blocks)[0]

const note = (told: Note, extra: Partial<Extract<Alert, { type: 'note' }>> = {}) =>
  render({ type: 'note', at: NOW, level: 'critical', about: ['paris-a'], count: 1, note: told, ...extra })

const over = { upSince: NOW, resolvedAt: NOW, ending: 'recovered' } as const
const buttons = (message: RenderedMessage) =>
  message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))

describe('A line of a thread', () => {
  test('reminds of what nobody has acknowledged, and can be acknowledged there', () => {
    const message = note({ type: 'reminder', number: 2, badSince: NOW - 900_000 })
    expect(message.text).toMatch(
      /^🔴 \*Critical: reminder 2\.\* `paris-a`: bad for 15 min, since .+, and nobody has acknowledged it\.$/u,
    )
    expect(buttons(message)).toMatchObject([{ action_id: 'acknowledge', value: 'story-1' }])
  })

  test('says whose acknowledgement expired, and pings nobody', () => {
    const message = note({ type: 'acknowledgement_expired', by: 'U0ADA', badSince: NOW })
    expect(message.text).toContain('the acknowledgement of `U0ADA` has expired')
    expect(buttons(message)).toMatchObject([{ action_id: 'acknowledge' }])
  })

  test.each([
    ['began', '🔴 *Critical: flapping.* `paris-a`: 7 changes in 1 h, up 62 % of it.'],
    ['goes_on', '🔴 *Critical: still flapping.* `paris-a`: 7 changes in 1 h, up 62 % of it.'],
    ['ended', '🟢 *Steady again.* `paris-a`: flapping is over, after 7 changes in 1 h, up 62 % of it.'],
  ] as const)('sums flapping up when it %s', (event, words) => {
    const message = note({ type: 'flapping', event, changes: 7, spanMs: 3_600_000, upShare: 0.6201 })
    expect(message.text).toContain(words)
  })

  test('tells a deadline in its one sentence', () => {
    const told = note({
      type: 'deadline',
      sentence: 'The order of paris-a expires in 2 d: chase the partner.',
    })
    expect(told.text).toContain(
      '*Critical: deadline.* The order of `paris-a` expires in 2 d: chase the partner.',
    )
  })

  test.each([
    ['silence_over', 'U0ADA', 'silenced by `U0ADA` until now, and still bad.'],
    ['worse_than_silenced', 'oncall:off', 'silenced by `oncall:off`, and worse now than what was silenced.'],
  ] as const)('tells after all what was held back: %s', (why, by, words) => {
    expect(note({ type: 'told_after_all', why, by }).text).toContain(words)
  })

  test.each([
    [true, 'carries already'],
    [false, 'does not carry yet'],
  ])(
    'of a link that was replaced names the other one, what both share, and whether it carries: %s',
    (carries, words) => {
      expect(note({ type: 'replaced', by: 'paris-b', same: 'same VLAN 1234', carries }).text).toContain(
        `*Replaced.* \`paris-a\`: replaced by \`paris-b\` (same VLAN 1234), which ${words}.`,
      )
    },
  )

  test('about many names the first of them, and counts the rest', () => {
    const about = Array.from({ length: 300 }, (_, n) => `paris-${n}`)
    const message = note({ type: 'reminder', number: 1, badSince: NOW }, { about, count: 1_000 })
    expect(message.text).toContain('`paris-4` and 995 more')
  })
})

describe('A silence that is over', () => {
  test('says what it was, and what it held back, what is still bad first', () => {
    const message = render({
      type: 'silence_over',
      at: NOW,
      silence: aSilenceOver(),
      entries: [anEntry(1, over), anEntry(2, { level: 'error' })],
    })
    expect(head(message)).toBe('🟠 Silence over · region:fr-par: 1 link still bad')
    expect(all(message)).toContain('*Silence* `silence-1` of `region:fr-par` until')
    expect(all(message)).toContain('by `U0ADA`: new optics')
    expect(all(message)).toContain('It held back 2 alerts: 1 still bad, 1 over meanwhile.')
    expect(all(message).indexOf('paris-2')).toBeLessThan(all(message).indexOf('paris-1'))
  })

  test('names the links of the alert it was made from, and no time at which nobody saw them recover', () => {
    const ended = { incidentId: '', resolvedAt: NOW, ending: 'recovered' } as const
    const [one, two] = [anEntry(1, ended), anEntry(2, ended)]
    const filter = `link:${one.link.id}`
    const many = render({
      type: 'silence_over',
      at: NOW,
      silence: aSilenceOver({ filter, heldLevels: { [one.link.id]: 'critical', [two.link.id]: 'error' } }),
      entries: [one, two],
    })
    expect(head(many)).toBe('⚪ Silence over · 2 links: nothing is bad now')
    expect(all(many)).toContain('of the 2 links of one alert until')
    expect(all(many)).toContain('🟢 *Recovered* `paris-1` in `fr-par` (was critical)')
    const silence = aSilenceOver({ filter, heldLevels: { [one.link.id]: 'critical' } })
    const single = render({ type: 'silence_over', at: NOW, silence, entries: [one] })
    expect(head(single)).toBe('⚪ Silence over · paris-1: nothing is bad now')
  })

  test('that was announced ahead of time is a maintenance, with its change', () => {
    const silence = aSilenceOver({ change: 'CHG-7', endedBy: 'U0BOB', until: { type: 'recovery' } })
    const message = render({ type: 'silence_over', at: NOW, silence, entries: [] })
    expect(head(message)).toBe('⚪ Maintenance over · region:fr-par: nothing is bad now')
    expect(all(message)).toContain('until each of its links has recovered')
    expect(all(message)).toContain('change `CHG-7`')
    expect(all(message)).toContain('It held nothing back.')
    expect(all(message)).toContain('Ended by `U0BOB` before its time.')
  })
})

test('Alerts that wait for another channel are told with the channel, why, and what to do', () => {
  const message = render({
    type: 'stuck',
    at: NOW,
    channel: 'C0NET',
    error: 'not_in_channel',
    advice: 'invite the bot to the channel (/invite @interlink)',
  })
  expect(message.text).toContain(
    '🟠 *Error: alerts for <#C0NET> wait.* They cannot be sent there: `not_in_channel`.',
  )
  expect(message.text).toContain('1. Invite the bot to the channel (/invite @interlink).')
  expect(all(message)).toContain('Nothing of them is lost')
})

test('A page that was sent to the chat by mistake is told in one plain line', () => {
  const message = render({
    type: 'page',
    at: NOW,
    event: {
      action: 'opened',
      key: 'k',
      level: 'critical',
      summary: 'paris-a is down <!channel>',
      incidentId: 'i',
      region: 'fr-par',
      links: [{ id: 'l', name: 'paris-a', region: 'fr-par', status: 'all_down' }],
      reason: 'x',
      since: NOW,
    },
  })
  expect(message.text).toBe('🔴 *Critical:* `paris-a` is down &lt;!channel&gt;')
})

test.each(HOSTILE_NAMES.map((name) => ({ name, title: JSON.stringify(name.slice(0, 12)) })))(
  'All of them keep inside the limits, ping nobody and break nothing with 300 links called $title',
  ({ name }) => {
    const link = { id: name, name, region: name, status: name }
    const many = Array.from({ length: 300 }, (_, n) =>
      anEntry(n, {
        link,
        reason: name,
        acknowledgement: { by: name, at: NOW, expiresAt: NOW },
        ...(n % 2 ? over : {}),
      }),
    )
    const silence = aSilenceOver({
      id: name,
      filter: name,
      reason: name,
      change: name,
      by: name,
      endedBy: name,
    })
    const notes: readonly Note[] = [
      { type: 'reminder', number: 1, badSince: NOW },
      { type: 'acknowledgement_expired', by: name, badSince: NOW },
      { type: 'deadline', sentence: name.repeat(20) },
      { type: 'replaced', by: name.repeat(20), same: 'same name', carries: true },
      { type: 'told_after_all', why: 'silence_over', by: name },
      { type: 'flapping', event: 'began', changes: 1, spanMs: 1, upShare: 7 },
    ]
    const alerts: readonly Alert[] = [
      ...notes.map((told): Alert => {
        const about = Array.from({ length: 300 }, () => name)
        return { type: 'note', at: NOW, level: 'error', about, count: 300, note: told }
      }),
      { type: 'silence_over', at: NOW, silence, entries: many },
      { type: 'stuck', at: NOW, channel: name, error: name, advice: name },
      {
        type: 'digest',
        at: NOW,
        subscription: aDigestWish({ filter: name }),
        statuses: { [name]: 300 },
        open: many,
        over: many,
        silences: Array.from({ length: 300 }, () => silence),
        blind: Array.from({ length: 300 }, () => ({ id: name, region: name })),
        shared: Array.from({ length: 300 }, (_, n) =>
          aSharedEntry({ name, region: name, reason: name, ...(n % 2 ? over : {}) }),
        ),
        milder: 3,
        reorders: [],
      },
      { type: 'group', at: NOW, cause: { type: 'pop', popId: name }, causeName: name, entries: many },
    ]
    for (const alert of alerts) {
      const message = render(alert)
      expect([...slackProblems(message), ...messageFormattingProblems(message)]).toEqual([])
      expect(alertMetadata('key', null, alert).event_payload.kind).toBe(alert.type)
    }
  },
)
