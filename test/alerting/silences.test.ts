import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import {
  type HoldQuestion,
  holdBack,
  isInMaintenance,
  silencedBy,
  silencedTogether,
} from '../../src/alerting/silences.ts'
import { compareLevels, type Incident, LEVELS, type Level } from '../../src/domain/incident.ts'
import type { Silence } from '../../src/domain/silence.ts'
import { anIncident } from '../support/alerts.ts'
import { aLink, anEvidence, NOW } from '../support/links.ts'
import { aSilence } from '../support/wishes.ts'
import { aMaintenance, DAY, HOUR, MINUTE } from './silencing.ts'

const SETTINGS = DEFAULT_ALERT_SETTINGS
const ID = aLink().id
const RECOVERY = { type: 'recovery' } as const
const until = (at: number) => ({ type: 'at', at }) as const

const paris = anEvidence({ link: aLink() })
const lyon = anEvidence({ link: aLink({ id: 'lyon', name: 'lyon-a' }) })

/** An incident of which nothing was told, as bad as it is said to be. */
function opened(level: Level, overrides: Partial<HoldQuestion> = {}): HoldQuestion {
  return { incident: anIncident({ level, rootKey: null }), level, facts: paris, ...overrides }
}

const heldBy = (silenceId: string, level: Level, at = NOW): Incident['heldBack'] => ({
  by: { type: 'silence', silenceId },
  level,
  at,
})

const ask = (question: HoldQuestion, silences: readonly Silence[], now = NOW) =>
  holdBack(question, silences, now, SETTINGS)

describe('the silence that holds a link back', () => {
  test('is one that is active and whose filter fits', () => {
    const silence = aSilence({ filter: 'name:paris-*' })
    expect(silencedBy(paris, [silence], NOW)).toBe(silence)
    expect(silencedBy(lyon, [silence], NOW)).toBeNull()
    expect(silencedBy(paris, [silence], NOW + HOUR)).toBeNull()
    expect(silencedBy(paris, [{ ...silence, endedAt: NOW }], NOW)).toBeNull()
    expect(silencedBy(paris, [aSilence({ from: NOW + 1 })], NOW)).toBeNull()
  })

  test('is the one that lasts longest, and "until recovered" lasts longest of all', () => {
    const short = aSilence({ id: 'short', until: until(NOW + MINUTE) })
    const long = aSilence({ id: 'long', until: until(NOW + DAY) })
    const open = aSilence({ id: 'open', until: RECOVERY })
    expect(silencedBy(paris, [short, long], NOW)?.id).toBe('long')
    expect(silencedBy(paris, [open, long, short], NOW)?.id).toBe('open')
  })

  test('is still the one that has held it back, though the link is in another status now', () => {
    const silence = aSilence({ filter: 'status:limited_connectivity', heldLevels: { [ID]: 'critical' } })
    expect(silencedBy(paris, [silence], NOW)).toBe(silence)
    expect(silencedBy(lyon, [silence], NOW)).toBeNull()
  })

  test('of several links is the first to be over, and there is none where one of them is not silenced', () => {
    const long = aSilence({ id: 'long', filter: 'lyon', until: RECOVERY })
    const short = aSilence({ id: 'short', filter: 'paris-a' })
    expect(silencedTogether([paris, lyon], [long, short], NOW)?.id).toBe('short')
    expect(silencedTogether([paris, lyon], [long], NOW)).toBeNull()
    expect(silencedTogether([], [aSilence()], NOW)).toBeNull()
  })

  test('is a maintenance where it was announced or names a change', () => {
    expect(isInMaintenance(paris, [aMaintenance()], NOW)).toBe(true)
    expect(isInMaintenance(paris, [aSilence({ change: 'CHG-1' })], NOW)).toBe(true)
    expect(isInMaintenance(paris, [aSilence()], NOW)).toBe(false)
    expect(isInMaintenance(lyon, [aMaintenance({ filter: 'paris-a' })], NOW)).toBe(false)
    expect(isInMaintenance(paris, [aMaintenance({ from: NOW + 1 })], NOW)).toBe(false)
    expect(isInMaintenance(paris, [aMaintenance()], NOW + HOUR)).toBe(false)
  })
})

describe('an incident is told', () => {
  test('where no silence is for it', () => {
    expect(ask(opened('critical'), [])).toEqual({ type: 'tell' })
    expect(ask(opened('critical'), [aSilence({ filter: 'lyon' })])).toEqual({ type: 'tell' })
  })

  test('where the tag that muted its link is gone', () => {
    const heldBack = { by: { type: 'tag', tag: 'oncall:off' }, level: 'critical', at: NOW } as const
    expect(ask(opened('error', { incident: anIncident({ heldBack }) }), [])).toEqual({ type: 'tell' })
  })
})

describe('an incident is held back', () => {
  test('by a silence, which keeps how bad its link was at first', () => {
    expect(ask(opened('error'), [aSilence({ filter: 'paris-a', reason: 'fibre works' })])).toEqual({
      type: 'hold',
      heldBack: {
        ...heldBy('silence-1', 'error'),
        until: aSilence({}).until,
        reason: 'fibre works',
      },
      silence: aSilence({ filter: 'paris-a', reason: 'fibre works', heldLevels: { [ID]: 'error' } }),
      reason: 'The silence for "paris-a" holds it back until 2026-03-03 10:00 UTC: fibre works.',
    })
  })

  test('in every later incident of the silence that is no worse than the first', () => {
    const silence = aSilence({ heldLevels: { [ID]: 'error' } })
    expect(ask(opened('error'), [silence]).type).toBe('hold')
    expect(ask(opened('warning'), [silence])).toMatchObject({ heldBack: { level: 'error' }, silence })
  })

  test('since it was held back first', () => {
    const incident = anIncident({ level: 'error', heldBack: heldBy('silence-1', 'error', NOW - MINUTE) })
    const silence = aSilence({ heldLevels: { [ID]: 'error' } })
    expect(ask(opened('error', { incident }), [silence])).toMatchObject({ heldBack: { at: NOW - MINUTE } })
    expect(ask(opened('error', { incident }), [aSilence({ id: 'other' })])).toMatchObject({
      heldBack: { at: NOW },
    })
  })

  test('though it was told before, as it was when somebody silenced it', () => {
    const told = anIncident({ level: 'error' })
    expect(ask({ incident: told, level: 'error', facts: paris }, [aSilence()])).toMatchObject({
      type: 'hold',
      heldBack: { level: 'error' },
    })
  })

  test('by the tag of a link that nobody is on call for, however bad it is', () => {
    const facts = anEvidence({ link: aLink({ tags: ['oncall:off'] }) })
    expect(ask(opened('critical', { facts }), [])).toEqual({
      type: 'hold',
      heldBack: { by: { type: 'tag', tag: 'oncall:off' }, level: 'critical', at: NOW },
      silence: null,
      reason: 'The link has the tag oncall:off, so nothing about it is told aloud.',
    })
  })

  test('with the change of a maintenance among its reasons', () => {
    const answer = ask(opened('error'), [
      aMaintenance({ filter: 'pop:TH2', change: 'CHG-1', until: RECOVERY }),
    ])
    expect(answer).toMatchObject({
      reason: 'The maintenance for "pop:TH2" (CHG-1) holds it back until it recovers.',
    })
  })
})

describe('an incident that is worse than what was silenced speaks', () => {
  test('when it gets worse', () => {
    const silence = aSilence({ heldLevels: { [ID]: 'warning' } })
    const incident = anIncident({ level: 'warning', rootKey: null, heldBack: heldBy('silence-1', 'warning') })
    expect(ask({ incident, level: 'critical', facts: paris }, [silence])).toEqual({
      type: 'speak',
      why: 'worse_than_silenced',
      by: 'U1',
      reason: 'It is critical, worse than what was silenced (warning).',
    })
  })

  test('when it gets worse at once after it was told and silenced', () => {
    const incident = anIncident({ level: 'warning' })
    expect(ask({ incident, level: 'error', facts: paris }, [aSilence()]).type).toBe('speak')
  })

  test('when a new incident of a silenced link is worse', () => {
    expect(ask(opened('critical'), [aSilence({ heldLevels: { [ID]: 'error' } })]).type).toBe('speak')
  })

  test('and then is told to its end, also once it is milder', () => {
    const incident = anIncident({ level: 'critical', heldBack: null })
    const silence = aSilence({ heldLevels: { [ID]: 'warning' } })
    for (const level of LEVELS)
      expect(ask({ incident, level, facts: paris }, [silence])).toEqual({ type: 'tell' })
  })

  test('until somebody silences it anew, though the first silence lasts longer', () => {
    const incident = anIncident({ level: 'critical', heldBack: null })
    const first = aSilence({ until: until(NOW + DAY), heldLevels: { [ID]: 'warning' } })
    const second = aSilence({ id: 'second', createdAt: NOW + 1 })
    expect(ask({ incident, level: 'critical', facts: paris }, [first, second])).toMatchObject({
      type: 'hold',
      heldBack: { by: { silenceId: 'second' }, level: 'critical' },
    })
  })

  test('but not in a maintenance, which may take a link down step by step', () => {
    const maintenance = aMaintenance({ heldLevels: { [ID]: 'warning' } })
    const incident = anIncident({
      level: 'warning',
      rootKey: null,
      heldBack: heldBy('maintenance-1', 'critical'),
    })
    expect(ask({ incident, level: 'critical', facts: paris }, [maintenance]).type).toBe('hold')
  })
})

describe('after the silence', () => {
  const incident = anIncident({ level: 'error', rootKey: null, heldBack: heldBy('silence-1', 'error') })
  const question = { incident, level: 'error', facts: paris } as const

  test('what is still bad is told after all, by who made the silence or took it back', () => {
    const ended = aSilence({ heldLevels: { [ID]: 'error' }, endedAt: NOW + HOUR })
    expect(ask(question, [ended], NOW + HOUR)).toMatchObject({ type: 'speak', why: 'silence_over', by: 'U1' })
    expect(ask(question, [{ ...ended, endedBy: 'U2' }], NOW + HOUR)).toMatchObject({ by: 'U2' })
  })

  test('what another silence holds back is still held back', () => {
    const ended = aSilence({ endedAt: NOW })
    const other = aSilence({ id: 'other', until: RECOVERY })
    expect(ask(question, [ended, other])).toMatchObject({ heldBack: { by: { silenceId: 'other' } } })
  })

  test('what is held back by one that nobody remembers is told', () => {
    expect(ask(question, [])).toEqual({ type: 'tell' })
  })
})

test('whatever happens under a silence, what is worse than at first is told and the rest is held back', () => {
  const event = fc.oneof(fc.constantFrom(...LEVELS), fc.constant('recovered' as const))
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), fc.boolean(), (events, restarts) => {
      let silence = aSilence({ until: RECOVERY })
      let incident: Incident | null = null
      let first: Level | null = null
      let spoken = false
      for (const level of events) {
        if (level === 'recovered') {
          incident = null
          spoken = false
          continue
        }
        if (restarts) silence = JSON.parse(JSON.stringify(silence)) as Silence
        const before: Incident = incident ?? anIncident({ level, rootKey: null })
        const answer = ask({ incident: before, level, facts: paris }, [silence])
        first ??= level
        spoken ||= compareLevels(level, first) > 0
        expect([level, answer.type !== 'hold']).toEqual([level, spoken])
        if (answer.type === 'hold' && answer.silence !== null) silence = answer.silence
        incident =
          answer.type === 'hold'
            ? { ...before, level, heldBack: answer.heldBack }
            : { ...before, level, heldBack: null, rootKey: 'key' }
      }
      expect(silence.heldLevels).toEqual(first === null ? {} : { [ID]: first })
    }),
  )
})
