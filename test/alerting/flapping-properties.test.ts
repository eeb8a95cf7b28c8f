import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Look,
  look,
  MINUTE,
  NOTHING,
  type Remembered,
  SETTINGS,
  timed,
  watchAll,
} from './flapping-looks.ts'

describe('whatever a link does', () => {
  const history = fc
    .array(
      fc.record({
        gap: fc.integer({ min: 1, max: 20 * MINUTE }),
        ipv4: fc.boolean(),
        ipv6: fc.boolean(),
      }),
      { maxLength: 60 },
    )
    .map((steps): readonly Look[] => {
      let at = 0
      return steps.map(({ gap, ...sessions }) => {
        at += gap
        return { at, ...sessions }
      })
    })
  const settings = fc.constantFrom(
    SETTINGS,
    timed('flapQuiet=5m'),
    timed('flapChanges=2,flapDigest=10m'),
    timed('flapWindow=2h,flapDigest=20m'),
  )

  /** The times at which a naive reader of the whole history sees a session turn. */
  const turnsOf = (looks: readonly Look[]) =>
    looks.flatMap(({ at, ipv4, ipv6 }, index) => {
      const before = looks[index - 1]
      return before !== undefined && (before.ipv4 !== ipv4 || before.ipv6 !== ipv6) ? [at] : []
    })

  test('flapping begins only with enough changes in the window, and exactly so many are told', () => {
    fc.assert(
      fc.property(history, settings, (looks, chosen) => {
        const { flapWindow, flapChanges } = chosen.timers
        const windowMs = flapWindow.unit === 'ms' ? flapWindow.ms : 0
        for (const [index, judgement] of watchAll(looks, chosen).entries()) {
          if (judgement.type !== 'begins') continue
          const at = looks[index]?.at ?? 0
          const within = turnsOf(looks.slice(0, index + 1)).filter((turn) => turn >= at - windowMs)
          expect(judgement.note.changes).toBe(within.length)
          expect(within.length).toBeGreaterThanOrEqual(flapChanges)
        }
      }),
    )
  })

  test('flapping never begins twice without an end, and nothing goes on or ends that has not begun', () => {
    fc.assert(
      fc.property(history, settings, (looks, chosen) => {
        let flaps = false
        for (const { type } of watchAll(looks, chosen)) {
          if (type === 'none') continue
          expect(type === 'begins').toBe(!flaps)
          flaps = type !== 'ends'
        }
      }),
    )
  })

  test('flapping is over once the link was quiet for long enough', () => {
    fc.assert(
      fc.property(history, settings, (looks, chosen) => {
        const last = looks.at(-1)
        if (last === undefined) return
        const judgements = watchAll([...looks, { ...last, at: last.at + 31 * MINUTE }], chosen)
        expect(judgements.at(-1)?.flapping).toBeNull()
      }),
    )
  })

  test('the share of time that it was up agrees with the whole history', () => {
    fc.assert(
      fc.property(history, settings, (looks, chosen) => {
        for (const [index, judgement] of watchAll(looks, chosen).entries()) {
          if (judgement.type === 'none') continue
          const now = looks[index]?.at ?? 0
          const from = now - judgement.note.spanMs
          let upMs = 0
          for (const [step, one] of looks.slice(0, index).entries()) {
            const until = looks[step + 1]?.at ?? now
            // Before the first look nobody knows: it counts as that look saw it.
            const begin = step === 0 ? from : Math.max(from, one.at)
            if (one.ipv4 && one.ipv6) upMs += Math.max(0, until - Math.max(from, begin))
          }
          expect(judgement.note.upShare).toBeCloseTo(upMs / judgement.note.spanMs, 9)
          expect(judgement.note.upShare).toBeGreaterThanOrEqual(0)
          expect(judgement.note.upShare).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('a restart changes nothing: all that decides is what is stored', () => {
    fc.assert(
      fc.property(history, settings, (looks, chosen) => {
        const whole = watchAll(looks, chosen)
        let stored = JSON.stringify(NOTHING)
        const restarted = looks.map((one) => {
          const next = look(JSON.parse(stored) as Remembered, one, chosen)
          stored = JSON.stringify(next.known)
          return next.judgement
        })
        expect(restarted).toEqual(whole)
      }),
    )
  })
})
