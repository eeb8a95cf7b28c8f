import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  acknowledge,
  expireAcknowledgement,
  isMeant,
  mayBeMeant,
  undoAcknowledgement,
  worsenedAcknowledgement,
} from '../../src/alerting/acknowledgements.ts'
import { reminderDue } from '../../src/alerting/reminders.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { compareLevels, type Incident, LEVELS } from '../../src/domain/incident.ts'
import { anIncident } from '../support/alerts.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SETTINGS = DEFAULT_ALERT_SETTINGS
const LOUD = { blind: false, silenced: false }
const bad = (extra: Partial<Incident> = {}) => anIncident({ reminders: { from: 0, count: 2 }, ...extra })
const taken = (extra: Partial<Incident> = {}) => acknowledge(bad(extra), 'U1', 0, SETTINGS)

describe('an acknowledgement', () => {
  test('of a critical incident lasts two hours, any other twelve', () => {
    expect(taken().acknowledgement).toEqual({ by: 'U1', at: 0, expiresAt: 2 * HOUR })
    for (const level of ['error', 'warning', 'info'] as const)
      expect(taken({ level }).acknowledgement?.expiresAt).toBe(12 * HOUR)
  })

  test('is kept in the history, with who it was and how the link stood', () => {
    expect(taken().history).toEqual([{ at: 0, event: 'acknowledged', status: 'all_down', by: 'U1' }])
    expect(taken({ upSince: 0 }).history).toEqual([{ at: 0, event: 'acknowledged', status: null, by: 'U1' }])
  })

  test('passes to whoever acknowledges later, and lasts longer for who does so again', () => {
    expect(acknowledge(taken(), 'U2', HOUR, SETTINGS).acknowledgement).toEqual({
      by: 'U2',
      at: HOUR,
      expiresAt: 3 * HOUR,
    })
    expect(acknowledge(taken(), 'U1', HOUR, SETTINGS).acknowledgement?.expiresAt).toBe(3 * HOUR)
  })

  test('of what is over is not taken', () => {
    const over = bad({ resolvedAt: 1, ending: 'recovered' })
    expect(acknowledge(over, 'U1', 2, SETTINGS)).toBe(over)
  })

  test('can be undone by anybody: it is nobody’s then, and reminders begin anew', () => {
    const free = undoAcknowledgement(taken(), 'U2', HOUR)
    expect(free).toMatchObject({ acknowledgement: null, reminders: { from: HOUR, count: 0 } })
    expect(free.history.at(-1)).toEqual({
      at: HOUR,
      event: 'acknowledgement_undone',
      status: 'all_down',
      by: 'U2',
    })
    expect(reminderDue(free, HOUR + 5 * MINUTE, SETTINGS, LOUD)).toMatchObject({ due: true, number: 1 })
  })

  test('that is not there cannot be undone', () => {
    const free = bad()
    expect(undoAcknowledgement(free, 'U1', HOUR)).toBe(free)
    const over = taken({ resolvedAt: null })
    const ended = { ...over, resolvedAt: HOUR, ending: 'recovered' } as const
    expect(undoAcknowledgement(ended, 'U1', HOUR)).toBe(ended)
  })
})

describe('an acknowledgement expires', () => {
  test('when its time is over and it is still bad, and reminders begin anew', () => {
    expect(expireAcknowledgement(taken(), 2 * HOUR - 1, LOUD)).toBeNull()
    expect(expireAcknowledgement(taken(), 2 * HOUR, LOUD)).toMatchObject({
      incident: { acknowledgement: null, reminders: { from: 2 * HOUR, count: 0 } },
      acknowledgement: { by: 'U1' },
      reason: 'The acknowledgement has expired, and it is still bad.',
    })
  })

  test('once, with a line in the history', () => {
    const ended = expireAcknowledgement(taken(), 3 * HOUR, LOUD)?.incident ?? bad()
    expect(ended.history.at(-1)).toMatchObject({ event: 'acknowledgement_expired', at: 3 * HOUR, by: 'U1' })
    expect(expireAcknowledgement(ended, 4 * HOUR, LOUD)).toBeNull()
  })

  test('not while nobody is to be chased', () => {
    const heldBack = { by: { type: 'silence', silenceId: 's' }, level: 'critical', at: 0 } as const
    expect(expireAcknowledgement(taken(), 3 * HOUR, { ...LOUD, blind: true })).toBeNull()
    expect(expireAcknowledgement(taken(), 3 * HOUR, { ...LOUD, silenced: true })).toBeNull()
    expect(expireAcknowledgement(taken({ heldBack }), 3 * HOUR, LOUD)).toBeNull()
    expect(expireAcknowledgement(taken({ resolvedAt: null, upSince: 1 }), 3 * HOUR, LOUD)).toBeNull()
  })

  test('also of a region that is blind, of which it is', () => {
    const scope = taken({ subject: { type: 'scope', scopeId: 's' } })
    expect(expireAcknowledgement(scope, 3 * HOUR, { ...LOUD, blind: true })).not.toBeNull()
  })

  test('never of what is over', () => {
    const over = { ...taken(), resolvedAt: HOUR, ending: 'recovered' } as const
    expect(expireAcknowledgement(over, 9 * HOUR, LOUD)).toBeNull()
  })

  test('not by a link that comes up for a while and goes down again', () => {
    const up = { ...taken(), upSince: 20 * MINUTE }
    const downAgain = { ...up, upSince: null }
    for (const incident of [up, downAgain])
      expect(expireAcknowledgement(incident, 21 * MINUTE, LOUD)).toBeNull()
    expect(reminderDue(downAgain, 30 * MINUTE, SETTINGS, LOUD).due).toBe(false)
  })
})

describe('getting worse', () => {
  test('ends an acknowledgement of something milder, says so, and reminders begin anew', () => {
    expect(worsenedAcknowledgement(taken({ level: 'warning' }), 'critical', HOUR)).toMatchObject({
      incident: { acknowledgement: null, reminders: { from: HOUR, count: 0 } },
      acknowledgement: { by: 'U1' },
      reason: 'It was acknowledged at level warning, and is critical now: somebody has to take that on.',
    })
  })

  test('leaves it where the level stays, and where nobody had it', () => {
    expect(worsenedAcknowledgement(taken(), 'critical', HOUR)).toBeNull()
    expect(worsenedAcknowledgement(taken(), 'warning', HOUR)).toBeNull()
    expect(worsenedAcknowledgement(bad({ level: 'warning' }), 'critical', HOUR)).toBeNull()
  })
})

test('whatever happens, an incident that is bad and told is somebody’s, or is reminded of in the end', () => {
  const act = fc.record({
    gap: fc.integer({ min: 1, max: 5 * HOUR }),
    what: fc.constantFrom('poll', 'acknowledge', 'undo', 'worsen'),
  })
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      let incident: Incident = bad({ level: 'error', reminders: { from: 0, count: 0 } })
      let now = 0
      for (const { gap, what } of acts) {
        now += gap
        if (what === 'acknowledge') incident = acknowledge(incident, 'U1', now, SETTINGS)
        if (what === 'undo') incident = undoAcknowledgement(incident, 'U2', now)
        if (what === 'worsen') {
          const level = LEVELS[Math.min(LEVELS.indexOf(incident.level) + 1, LEVELS.length - 1)] ?? 'critical'
          const milder = compareLevels(incident.level, level) < 0
          const ended = worsenedAcknowledgement(incident, level, now)
          expect(ended !== null).toBe(milder && incident.acknowledgement !== null)
          incident = { ...(ended?.incident ?? incident), level }
        }
        incident = expireAcknowledgement(incident, now, LOUD)?.incident ?? incident
        if (incident.acknowledgement !== null) expect(now).toBeLessThan(incident.acknowledgement.expiresAt)
        const reminding = reminderDue(incident, now, SETTINGS, LOUD)
        if (incident.acknowledgement !== null) expect(reminding.due).toBe(false)
        if (reminding.due) incident = { ...incident, reminders: reminding.reminders }
      }
      const later = now + 13 * HOUR
      const free = expireAcknowledgement(incident, later, LOUD)?.incident ?? incident
      expect(free.acknowledgement).toBeNull()
      expect(reminderDue(free, later + 13 * HOUR, SETTINGS, LOUD).due).toBe(true)
    }),
  )
})

describe('what took the path away of a link', () => {
  const RULES = ['path_removed', 'deletion_halted', 'family_removed', 'vpc_moved'] as const
  const link = (rule: string, at: number | null = 0) => ({
    rule,
    configured: at === null ? null : ({ at, changes: ['propagation'] } as const),
  })

  test('is taken as meant once somebody has acknowledged it and that has expired', () => {
    for (const rule of RULES) {
      expect(mayBeMeant({ rule })).toBe(true)
      expect(isMeant(taken({ rule }), link(rule), 2 * HOUR - 1)).toBe(false)
      expect(isMeant(taken({ rule }), link(rule), 2 * HOUR)).toBe(true)
      expect(isMeant(taken({ rule }), link(rule, null), 2 * HOUR)).toBe(true)
      expect(isMeant(bad({ rule }), link(rule), 2 * HOUR)).toBe(false)
    }
  })

  test('is not taken as meant where the configuration was changed after that', () => {
    expect(isMeant(taken({ rule: 'path_removed' }), link('path_removed', 1), 2 * HOUR)).toBe(false)
  })

  test('is not taken as meant where it is something else that is bad, or was acknowledged', () => {
    expect(mayBeMeant({ rule: 'down' })).toBe(false)
    expect(isMeant(taken({ rule: 'down' }), link('path_removed'), 2 * HOUR)).toBe(false)
    expect(isMeant(taken({ rule: 'path_removed' }), link('down'), 2 * HOUR)).toBe(false)
  })

  test('is not taken as meant while it is held back, or up again', () => {
    const heldBack = { by: { type: 'tag', tag: 'oncall:off' }, level: 'critical', at: 0 } as const
    for (const extra of [{ heldBack }, { upSince: 0 }])
      expect(isMeant({ ...taken({ rule: 'path_removed' }), ...extra }, link('path_removed'), 2 * HOUR)).toBe(
        false,
      )
  })
})
