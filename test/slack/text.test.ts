import { describe, expect, test } from 'vitest'
import { count, duration, localDate, moment, utc } from '../../src/slack/text.ts'

const AT = Date.UTC(2026, 2, 3, 9, 0, 5)

describe('Times', () => {
  test('are shown in the zone of the reader, with UTC for clients that cannot', () => {
    expect(localDate(AT)).toBe('<!date^1772528405^{time_secs} {date_short_pretty}|2026-03-03 09:00:05 UTC>')
  })

  test('come with UTC beside them, to compare with logs', () => {
    expect(moment(AT)).toBe(`${localDate(AT)} (09:00:05 UTC)`)
    expect(utc(AT)).toBe('2026-03-03 09:00:05 UTC')
  })
})

describe('Lengths of time', () => {
  test.each([
    [0, '0 s'],
    [999, '0 s'],
    [59_000, '59 s'],
    [750_000, '12 min 30 s'],
    [3_600_000, '1 h'],
    [3_605_000, '1 h'],
    [90_000_000, '1 d 1 h'],
    [-5000, '0 s'],
  ])('%i ms read %s', (ms, words) => {
    expect(duration(ms)).toBe(words)
  })
})

test('One of something is not many', () => {
  expect(count(1, 'link')).toBe('1 link')
  expect(count(0, 'link')).toBe('0 links')
})
