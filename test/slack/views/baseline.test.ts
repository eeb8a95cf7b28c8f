import { describe, expect, test } from 'vitest'
import type { Alert, IncidentEntry } from '../../../src/alerting/alert.ts'
import type { ReadFailure } from '../../../src/domain/snapshot.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { alertMetadata } from '../../../src/slack/metadata.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { NOW } from '../../support/links.ts'
import { slackProblems, textsOf } from '../../support/slack-limits.ts'

type Baseline = Extract<Alert, { type: 'baseline' }>

const render = (alert: Alert) => renderAlert(alert, NOW, { mayRepeat: false })
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const first = (message: RenderedMessage) => textsOf(message.blocks)[0]

const failure: ReadFailure = {
  reason: 'unauthenticated',
  message: 'Scaleway answered 401: the key is expired.',
  status: 401,
  requestId: 'req-1',
  retryable: false,
}

describe('The first look', () => {
  const baseline = (entries: number, resolved = false): Baseline => ({
    type: 'baseline',
    at: NOW,
    scopes: [{ scope: { id: 'fr-par', region: 'fr-par' }, links: 12, malformed: 0 }],
    unreadable: [{ scope: { id: 'it-mil', region: 'it-mil' }, failure }],
    statuses: { active: 11, all_down: 1 },
    entries: Array.from({ length: entries }, (_, index) => ({
      incidentId: `i${index}`,
      link: {
        id: `l${index}`,
        name: `paris-${index}`,
        region: 'fr-par',
        status: resolved ? 'active' : 'all_down',
      },
      level: 'critical' as const,
      reason: 'Down at first sight.',
      upSince: resolved ? NOW - 120_000 : null,
      resolvedAt: resolved ? NOW : null,
      ending: resolved ? ('recovered' as const) : null,
      acknowledgement: null,
      flapping: false,
    })),
  })

  test('says what is watched, what is bad already, and what cannot be read', () => {
    const message = render(baseline(1))
    expect(first(message)).toBe('🔴 Critical · 1 link bad at first sight')
    expect(all(message)).toContain('Watching 12 links in `fr-par` (12).\n11 Active and 1 Down.')
    expect(all(message)).toContain('🔴 *Critical* `paris-0` in `fr-par`: Down. Down at first sight.')
    expect(all(message)).toContain('`it-mil` cannot be read: Scaleway answered 401')
  })

  test('is calm when nothing is bad', () => {
    expect(first(render(baseline(0)))).toBe('🟢 Now watching InterLink')
  })

  test('follows what is still open: as loud as the worst of that, not of what is over', () => {
    const alert = baseline(2)
    const [worst, other] = alert.entries as [IncidentEntry, IncidentEntry]
    const half: Baseline = {
      ...alert,
      entries: [
        { ...worst, resolvedAt: NOW, ending: 'recovered', link: { ...worst.link, status: 'active' } },
        { ...other, level: 'warning' },
      ],
    }
    const message = render(half)
    expect(first(message)).toBe('🟡 Warning · 1 of 2 links still bad')
    expect(all(message)).toContain('🟢 *Recovered* `paris-0`')
    expect(all(message)).toContain('🟡 *Warning* `paris-1`')
    expect(alertMetadata('key', null, half).event_payload).toMatchObject({ severity: 'warning' })
    expect(alertMetadata('key', null, baseline(2, true)).event_payload).toMatchObject({ severity: 'info' })
  })

  test('does not call recovered what is gone or in another state', () => {
    const alert = baseline(1, true)
    const [entry] = alert.entries as [IncidentEntry]
    const message = render({
      ...alert,
      entries: [{ ...entry, ending: 'gone', link: { ...entry.link, status: 'deleted' } }],
    })
    expect(first(message)).toBe('🟢 All that was bad at first sight is over')
    expect(all(message)).toContain('⚪ *Closed* `paris-0` in `fr-par`: Deleted, at <!date')
    expect(all(message)).not.toContain('Recovered')
  })

  test('shows what is up again and has to stay so', () => {
    const alert = baseline(1)
    const [entry] = alert.entries as [IncidentEntry]
    const message = render({ ...alert, entries: [{ ...entry, upSince: NOW }] })
    expect(first(message)).toBe('🔴 Critical · 1 link bad at first sight')
    expect(all(message)).toContain('🟢 *Up, confirming* `paris-0`')
  })

  test('names what could not be understood, which nobody watches', () => {
    const scopes = [
      { scope: { id: 'fr-par', region: 'fr-par' }, links: 12, malformed: 2 },
      { scope: { id: 'nl-ams', region: 'nl-ams' }, links: 1, malformed: 1 },
      { scope: { id: 'pl-waw', region: 'pl-waw' }, links: 1, malformed: 0 },
    ]
    const message = render({ ...baseline(0), scopes })
    for (const text of [all(message), message.text]) {
      expect(text).toContain('2 links in `fr-par` could not be understood and are not watched.')
      expect(text).toContain('1 link in `nl-ams` could not be understood and is not watched.')
      expect(text).not.toMatch(/in `pl-waw` could not/u)
    }
  })

  test('in a channel that subscribed to some of its links names those, and counts no others', () => {
    const message = render({ ...baseline(1), scopes: [], unreadable: [], statuses: {} })
    expect(first(message)).toBe('🔴 Critical · 1 link bad at first sight')
    expect(all(message)).toContain('what this channel has subscribed to')
    expect(all(message)).toContain('`paris-0`')
    expect(all(message)).not.toMatch(/Watching|it-mil/)
  })

  test('shows which of its links have recovered', () => {
    const message = render(baseline(2, true))
    expect(first(message)).toBe('🟢 All that was bad at first sight has recovered')
    expect(all(message)).toContain('🟢 *Recovered* `paris-0` in `fr-par`')
  })

  test('with 300 bad links stays inside the limits and says how many are left out', () => {
    const message = render(baseline(300))
    expect(slackProblems(message)).toEqual([])
    expect(all(message)).toMatch(/and \d+ more: see `\/interlink list`/)
  })
})
