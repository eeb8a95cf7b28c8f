import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMERS, parseTimers, TIMERS } from '../../src/alerting/timers.ts'

const timersOf = (text: string) => {
  const result = parseTimers(text)
  if (result.type === 'invalid') throw new Error(result.problems.join('\n'))
  return result.timers
}
const problemsOf = (text: string) => {
  const result = parseTimers(text)
  return result.type === 'invalid' ? result.problems : []
}

describe('the timers', () => {
  test('have a default each, of their own kind', () => {
    expect(timersOf('')).toEqual(DEFAULT_TIMERS)
    expect(DEFAULT_TIMERS).toMatchObject({
      pageAfter: { unit: 'ms', ms: 90_000 },
      readyWarning: { unit: 'business_days', days: 3 },
      remindCritical: [
        { unit: 'ms', ms: 300_000 },
        { unit: 'ms', ms: 900_000 },
        { unit: 'ms', ms: 1_800_000 },
      ],
      rollUpLinks: 3,
      rollUpShare: 0.5,
    })
  })

  test.each([
    ['one', 'pageAfter=2m', { pageAfter: { unit: 'ms', ms: 120_000 } }],
    [
      'several, separated by commas or spaces',
      ' flapChanges=6,pageAfter=2m\n  rollUpShare=1 ',
      { flapChanges: 6, pageAfter: { unit: 'ms', ms: 120_000 }, rollUpShare: 1 },
    ],
    ['working days', 'failedError=1bd', { failedError: { unit: 'business_days', days: 1 } }],
    [
      'a single span where there may be several',
      'remindError=2h',
      { remindError: [{ unit: 'ms', ms: 7_200_000 }] },
    ],
    ['the last of two', 'flapChanges=6,flapChanges=7', { flapChanges: 7 }],
    ['a share without its nought', 'rollUpShare=.25', { rollUpShare: 0.25 }],
  ])('are set by name: %s', (_, text, set) => {
    expect(timersOf(text)).toEqual({ ...DEFAULT_TIMERS, ...set })
  })

  test.each([
    [
      'a span',
      'pageAfter=soon',
      'pageAfter has to be a duration such as 90s, 15m, 4h, 2d or 3bd (working days)',
    ],
    [
      'no value',
      'pageAfter=',
      'pageAfter has to be a duration such as 90s, 15m, 4h, 2d or 3bd (working days)',
    ],
    [
      'two values',
      'pageAfter=1m=2m',
      'pageAfter has to be a duration such as 90s, 15m, 4h, 2d or 3bd (working days)',
    ],
    ['spans', 'remindError=1h/soon', 'remindError has to be durations such as 5m/15m/30m'],
    ['an empty span among several', 'remindError=1h/', 'remindError has to be durations such as 5m/15m/30m'],
    ['a count', 'rollUpLinks=0', 'rollUpLinks has to be a whole number of at least 1'],
    ['a broken count', 'rollUpLinks=2.5', 'rollUpLinks has to be a whole number of at least 1'],
    ['a share', 'rollUpShare=0', 'rollUpShare has to be a share above 0 and up to 1, such as 0.5'],
    [
      'a share above all',
      'rollUpShare=1.5',
      'rollUpShare has to be a share above 0 and up to 1, such as 0.5',
    ],
    ['a name', 'pageafter=2m', 'entry 1 does not name a timer'],
    ['a name that every object has', 'constructor=2m', 'entry 1 does not name a timer'],
    ['a bare value', '2m', 'entry 1 does not name a timer'],
  ])('are refused with the way to mend it: %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })

  test('are refused with all problems at once', () => {
    expect(problemsOf('nothing=1, pageAfter=2m, flapChanges=many, flapQuiet=-1m')).toEqual([
      'entry 1 does not name a timer',
      'flapChanges has to be a whole number of at least 1',
      'flapQuiet has to be a duration such as 90s, 15m, 4h, 2d or 3bd (working days)',
    ])
  })

  test('never show what was set', () => {
    const name = fc.constantFrom(...Object.keys(TIMERS), 'nothing', 's3cr3t')
    const value = fc.stringMatching(/^[a-f0-9]{4}$/).map((hex) => `s3cr3t${hex}`)
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { minLength: 1 }), (pairs) => {
        const problems = problemsOf(pairs.map((pair) => pair.join('=')).join(','))
        expect(problems).toHaveLength(pairs.length)
        expect(problems.join(' ')).not.toContain('s3cr3t')
      }),
    )
  })
})

describe("the README's table of timers", () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const [, section = ''] = /^## Timers$([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(readme) ?? []

  test('lists every timer in the order of the code, with its default and what happens', () => {
    const rows = [...section.matchAll(/^\| `(\w+)` \| `([^`|]+)` \| ([^|]+) \|$/gm)].map((row) =>
      row.slice(1),
    )
    expect(rows).toEqual(Object.entries(TIMERS).map(([name, timer]) => [name, timer.default, timer.says]))
    // Every line of the table is one of those: its two lines of head are not.
    expect(section.match(/^\|/gm)).toHaveLength(rows.length + 2)
  })

  test('is below an example that the bot reads', () => {
    const [, example] = /ALERT_TIMERS=(\S+?)`/.exec(section) ?? []
    expect(timersOf(example ?? 'none=')).not.toEqual(DEFAULT_TIMERS)
  })
})
