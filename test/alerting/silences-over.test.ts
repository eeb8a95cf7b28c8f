import { describe, expect, test } from 'vitest'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import {
  type HoldQuestion,
  holdBack,
  isInMaintenance,
  MAX_SILENCE_MS,
  silencesOver,
} from '../../src/alerting/silences.ts'
import type { Silence } from '../../src/domain/silence.ts'
import { anIncident } from '../support/alerts.ts'
import { aLink, anEvidence, NOW } from '../support/links.ts'
import { aSilence } from '../support/wishes.ts'
import { aMaintenance, DAY, HOUR, MINUTE } from './silencing.ts'

const SETTINGS = DEFAULT_ALERT_SETTINGS
const ID = aLink().id
const RECOVERY = { type: 'recovery' } as const
const paris = anEvidence({ link: aLink() })

const ask = (question: HoldQuestion, silences: readonly Silence[], now: number) =>
  holdBack(question, silences, now, SETTINGS)

const over = (silences: readonly Silence[], now: number, recovered: readonly string[] = []) =>
  silencesOver(silences, (id) => recovered.includes(id), now, SETTINGS)

describe('a silence is over', () => {
  test('at its time', () => {
    expect(over([aSilence()], NOW + HOUR - 1)).toEqual([])
    expect(over([aSilence()], NOW + HOUR)).toEqual([
      { silence: aSilence({ endedAt: NOW + HOUR }), why: 'expired' },
    ])
  })

  test('once every link that it held back has recovered', () => {
    const silence = aSilence({ until: RECOVERY, heldLevels: { [ID]: 'error', lyon: 'warning' } })
    expect(over([silence], NOW + DAY, [ID])).toEqual([])
    expect(over([silence], NOW + DAY, [ID, 'lyon'])).toMatchObject([{ why: 'recovered' }])
  })

  test('not while it has held nothing back and waits for that, unless for 30 days', () => {
    const silence = aSilence({ until: RECOVERY })
    expect(over([silence], NOW + MAX_SILENCE_MS - 1)).toEqual([])
    expect(over([silence], NOW + MAX_SILENCE_MS)).toMatchObject([{ why: 'too_long' }])
  })

  test('after 30 days though a link has not recovered', () => {
    const silence = aSilence({ until: RECOVERY, heldLevels: { [ID]: 'error' } })
    expect(over([silence], NOW + MAX_SILENCE_MS)).toMatchObject([{ why: 'too_long' }])
  })

  test('once only', () => {
    expect(over([aSilence({ endedAt: NOW })], NOW + DAY)).toEqual([])
  })
})

describe('a maintenance that overruns', () => {
  const end = NOW + HOUR
  const maintenance = aMaintenance({ heldLevels: { [ID]: 'critical' } })
  const incident = anIncident({
    rootKey: null,
    heldBack: { by: { type: 'silence', silenceId: 'maintenance-1' }, level: 'critical', at: NOW },
  })
  const question = { incident, level: 'critical', facts: paris } as const

  test('holds a link that is still down back for ten minutes more', () => {
    expect(over([maintenance], end + 10 * MINUTE - 1)).toEqual([])
    expect(ask(question, [maintenance], end + 10 * MINUTE - 1)).toMatchObject({
      type: 'hold',
      reason: 'The maintenance for "all" holds it back for a short while after its end.',
    })
  })

  test('and then tells it', () => {
    const [ended] = over([maintenance], end + 10 * MINUTE)
    expect(ended?.why).toBe('expired')
    expect(ask(question, ended === undefined ? [] : [ended.silence], end + 10 * MINUTE)).toMatchObject({
      type: 'speak',
      why: 'silence_over',
    })
  })

  test('is over at its end where all is well', () => {
    expect(over([maintenance], end, [ID])).toMatchObject([{ why: 'expired' }])
    expect(over([aMaintenance()], end)).toMatchObject([{ why: 'expired' }])
  })

  test('holds nothing back that goes down after its end', () => {
    expect(ask({ ...question, incident: anIncident({ rootKey: null }) }, [maintenance], end)).toEqual({
      type: 'tell',
    })
    expect(isInMaintenance(paris, [maintenance], end)).toBe(false)
  })

  test('has no such grace where it was a silence', () => {
    const silence = aSilence({ heldLevels: { [ID]: 'critical' } })
    expect(over([silence], end)).toMatchObject([{ why: 'expired' }])
  })

  test('has the grace that is configured', () => {
    const timers = { ...SETTINGS.timers, maintenanceOverrun: { unit: 'ms', ms: MINUTE } } as const
    expect(silencesOver([maintenance], () => false, end + MINUTE, { ...SETTINGS, timers })).toHaveLength(1)
  })
})
