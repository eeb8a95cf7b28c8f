import { describe, expect, test } from 'vitest'
import {
  type ConnectionChange,
  connectionChanges,
  decideConnection as decideAt,
} from '../../src/alerting/connections.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { anIncident } from '../support/alerts.ts'
import { aConnection, CONNECTION_ID } from '../support/links.ts'

const BAD = ['failed', 'disabled', 'locked', 'deleted'] as const

/** From one status to another; null where it is not there. Two links ride on it, both in service. */
const change = (
  from: string | null,
  to: string | null,
  extra: Partial<ConnectionChange> = {},
): ConnectionChange => ({
  before: from === null ? null : aConnection({ status: from }),
  after: to === null ? null : aConnection({ status: to }),
  links: 2,
  carrying: 2,
  read: true,
  ...extra,
})
const open = (overrides: Partial<Incident> = {}): Incident =>
  anIncident({
    subject: { type: 'connection', connectionId: CONNECTION_ID, scopeId: 'fr-par' },
    level: 'critical',
    rule: 'connection_failed',
    reason: 'It failed.',
    ...overrides,
  })
/** Decides so long (ms) after the epoch. */
const decideConnection = (connection: ConnectionChange, incident: Incident | null, at = 0) =>
  decideAt(connection, incident, { at, settings: DEFAULT_ALERT_SETTINGS })
const IDLE = { links: 2, carrying: 0 }
const UNUSED = { links: 0, carrying: 0 }

describe('a dedicated connection without an incident', () => {
  test.each(BAD)(
    'that was active and is %s opens one: critical where links in service ride on it',
    (status) => {
      expect(decideConnection(change('active', status), null)).toMatchObject({
        act: 'open',
        level: 'critical',
        rule: `connection_${status}`,
      })
    },
  )

  test('is critical for a single link in service among many', () => {
    const decision = decideConnection(change('active', 'failed', { links: 40, carrying: 1 }), null)
    expect(decision).toMatchObject({ act: 'open', level: 'critical' })
  })

  test.each(BAD)('that was active and is %s is an error where no link in service rides on it', (status) => {
    for (const links of [IDLE, UNUSED])
      expect(decideConnection(change('active', status, links), null)).toMatchObject({
        act: 'open',
        level: 'error',
      })
  })

  test('that is gone while links ride on it is as bad as a failed one', () => {
    expect(decideConnection(change('active', null), null)).toMatchObject({
      act: 'open',
      level: 'critical',
      rule: 'connection_gone',
    })
    expect(decideConnection(change('active', null, UNUSED), null)).toMatchObject({
      act: 'open',
      level: 'error',
    })
  })

  test('that never was in service and fails is a warning', () => {
    for (const from of ['created', 'configuring'])
      expect(decideConnection(change(from, 'failed', IDLE), null)).toMatchObject({
        act: 'open',
        level: 'warning',
      })
  })

  test('that is bad at first sight opens one where links ride on it, and is left in peace otherwise', () => {
    expect(decideConnection(change(null, 'failed'), null)).toMatchObject({ act: 'open', level: 'critical' })
    expect(decideConnection(change(null, 'failed', IDLE), null)).toMatchObject({
      act: 'open',
      level: 'error',
    })
    expect(decideConnection(change(null, 'failed', UNUSED), null).act).toBe('quiet')
  })

  test('that was bad, carried nothing any more and is gone is left in peace', () => {
    for (const status of BAD) expect(decideConnection(change(status, null, UNUSED), null).act).toBe('quiet')
  })

  test.each([
    [null, 'active'],
    ['created', 'configuring'],
    ['configuring', 'active'],
    ['active', 'configuring'],
    ['active', 'unknown_status'],
    ['active', 'hibernating'],
    ['failed', 'active'],
  ])('is left in peace from %s to %s', (from, to) => {
    expect(decideConnection(change(from, to), null)).toMatchObject({ act: 'quiet', level: 'info' })
  })
})

describe('a dedicated connection with an incident', () => {
  test('shows at once that it is active again, and does not close it yet', () => {
    for (const from of BAD) expect(decideConnection(change(from, 'active'), open()).act).toBe('confirm')
  })

  test('closes it once it has been active for as long as a link has to be up', () => {
    const confirm = (level: Incident['level'], at: number, extra: Partial<ConnectionChange> = {}) =>
      decideConnection(change('active', 'active', extra), open({ level, upSince: 0 }), at).act
    expect(confirm('critical', 119_999)).toBe('quiet')
    expect(confirm('critical', 120_000)).toBe('close')
    expect(confirm('error', 59_999)).toBe('quiet')
    expect(confirm('error', 60_000)).toBe('close')
  })

  test('does not close it by what is only remembered, nor while it flaps', () => {
    const up = open({ upSince: 0 })
    expect(decideConnection(change('active', 'active', { read: false }), up, 999_999).act).toBe('quiet')
    const flapping = { ...up, flapping: { since: 0, toldAt: 0 } }
    expect(decideConnection(change('active', 'active'), flapping, 999_999).act).toBe('quiet')
  })

  test('goes on with it, quietly, where it fails again while that is being confirmed', () => {
    const again = decideConnection(change('active', 'failed'), open({ upSince: 0 }), 999_999)
    expect([again.act, again.level]).toEqual(['update', 'critical'])
    // The status that it fell back into may be the one that was remembered.
    expect(decideConnection(change('failed', 'failed'), open({ upSince: 0 }), 1).act).toBe('update')
  })

  test('says aloud that it is worse than it was told: links in service ride on it by now', () => {
    const told = open({ level: 'error', upSince: 0 })
    const worse = decideConnection(change('active', 'failed'), told, 1)
    expect([worse.act, worse.level]).toEqual(['worsen', 'critical'])
  })

  test('says it quietly when its status changes, however it is called, and stays as loud as it was', () => {
    const moves: readonly (readonly [string, string | null])[] = [
      ['failed', 'locked'],
      ['failed', 'configuring'],
      ['failed', 'created'],
      ['failed', null],
    ]
    for (const [from, to] of moves) {
      const decision = decideConnection(change(from, to, IDLE), open())
      expect([decision.act, decision.level, decision.rule]).toEqual([
        'update',
        'critical',
        'connection_failed',
      ])
    }
  })

  test('is not over in a status that nobody knows', () => {
    for (const to of ['unknown_status', 'hibernating'])
      expect(decideConnection(change('failed', to), open()).act).toBe('update')
  })

  test('is left in peace while nothing changes', () => {
    expect(decideConnection(change('failed', 'failed'), open()).act).toBe('quiet')
    expect(decideConnection(change(null, null), open()).act).toBe('quiet')
  })

  test('closes it when it is gone for good and nothing rides on it any more', () => {
    expect(decideConnection(change('deleted', null, UNUSED), open()).act).toBe('close')
    expect(decideConnection(change(null, null, UNUSED), open()).act).toBe('close')
  })

  test('goes on while it is gone and links still ride on it', () => {
    expect(decideConnection(change('deleted', null, IDLE), open()).act).toBe('update')
  })
})

test('what a connection has been through is counted over the end of an incident', () => {
  const first = open({
    history: [
      { at: 10, event: 'opened', status: 'failed', by: null },
      { at: 11, event: 'reminded', status: 'failed', by: null },
      { at: 20, event: 'up', status: 'active', by: null },
      { at: 30, event: 'down_again', status: 'failed', by: null },
      { at: 40, event: 'up', status: 'active', by: null },
      { at: 50, event: 'over', status: 'active', by: null },
    ],
  })
  const second = open({ history: [{ at: 60, event: 'opened', status: 'failed', by: null }] })
  expect(connectionChanges([second, first])).toEqual([10, 20, 30, 40, 60])
})
