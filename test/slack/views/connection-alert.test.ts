import { describe, expect, test } from 'vitest'
import type { Alert, IncidentEntry } from '../../../src/alerting/alert.ts'
import type { Incident } from '../../../src/domain/incident.ts'
import { CONNECTION_STATUSES } from '../../../src/domain/status.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { anEntry, anIncident } from '../../support/alerts.ts'
import { aConnection, CONNECTION_ID, NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { HOSTILE_NAMES } from './hostile.ts'

type ConnectionAlert = Extract<Alert, { type: 'connection' }>
type ConnectionLine = Extract<Alert, { type: 'connection_line' }>

const render = (alert: Alert) => renderAlert(alert, NOW, { mayRepeat: false })
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const head = (message: RenderedMessage) => textsOf(message.blocks)[0]

const incident = (overrides: Partial<Incident> = {}): Incident =>
  anIncident({
    subject: { type: 'connection', connectionId: CONNECTION_ID, scopeId: 'fr-par' },
    rule: 'connection_failed',
    reason: 'A dedicated connection that links in service ride on carries nothing any more.',
    badStatus: 'failed',
    ...overrides,
  })
const entry = (n: number, extra: Partial<IncidentEntry> = {}): IncidentEntry =>
  anEntry(n, { link: { id: `l${n}`, name: `dc-${n}`, region: 'fr-par', status: 'all_down' }, ...extra })
const alert = (extra: Partial<ConnectionAlert> = {}): ConnectionAlert => ({
  type: 'connection',
  at: NOW,
  region: 'fr-par',
  incident: incident(),
  connection: aConnection({ status: 'failed' }),
  move: { from: 'active', to: 'failed' },
  riders: ['dc-1', 'dc-2'],
  entries: [],
  ...extra,
})
const line = (event: ConnectionLine['event'], extra: Partial<ConnectionLine> = {}): ConnectionLine => ({
  type: 'connection_line',
  at: NOW,
  region: 'fr-par',
  incident: incident(),
  event,
  connection: aConnection({ status: 'failed' }),
  move: { from: 'active', to: 'failed' },
  ...extra,
})
const OVER = { upSince: NOW - 120_000, resolvedAt: NOW, ending: 'recovered' } as const
const recovered = (extra: Partial<ConnectionAlert> = {}): ConnectionAlert =>
  alert({
    incident: incident({ resolvedAt: NOW, ending: 'recovered' }),
    move: { from: 'active', to: 'active' },
    ...extra,
  })
const gone = alert({
  incident: incident({ resolvedAt: NOW, ending: 'gone' }),
  move: { from: 'active', to: null },
})

describe('A dedicated connection that carries nothing', () => {
  test('is told with its links, since when, and the first thing to do', () => {
    const message = render(alert())
    expect(head(message)).toBe('🔴 Critical · connection dc1-port is failed')
    const text = all(message)
    expect(text).toContain('2 links over it: `dc-1`, `dc-2`.')
    expect(text).toContain('`active` → `failed`')
    expect(text).toContain('1. Look at your own port and cross-connect')
    expect(text).toContain('Its links are told here and not one by one.')
    expect(message.text).toContain('🔴 Critical: dedicated connection `dc1-port` is `failed`.')
    expect(message.text).toContain('1. Look at your own port and cross-connect')
  })

  test('says of each status what to do about it, and nothing twice', () => {
    const steps = (['failed', 'disabled', 'locked', 'deleted'] as const).map((to) => {
      const message = render(alert({ move: { from: 'active', to } }))
      expect(head(message)).toContain(`is ${to}`)
      return textsOf(message.blocks).find((text) => text.startsWith('*What to do next*'))
    })
    expect(new Set(steps).size).toBe(4)
    expect(steps[2]).toContain('Change nothing')
    const missing = render(alert({ move: { from: 'active', to: null } }))
    expect(head(missing)).toContain('connection dc1-port is gone')
    expect(all(missing)).toContain(steps[3])
  })

  test('lists the links that it took down, and is as loud as the worst of them', () => {
    const message = render(alert({ entries: [entry(1), entry(2, OVER)] }))
    expect(all(message)).toContain(
      '🔴 *Critical* `dc-1` in `fr-par`: Down. Every session that was in use is down.',
    )
    expect(all(message)).toContain('🟢 *Recovered* `dc-2`')
    expect(message.text).toContain('🔴 *Critical* `dc-1`')
    const louder = render(alert({ incident: incident({ level: 'error' }), entries: [entry(1)] }))
    expect(head(louder)).toContain('🔴 Critical')
  })

  test('says where no link rides on it', () => {
    const message = render(alert({ incident: incident({ level: 'error' }), riders: [] }))
    expect(head(message)).toContain('🟠 Error')
    expect(all(message)).toContain('No link rides on it.')
  })

  test('names some of many links, and how many more there are', () => {
    const riders = Array.from({ length: 300 }, (_, n) => `dc-${n}`)
    expect(all(render(alert({ riders })))).toContain(
      '300 links over it: `dc-0`, `dc-1`, `dc-2`, `dc-3`, `dc-4` and 295 more.',
    )
  })

  test('does not say last good where it was bad at first sight', () => {
    const message = render(
      alert({ incident: incident({ lastGoodAt: null }), move: { from: null, to: 'failed' } }),
    )
    expect(all(message)).toContain('Never seen good')
    expect(all(message)).not.toContain('→')
  })
})

describe('A dedicated connection that is back', () => {
  test('says how long it lasted, and asks for nothing', () => {
    const message = render(recovered({ entries: [entry(1, OVER)] }))
    expect(head(message)).toBe('🟢 Recovered · connection dc1-port is back')
    expect(all(message)).toContain('`active`, after 30 s.')
    expect(all(message)).not.toContain('What to do next')
    expect(message.text).not.toContain('What to do next')
  })

  test('is not called recovered while a link of it is still bad', () => {
    const message = render(recovered({ entries: [entry(1), entry(2, OVER)] }))
    expect(head(message)).toBe('🟢 Connection back, 1 link not yet · connection dc1-port is back')
  })
})

describe('A dedicated connection that is gone for good, or not watched any more', () => {
  test('is closed, and not called back', () => {
    const message = render(gone)
    expect(head(message)).toBe('⚪ Closed · connection dc1-port is gone')
    expect(all(message)).not.toContain('What to do next')
  })

  test('is not called back where nobody looks any more', () => {
    const message = render(alert({ incident: incident({ resolvedAt: NOW, ending: 'unwatched' }) }))
    expect(head(message)).toBe('⚪ Closed · connection dc1-port is no longer watched')
    expect(all(message)).toContain('Last seen `active` → `failed`; its region is not watched any more.')
    expect(message.text).not.toContain('is back')
    expect(all(message)).not.toContain('What to do next')
  })
})

describe('One line about a dedicated connection', () => {
  test.each<[ConnectionLine['event'], Partial<ConnectionLine>, string]>([
    [
      'opened',
      {},
      '🔴 *Critical: these links share one cause.* Dedicated connection `dc1-port`: `active` → `failed`.',
    ],
    [
      'changed',
      { move: { from: 'failed', to: 'locked' } },
      '🔴 Dedicated connection `dc1-port`: `failed` → `locked`.',
    ],
    [
      'recovered',
      {
        incident: incident({ resolvedAt: NOW, ending: 'recovered' }),
        move: { from: 'failed', to: 'active' },
      },
      '🟢 *The connection is back after 30 s.* `dc1-port`: `failed` → `active`.',
    ],
    [
      'closed',
      { incident: incident({ resolvedAt: NOW, ending: 'gone' }), move: { from: 'failed', to: null } },
      '⚪ *Closed after 30 s.* Dedicated connection `dc1-port` is gone, and no link rides on it any more.',
    ],
  ])('says that it %s', (event, extra, said) => {
    expect(render(line(event, extra)).text).toBe(said)
  })
})

describe('Whatever a name contains, it keeps inside the limits, pings nobody and breaks no formatting', () => {
  const expectFit = (message: RenderedMessage) =>
    expect([...slackProblems(message), ...messageFormattingProblems(message)]).toEqual([])

  test.each(HOSTILE_NAMES.map((name) => ({ name, title: JSON.stringify(name.slice(0, 12)) })))(
    'with 300 links called $title',
    ({ name }) => {
      const entries = Array.from({ length: 300 }, (_, n) =>
        entry(n, { link: { id: name, name, region: name, status: name }, reason: name }),
      )
      const shared = {
        region: name,
        connection: aConnection({ id: name, name, status: name }),
        riders: entries.map(() => name),
      }
      const move = { from: name, to: name }
      for (const to of [...CONNECTION_STATUSES, name, null])
        expectFit(render(alert({ ...shared, move: { from: name, to } })))
      const open = alert({ ...shared, move, entries, incident: incident({ reason: name.repeat(20) }) })
      expectFit(render(open))
      for (const ending of ['recovered', 'gone', 'unwatched'] as const)
        expectFit(render({ ...open, incident: incident({ reason: name, resolvedAt: NOW, ending }) }))
      for (const event of ['opened', 'changed', 'recovered', 'closed'] as const)
        expectFit(render(line(event, { ...shared, move, incident: incident({ reason: name }) })))
    },
  )

  test('and says how many links it left out', () => {
    const entries = Array.from({ length: 300 }, (_, n) => entry(n))
    expect(all(render(alert({ entries })))).toMatch(/and \d+ more: see `\/interlink list`/)
  })
})
