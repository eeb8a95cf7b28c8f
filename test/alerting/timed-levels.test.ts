import { describe, expect, test } from 'vitest'
import { TIMED_RULES } from '../../src/alerting/level-rules.ts'
import { judgeLink } from '../../src/alerting/levels.ts'
import type { AlertSettings } from '../../src/alerting/settings.ts'
import { parseTimers } from '../../src/alerting/timers.ts'
import type { Level } from '../../src/domain/incident.ts'
import { FAMILIES, type Family, type Link } from '../../src/domain/link.ts'
import { aLink, anEvidence, aSelfHostedLink } from '../support/links.ts'
import { aWatchedLink } from '../support/memory.ts'

const at = (iso: string) => Date.parse(iso)
/** A Thursday afternoon in Paris: the third working day after it is Tuesday, past the night of the clock change. */
const SINCE = at('2026-03-26T16:00:00+01:00')
const PARIS = { zone: 'Europe/Paris', opensMinute: 540, closesMinute: 1080 }

function settingsOf(timers: string): AlertSettings {
  const read = parseTimers(timers)
  if (read.type === 'invalid') throw new Error(read.problems.join('\n'))
  return { timers: read.timers, hours: PARIS }
}

interface Case {
  readonly link: Link
  readonly carried?: readonly Family[]
  readonly siblings?: readonly Link[]
  readonly statusSince?: number
  readonly ruleSince?: number
  readonly rule: string
}

/** Judges a link at `now` that has looked the same since SINCE. */
function judge(now: number, { link, carried = [], siblings = [], ...facts }: Case, timers = '') {
  const { statusSince = SINCE, ruleSince = SINCE, rule } = facts
  const before = aWatchedLink(link, { since: SINCE, statusSince, rule, ruleSince, carried })
  const evidence = anEvidence({ link, siblings })
  return judgeLink(
    { before, after: link, evidence, ours: false, baseline: false, marks: [] },
    { at: now, settings: settingsOf(timers) },
  )
}

const down = { ipv4: 'down', ipv6: 'down' } as const
const disabled = { ipv4: 'disabled', ipv6: 'disabled' } as const
const independent = aLink({
  id: 'b',
  popId: 'other-pop',
  kind: { type: 'hosted', partnerId: 'other', layer: null, disapprovedReason: null },
})
const reconfiguring = aLink({ status: 'configuring' })
const reconfiguringDown = aLink({ status: 'configuring', sessions: down })
const fresh: Partial<Link> = {
  sessions: disabled,
  vpcId: null,
  policies: { ipv4: null, ipv6: null },
  routePropagation: false,
}
const configuring = aLink({ ...fresh, status: 'configuring' })
const failed = aLink({ ...fresh, status: 'failed' })
const ready = aSelfHostedLink({ ...fresh, status: 'ready' })
const incomplete = aLink({ ...fresh, status: 'active' })
const neverUp = aLink({ status: 'all_down', sessions: down })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const seconds = (n: number) => SINCE + n * 1_000

interface Row {
  readonly what: string
  readonly link: Case
  /** When it gets louder (ms), and from which level to which. */
  readonly end: number
  readonly from: Level
  readonly to: Level
}

const rows: readonly Row[] = [
  {
    what: 'a link in service stays configuring with its sessions down',
    link: { link: reconfiguringDown, carried: FAMILIES, rule: 'reconfiguring_down' },
    end: seconds(90),
    from: 'info',
    to: 'critical',
  },
  {
    what: 'the same while an independent link carries all of it',
    link: { link: reconfiguringDown, carried: FAMILIES, siblings: [independent], rule: 'reconfiguring_down' },
    end: seconds(90),
    from: 'info',
    to: 'error',
  },
  {
    what: 'a link in service stays configuring with its sessions up',
    link: { link: reconfiguring, carried: FAMILIES, rule: 'reconfiguring' },
    end: SINCE + 5 * MINUTE,
    from: 'info',
    to: 'warning',
  },
  {
    what: 'and still does',
    link: { link: reconfiguring, carried: FAMILIES, rule: 'reconfiguring' },
    end: SINCE + 15 * MINUTE,
    from: 'warning',
    to: 'critical',
  },
  {
    what: 'a new link stays configuring',
    link: { link: configuring, rule: 'configuring' },
    end: SINCE + 15 * MINUTE,
    from: 'info',
    to: 'warning',
  },
  {
    what: 'a new link stays configuring for hours',
    link: { link: configuring, rule: 'configuring' },
    end: SINCE + 4 * HOUR,
    from: 'warning',
    to: 'error',
  },
  {
    what: 'a new link stays failed',
    link: { link: failed, rule: 'failed' },
    end: SINCE + 4 * HOUR,
    from: 'warning',
    to: 'error',
  },
  {
    what: 'a provisioned link that never carried stays down, by a working day',
    link: { link: neverUp, rule: 'not_in_service' },
    end: at('2026-03-27T16:00:00+01:00'),
    from: 'warning',
    to: 'error',
  },
  {
    what: 'a self-hosted link waits for the device, by three working days over a weekend and a clock change',
    link: { link: ready, rule: 'waits_for_device' },
    end: at('2026-03-31T16:00:00+02:00'),
    from: 'info',
    to: 'warning',
  },
  {
    what: 'an active link has no complete path, by a working day',
    link: { link: incomplete, rule: 'incomplete' },
    end: at('2026-03-27T16:00:00+01:00'),
    from: 'info',
    to: 'warning',
  },
]

describe('time makes a link louder at its threshold and not before', () => {
  test.each(rows)('$what: from $from to $to', ({ link, end, from, to }) => {
    const before = judge(end - 1, link)
    expect([before.rule, before.level]).toEqual([link.rule, from])
    const after = judge(end, link)
    expect([after.rule, after.level, after.bad]).toEqual([link.rule, to, true])
    expect(after.ruleSince).toBe(SINCE)
  })

  test('for every row of the levels that has time in it', () => {
    expect([...new Set(rows.map(({ link }) => link.rule))].sort()).toEqual([...TIMED_RULES].sort())
  })
})

describe('a weekend', () => {
  test('does not make a link that never carried louder', () => {
    const friday = at('2026-03-27T16:00:00+01:00')
    const link: Case = { link: neverUp, rule: 'not_in_service', ruleSince: friday }
    expect(judge(at('2026-03-29T23:59:59+02:00'), link).level).toBe('warning')
    expect(judge(at('2026-03-30T15:59:59+02:00'), link).level).toBe('warning')
    expect(judge(at('2026-03-30T16:00:00+02:00'), link).level).toBe('error')
  })
})

describe('a link is not bad', () => {
  test('while it is new and there is nothing to tell yet', () => {
    for (const link of [configuring, incomplete, ready]) {
      const { rule } = judge(SINCE, { link, rule: 'none' })
      expect(judge(SINCE, { link, rule })).toMatchObject({ level: 'info', bad: false })
    }
  })

  test('but one in service is, so that what it carried stays known', () => {
    for (const link of [reconfiguring, reconfiguringDown])
      expect(judge(SINCE, { link, carried: FAMILIES, rule: 'none' })).toMatchObject({
        level: 'info',
        bad: true,
      })
  })
})

describe('a link in service', () => {
  test('that failed is critical at once, at any age', () => {
    for (const now of [SINCE, SINCE + 9 * HOUR])
      expect(judge(now, { link: failed, carried: FAMILIES, rule: 'failed' }).level).toBe('critical')
  })
})

describe('the time of a row', () => {
  test('begins anew when another row fits, while that of a status goes on', () => {
    const fitted: Case = { link: reconfiguringDown, carried: FAMILIES, rule: 'reconfiguring' }
    const now = SINCE + 10 * MINUTE
    expect(judge(now, fitted)).toMatchObject({ rule: 'reconfiguring_down', level: 'info', ruleSince: now })
    const up: Case = { link: reconfiguring, carried: FAMILIES, rule: 'reconfiguring_down' }
    expect(judge(now, up)).toMatchObject({ rule: 'reconfiguring', level: 'warning', ruleSince: now })
  })

  test('of a status begins anew when the status changes', () => {
    const before = { ...incomplete, status: 'provisioning' }
    const ruling = judgeLink(
      {
        before: aWatchedLink(before, { since: SINCE }),
        after: failed,
        evidence: anEvidence({ link: failed }),
        ours: false,
        baseline: false,
        marks: [],
      },
      { at: SINCE + 9 * HOUR, settings: settingsOf('') },
    )
    expect(ruling).toMatchObject({ rule: 'failed', level: 'warning' })
  })

  test('is as long as it was set', () => {
    const link: Case = { link: failed, rule: 'failed' }
    expect(judge(SINCE + 10 * MINUTE - 1, link, 'failedError=10m').level).toBe('warning')
    expect(judge(SINCE + 10 * MINUTE, link, 'failedError=10m').level).toBe('error')
    expect(judge(at('2026-03-27T15:59:59+01:00'), link, 'failedError=1bd').level).toBe('warning')
    expect(judge(at('2026-03-27T16:00:00+01:00'), link, 'failedError=1bd').level).toBe('error')
  })
})
