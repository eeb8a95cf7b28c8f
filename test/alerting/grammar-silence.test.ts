import { describe, expect, test } from 'vitest'
import { parseSilenceRequest } from '../../src/alerting/grammar-silence.ts'
import { DAY, HOUR, MINUTE } from './silencing.ts'

/** Wednesday, 10:00:20 in Paris. */
const NOW = Date.UTC(2026, 10, 25, 9, 0, 20)
const PARIS = 'Europe/Paris'

function ask(text: string, now = NOW, zone = PARIS) {
  const parsed = parseSilenceRequest(text, now, zone)
  if (parsed.type === 'problem') throw new Error(parsed.problem)
  return parsed.request
}

/** The period that was understood, as ISO times in UTC. */
function period(text: string, now = NOW, zone = PARIS): readonly [string, string] {
  const { from, until } = ask(text, now, zone)
  const iso = (at: number) => new Date(at).toISOString().slice(0, 16)
  return [iso(from), until.type === 'at' ? iso(until.at) : until.type]
}

describe('a silence for a duration', () => {
  test('begins now and has everything after the duration for its reason', () => {
    expect(ask('partner:acme 4h Fibre works  at "TH2"')).toEqual({
      filter: 'partner:acme',
      from: NOW,
      until: { type: 'at', at: NOW + 4 * HOUR },
      change: null,
      reason: 'Fibre works at "TH2"',
    })
  })

  test.each([
    ['30m', 30 * MINUTE],
    ['4h', 4 * HOUR],
    ['2d', 2 * DAY],
    ['1h30m', 90 * MINUTE],
    ['1d12h', 36 * HOUR],
    ['90M', 90 * MINUTE],
    ['30d', 30 * DAY],
  ])('may last %s', (text, length) => {
    expect(ask(`paris-a ${text}`).until).toEqual({ type: 'at', at: NOW + length })
    expect(ask(`paris-a for ${text}`)).toEqual(ask(`paris-a ${text}`))
  })

  test('needs no reason, and takes the quotes off one', () => {
    expect(ask('paris-a 2h').reason).toBeNull()
    expect(ask('paris-a 2h “moving house”').reason).toBe('moving house')
  })

  test('may be a part of a change', () => {
    expect(ask('paris-a 2h change CHG-12 new optics')).toMatchObject({
      change: 'CHG-12',
      reason: 'new optics',
    })
    expect(ask('paris-a 2h change of optics')).toMatchObject({ change: null, reason: 'change of optics' })
    expect(ask('paris-a 2h change')).toMatchObject({ change: null, reason: 'change' })
  })

  test('has several words for its filter, and those in quotes begin no time', () => {
    expect(ask('partner:acme all down 2h').filter).toBe('partner:acme all down')
    expect(ask('name:"until 2h" 1h x')).toMatchObject({ filter: 'name:"until 2h"', reason: 'x' })
    expect(ask('"2h" 1h').filter).toBe('"2h"')
    expect(ask('waiting for acme 1h').filter).toBe('waiting for acme')
  })

  test('of every link is asked for as "all"', () => {
    expect(ask('ALL 1h').filter).toBe('all')
    expect(ask('"all" 1h').filter).toBe('"all"')
  })
})

describe('a silence until a moment', () => {
  test.each([
    ['until 14:00', '2026-11-25T13:00'],
    ['until 9:30', '2026-11-26T08:30'],
    ['until 10:00', '2026-11-26T09:00'],
    ['until today 23:30', '2026-11-25T22:30'],
    ['until tomorrow 02:00', '2026-11-26T01:00'],
    ['until fri 22:00', '2026-11-27T21:00'],
    ['until Friday 22:00', '2026-11-27T21:00'],
    ['until wed 12:00', '2026-11-25T11:00'],
    ['until wed 09:00', '2026-12-02T08:00'],
    ['until 2026-11-28 02:00', '2026-11-28T01:00'],
    ['until 2026-11-28T02:00', '2026-11-28T01:00'],
    ['until 14:00 UTC', '2026-11-25T14:00'],
    ['until 14:00 America/New_York', '2026-11-25T19:00'],
    ['until tomorrow 02:00 asia/tokyo', '2026-11-25T17:00'],
  ])('%s', (text, end) => {
    expect(period(`paris-a ${text}`)).toEqual(['2026-11-25T09:00', end])
  })

  test('has what follows the moment and its zone for its reason', () => {
    expect(ask('paris-a until fri 22:00 UTC waiting for parts').reason).toBe('waiting for parts')
    expect(ask('paris-a until 14:00 Poland fibre cut').reason).toBe('Poland fibre cut')
  })

  test('or until it has recovered', () => {
    for (const text of ['until recovered', 'until recovery', 'until it recovers', 'UNTIL RECOVERED'])
      expect(ask(`paris-a ${text} known`)).toMatchObject({
        from: NOW,
        until: { type: 'recovery' },
        reason: 'known',
      })
  })
})

describe('a maintenance', () => {
  test('is from one moment to another, with a change and a reason', () => {
    expect(ask('pop:TH2 from fri 22:00 to sat 02:00 UTC change CHG-123 new optics')).toEqual({
      filter: 'pop:TH2',
      from: Date.UTC(2026, 10, 27, 22),
      until: { type: 'at', at: Date.UTC(2026, 10, 28, 2) },
      change: 'CHG-123',
      reason: 'new optics',
    })
  })

  test.each([
    [
      'ends at the next such time after its begin',
      'from fri 22:00 to 02:00',
      '2026-11-27T21:00',
      '2026-11-28T01:00',
    ],
    ['may end with a duration', 'from fri 22:00 for 1h30m', '2026-11-27T21:00', '2026-11-27T22:30'],
    ['may begin now', 'from now to 12:00', '2026-11-25T09:00', '2026-11-25T11:00'],
    ['may begin in this very minute', 'from 10:00 to 12:00', '2026-11-25T09:00', '2026-11-25T11:00'],
    [
      'of a weekday that is today may be a week ahead',
      'from wed 09:00 to 10:00',
      '2026-12-02T08:00',
      '2026-12-02T09:00',
    ],
    ['has one zone for both', 'from fri 22:00 UTC to sat 02:00', '2026-11-27T22:00', '2026-11-28T02:00'],
    [
      'or a zone for each',
      'from fri 22:00 UTC to 2026-11-28 10:00 Asia/Tokyo',
      '2026-11-27T22:00',
      '2026-11-28T01:00',
    ],
    [
      'of a weekday goes on to the next one',
      'from fri 22:00 to fri 21:00',
      '2026-11-27T21:00',
      '2026-12-04T20:00',
    ],
    [
      'says until as well as to',
      'from tomorrow 02:00 until tomorrow 03:00',
      '2026-11-26T01:00',
      '2026-11-26T02:00',
    ],
  ])('%s', (_what, text, from, end) => {
    expect(period(`paris-a ${text}`)).toEqual([from, end])
  })

  test('that begins in this minute begins now, not before', () => {
    expect(ask('paris-a from 10:00 to 12:00').from).toBe(NOW)
  })
})

describe('in the nights the clocks change in Paris', () => {
  const spring = Date.UTC(2026, 2, 28, 12)
  const autumn = Date.UTC(2026, 9, 24, 12)

  test.each([
    [
      'the skipped hour is an hour later',
      spring,
      'from sun 02:15 to sun 02:45',
      '2026-03-29T01:15',
      '2026-03-29T01:45',
    ],
    [
      'a night with an hour less is shorter',
      spring,
      'from sun 01:00 to sun 04:00',
      '2026-03-29T00:00',
      '2026-03-29T02:00',
    ],
    [
      'the repeated hour begins the first time and ends the last time',
      autumn,
      'from sun 02:00 to sun 02:30',
      '2026-10-25T00:00',
      '2026-10-25T01:30',
    ],
    [
      'a night with an hour more is longer',
      autumn,
      'from sun 01:00 to sun 04:00',
      '2026-10-24T23:00',
      '2026-10-25T03:00',
    ],
  ])('%s', (_what, now, text, from, end) => {
    expect(period(`paris-a ${text}`, now)).toEqual([from, end])
  })

  test('"until 02:30" between the two half past twos is the second', () => {
    const between = Date.UTC(2026, 9, 25, 0, 45)
    expect(period('paris-a until 02:30', between)[1]).toBe('2026-10-25T01:30')
  })

  test('"until 02:30" on the evening before it is skipped is half past three', () => {
    expect(period('paris-a until 02:30', Date.UTC(2026, 2, 28, 22))[1]).toBe('2026-03-29T01:30')
  })

  test('a duration is as long as it says', () => {
    expect(ask('paris-a 24h', autumn).until).toEqual({ type: 'at', at: autumn + DAY })
  })
})
