import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dueMarks, type Waiting } from '../../src/alerting/deadlines.ts'
import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { requestExpiresAt } from '../../src/diagnostics/deadlines.ts'
import { isBusinessTime } from '../../src/domain/business-hours.ts'
import type { Link } from '../../src/domain/link.ts'
import { aLink, aSelfHostedLink } from '../support/links.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const SETTINGS: AlertSettings = {
  ...DEFAULT_ALERT_SETTINGS,
  hours: { zone: 'Europe/Paris', opensMinute: 9 * 60, closesMinute: 18 * 60 },
}
const at = (iso: string) => Date.parse(iso)
/** A Tuesday in Paris: the order expires on the Friday of the week after, at 10:00. */
const ORDERED = at('2026-03-03T10:00:00+01:00')
const EXPIRES = at('2026-03-13T10:00:00+01:00')

const down = { ipv4: 'disabled', ipv6: 'disabled' } as const
const order = (extra: Partial<Link> = {}) =>
  aLink({ status: 'requested', sessions: down, createdAt: ORDERED, ...extra })

function waiting(
  link: Link,
  extra: Partial<Waiting['watched']> = {},
  contactedAt: number | null = null,
): Waiting {
  const since = { firstSeenAt: link.createdAt, statusSince: link.createdAt }
  return { watched: { link, ...since, unreadSince: null, marks: [], ...extra }, contactedAt }
}

interface Told {
  readonly at: number
  readonly name: string
}

/** Polls in these steps (ms) from `from` to `until`, and remembers what was told. */
function pollAll(one: Waiting, from: number, until: number, step = 30 * MINUTE) {
  let { marks } = one.watched
  const told: Told[] = []
  for (let now = from; now <= until; now += step) {
    const { due, passed } = dueMarks({ ...one, watched: { ...one.watched, marks } }, now, SETTINGS)
    if (due !== null) told.push({ at: now, name: due.name })
    marks = [...marks, ...passed, ...(due === null ? [] : [due.name])]
  }
  return { told, marks }
}

describe('an order that waits for the partner', () => {
  test('is told at four hours, at two working days, and as its expiry comes near', () => {
    expect(pollAll(waiting(order()), ORDERED, EXPIRES).told).toEqual([
      { name: 'requested_nudge', at: at('2026-03-03T14:00:00+01:00') },
      { name: 'requested_chase', at: at('2026-03-05T10:00:00+01:00') },
      // Five days before is a Sunday: the last hour of the Friday before it.
      { name: 'requested_expires_5d', at: at('2026-03-06T17:00:00+01:00') },
      { name: 'requested_expires_2d', at: at('2026-03-11T10:00:00+01:00') },
      { name: 'requested_expires_1d', at: at('2026-03-12T10:00:00+01:00') },
    ])
  })

  test('is nudged about in the next business hours where the four hours end after work', () => {
    const createdAt = at('2026-03-06T16:00:00+01:00')
    const [nudge] = pollAll(waiting(order({ createdAt })), createdAt, createdAt + 4 * DAY).told
    expect(nudge).toEqual({ name: 'requested_nudge', at: at('2026-03-09T09:00:00+01:00') })
  })

  test('is not nudged about once the partner was contacted, and is still chased', () => {
    const { told } = pollAll(waiting(order(), {}, ORDERED), ORDERED, EXPIRES)
    expect(told[0]).toEqual({ name: `requested_chase_${ORDERED}`, at: at('2026-03-05T10:00:00+01:00') })
    expect(told).toHaveLength(4)
  })

  test('is chased two working days after the partner was contacted, and not after the order', () => {
    const contacted = ORDERED + DAY
    const { told } = pollAll(waiting(order(), {}, contacted), contacted, EXPIRES)
    expect(told.slice(0, 2)).toEqual([
      { name: `requested_chase_${contacted}`, at: at('2026-03-06T10:00:00+01:00') },
      { name: 'requested_expires_5d', at: at('2026-03-06T17:00:00+01:00') },
    ])
  })

  test('is chased anew after each contact, whatever was told before', () => {
    const again = at('2026-03-05T16:00:00+01:00')
    const marks = ['requested_nudge', 'requested_chase', `requested_chase_${ORDERED}`]
    const { told } = pollAll(waiting(order(), { marks }, again), again, EXPIRES)
    expect(told).toContainEqual({ name: `requested_chase_${again}`, at: at('2026-03-09T16:00:00+01:00') })
  })

  test('says what is late, what it costs, whose move it is and what to do', () => {
    const say = (now: number, contactedAt: number | null) =>
      dueMarks(waiting(order(), {}, contactedAt), now, SETTINGS).due
    expect(say(at('2026-03-03T14:00:00+01:00'), null)).toMatchObject({
      level: 'warning',
      mover: 'you',
      sentence:
        "The order has waited for the partner's answer for 4 hours, and nobody has marked the partner as contacted. It is your move: contact the partner with the pairing key, since Scaleway does not.",
    })
    expect(say(at('2026-03-05T10:00:00+01:00'), null)?.sentence).toBe(
      'The partner has not answered the order for 2 days, and the idle link is billed from its creation. It is your move: contact the partner with the pairing key, since Scaleway does not.',
    )
    expect(say(at('2026-03-05T11:00:00+01:00'), ORDERED + HOUR)?.sentence).toBe(
      'The partner was contacted 2 days ago and has not answered the order, and the idle link is billed from its creation. It is your move: chase the partner for an answer.',
    )
    expect(say(at('2026-03-12T10:00:00+01:00'), null)?.sentence).toContain(
      'The order expires in 1 day, at 2026-03-13 09:00 UTC, and it is billed until it is deleted.',
    )
  })

  test('is told by the latest mark alone where the bot was off, and the earlier ones count as told', () => {
    const now = at('2026-03-11T11:00:00+01:00')
    const { due, passed } = dueMarks(waiting(order(), { firstSeenAt: now, statusSince: now }), now, SETTINGS)
    expect(due).toMatchObject({
      name: 'requested_expires_2d',
      reason:
        'The deadline requested_expires_2d is the latest that is reached; earlier ones are not told any more.',
    })
    expect(passed).toEqual(['requested_nudge', 'requested_chase', 'requested_expires_5d'])
  })

  test('is told by one mark where two fall on the same weekend', () => {
    const createdAt = at('2026-03-06T12:00:00+01:00')
    const friday = at('2026-03-13T17:00:00+01:00')
    const { told, marks } = pollAll(waiting(order({ createdAt })), createdAt, createdAt + 10 * DAY)
    expect(told.slice(-2)).toEqual([
      { name: 'requested_expires_5d', at: at('2026-03-11T12:00:00+01:00') },
      { name: 'requested_expires_1d', at: friday },
    ])
    expect(marks).toContain('requested_expires_2d')
  })

  test('waits for business hours when the bot comes back at night, unless it will have expired by then', () => {
    const night = at('2026-03-04T03:00:00+01:00')
    expect(dueMarks(waiting(order()), night, SETTINGS)).toEqual({ due: null, passed: [] })
    const createdAt = at('2026-03-04T12:00:00+01:00')
    const saturday = at('2026-03-14T08:00:00+01:00')
    expect(dueMarks(waiting(order({ createdAt })), saturday, SETTINGS).due).toMatchObject({
      name: 'requested_expires_1d',
    })
  })

  test('counts from when it was seen to be placed, where that was long after its creation', () => {
    const placed = ORDERED + 3 * DAY
    const { told } = pollAll(waiting(order(), { statusSince: placed }), placed, EXPIRES)
    expect(told[0]).toEqual({ name: 'requested_nudge', at: at('2026-03-06T14:00:00+01:00') })
  })

  test('is not taken to be over early where it was placed anew after being chased', () => {
    const told = ['requested_nudge', 'requested_chase']
    const placed = ORDERED + DAY + HOUR
    const known = waiting(order(), { statusSince: placed, marks: told })
    expect(pollAll(known, placed, EXPIRES).told.map(({ name }) => name)).toEqual([
      'requested_expires_5d',
      'requested_expires_2d',
      'requested_expires_1d',
    ])
  })

  test('is left alone while polls cannot read it, and when its sessions are up', () => {
    const now = at('2026-03-12T10:00:00+01:00')
    const none = { due: null, passed: [] }
    expect(dueMarks(waiting(order(), { unreadSince: now - HOUR }), now, SETTINGS)).toEqual(none)
    const carrying = order({ sessions: { ipv4: 'up', ipv6: 'up' } })
    expect(dueMarks(waiting(carrying), now, SETTINGS)).toEqual(none)
  })
})

describe('a state that does not end', () => {
  const since = at('2026-03-05T10:00:00+01:00')
  const stuck = (link: Link) => waiting(link, { firstSeenAt: since - DAY, statusSince: since })
  const first = (link: Link) => {
    const [told] = pollAll(stuck(link), since, since + 20 * DAY).told
    const due = told === undefined ? null : dueMarks(stuck(link), told.at, SETTINGS).due
    return { at: told?.at, mover: due?.mover, sentence: due?.sentence }
  }

  test('is told of the partner after five working days of provisioning', () => {
    const told = first(aLink({ status: 'provisioning', sessions: down }))
    expect(told).toMatchObject({ at: at('2026-03-12T10:00:00+01:00'), mover: 'partner' })
    expect(told.sentence).toContain('for 7 days')
    expect(told.sentence).toContain('account manager')
  })

  test('is told of a deletion after two working days, since it is still billed', () => {
    const told = first(aLink({ status: 'deprovisioning', sessions: down }))
    expect(told).toMatchObject({ at: at('2026-03-09T10:00:00+01:00'), mover: 'you' })
    expect(told.sentence).toContain('may still bill it')
  })

  test('is told of a self-hosted deletion as Scaleway’s move', () => {
    const told = first(aSelfHostedLink({ status: 'deprovisioning', sessions: down }))
    expect(told.mover).toBe('scaleway')
    expect(told.sentence).not.toContain('partner')
  })

  test.each([
    ['requested', '2026-03-05T14:00:00+01:00'],
    ['provisioning', '2026-03-12T10:00:00+01:00'],
  ])(
    'is told of a self-hosted link in %s as Scaleway’s move, since no partner can end it',
    (status, told) => {
      const due = first(aSelfHostedLink({ status, sessions: down }))
      expect(due).toMatchObject({ at: at(told), mover: 'scaleway' })
      expect(due.sentence).toContain('it has no partner to wait for')
    },
  )

  test('is told of a self-hosted order that is over without a bill, which it has none of', () => {
    expect(first(aSelfHostedLink({ status: 'refused', sessions: down })).sentence).toBe(
      'The order has been refused for 1 day and is still there. It is your move: delete the link, and order anew if it is still wanted.',
    )
  })

  test('is told of an order that is over and still there, and billed, after a day', () => {
    for (const status of ['refused', 'expired']) {
      const told = first(aLink({ status, sessions: down }))
      expect(told).toMatchObject({ at: at('2026-03-06T10:00:00+01:00'), mover: 'you' })
      expect(told.sentence).toBe(
        `The order has been ${status} for 1 day and is still there, so it is still billed. It is your move: delete the link, and order anew if it is still wanted.`,
      )
    }
  })

  test('is told once, and of no other status', () => {
    for (const status of ['provisioning', 'deprovisioning', 'refused', 'expired'])
      expect(
        pollAll(stuck(aLink({ status, sessions: down })), since, since + 30 * DAY, HOUR).told,
      ).toHaveLength(1)
    for (const status of ['active', 'all_down', 'ready', 'configuring', 'failed', 'locked', 'new_word'])
      expect(pollAll(stuck(aLink({ status, sessions: down })), since, since + 30 * DAY, HOUR).told).toEqual(
        [],
      )
  })
})

describe('whenever polls take place', () => {
  const polls = fc
    .array(fc.integer({ min: 1, max: 3 * 24 * 60 }), { minLength: 1, maxLength: 40 })
    .map((gaps) => {
      let minute = 0
      return gaps.map((gap) => {
        minute += gap
        return minute
      })
    })
  const start = fc.integer({ min: 0, max: 14 * 24 * 60 }).map((minute) => ORDERED + minute * MINUTE)

  /** What is told, when what is remembered goes through the database between any two polls. */
  function replay(link: Link, minutes: readonly number[]) {
    let stored = JSON.stringify(waiting(link))
    return minutes.flatMap((minute) => {
      const known = JSON.parse(stored) as Waiting
      const now = link.createdAt + minute * MINUTE
      const { due, passed } = dueMarks(known, now, SETTINGS)
      const marks = [...known.watched.marks, ...passed, ...(due === null ? [] : [due.name])]
      stored = JSON.stringify({ ...known, watched: { ...known.watched, marks } })
      return due === null ? [] : [{ ...due, at: now, passed }]
    })
  }

  test('no mark is told twice, none after a later one, and none that was passed over', () => {
    const inOrder = ['nudge', 'chase', 'expires_5d', 'expires_2d', 'expires_1d']
    fc.assert(
      fc.property(start, polls, (createdAt, minutes) => {
        const told = replay(order({ createdAt }), minutes)
        const names = told.map(({ name }) => name)
        expect(new Set(names).size).toBe(names.length)
        const rest = told.flatMap(({ passed }) => passed)
        expect(names.filter((name) => rest.includes(name))).toEqual([])
        const countdown = names.filter((name) => name.includes('expires'))
        expect(countdown).toEqual(
          inOrder.map((name) => `requested_${name}`).filter((name) => countdown.includes(name)),
        )
      }),
    )
  })

  test('all is told in business hours, but for an order that expires before the next ones', () => {
    fc.assert(
      fc.property(start, polls, (createdAt, minutes) => {
        const link = order({ createdAt })
        const expiresAt = requestExpiresAt(link) ?? 0
        for (const { at: now } of replay(link, minutes))
          expect(isBusinessTime(now, SETTINGS.hours) || expiresAt - now < 3 * DAY).toBe(true)
      }),
    )
  })

  test('an order that is watched all along is warned of before it expires, at each mark or by a later one', () => {
    fc.assert(
      fc.property(start, (createdAt) => {
        const { told, marks } = pollAll(waiting(order({ createdAt })), createdAt, createdAt + 10 * DAY, HOUR)
        expect(marks.length).toBe(5)
        expect(told.at(-1)?.name).toBe('requested_expires_1d')
        expect(told.every(({ at: now }) => isBusinessTime(now, SETTINGS.hours))).toBe(true)
      }),
      { numRuns: 12 },
    )
  })
})
