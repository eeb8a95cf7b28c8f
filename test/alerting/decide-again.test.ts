import { describe, expect, test } from 'vitest'
import { decideAgain } from '../../src/alerting/decision.ts'
import type { LinkChange } from '../../src/alerting/levels.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { FAMILIES, type Link } from '../../src/domain/link.ts'
import { anIncident } from '../support/alerts.ts'
import { aLink, anEvidence, NOW } from '../support/links.ts'
import { aWatchedLink } from '../support/memory.ts'

const HOUR = 3_600_000
const sessions = { ipv4: 'down', ipv6: 'down' } as const
const DOWN: Partial<Link> = { status: 'all_down', sessions }
const FAILED: Partial<Link> = { status: 'failed', sessions }
/** Another PoP, another partner, the same policies. */
const sibling = aLink({
  id: 'sibling',
  popId: 'other-pop',
  kind: { type: 'hosted', partnerId: 'other', layer: null, disapprovedReason: null },
})

/** A link that looks as it did, in its status for `age`. */
function unchanged(
  overrides: Partial<Link>,
  { carried = FAMILIES, siblings = [], age = 0, rule = 'down' }: Facts = {},
): LinkChange {
  const link = aLink(overrides)
  return {
    before: aWatchedLink(link, { since: NOW - age, rule, carried }),
    after: link,
    evidence: anEvidence({ link, siblings }),
    ours: false,
    baseline: false,
    marks: [],
  }
}
interface Facts {
  readonly carried?: typeof FAMILIES
  readonly siblings?: readonly Link[]
  readonly age?: number
  readonly rule?: string
}
const again = (change: LinkChange, incident: Incident | null, siblingChanged: boolean) =>
  decideAgain(change, incident, { at: NOW, settings: DEFAULT_ALERT_SETTINGS }, siblingChanged)

describe('a link that time alone makes louder', () => {
  const failed = (age: number) => unchanged(FAILED, { carried: [], age, rule: 'failed' })
  const warned = anIncident({ level: 'warning', rule: 'failed', badStatus: 'failed' })

  test('is left in peace until then', () => {
    expect(again(failed(4 * HOUR - 1), warned, false)).toMatchObject({ act: 'quiet', level: 'warning' })
  })

  test('is told aloud, once', () => {
    expect(again(failed(4 * HOUR), warned, false)).toMatchObject({ act: 'worsen', level: 'error' })
    const worsened = anIncident({ ...warned, level: 'error' })
    expect(again(failed(5 * HOUR), worsened, false)).toMatchObject({ act: 'quiet', level: 'error' })
  })

  test('gets its first message when there is none', () => {
    const configuring = unchanged(
      { status: 'configuring', sessions },
      { age: 90_000, rule: 'reconfiguring_down' },
    )
    expect(again(configuring, null, false)).toMatchObject({ act: 'open', level: 'critical' })
  })
})

describe('a bad link into whose VPC another link has changed', () => {
  const rated = (level: Incident['level']) => anIncident({ level, rule: 'down' })

  test('gets louder by a quiet line: the other link’s message says it aloud', () => {
    expect(again(unchanged(DOWN), rated('error'), true)).toMatchObject({ act: 'update', level: 'critical' })
  })

  test('does not get milder by it, while its message is told anew', () => {
    expect(again(unchanged(DOWN, { siblings: [sibling] }), rated('critical'), true)).toMatchObject({
      act: 'refresh',
      level: 'critical',
    })
  })

  test('is told anew at the same level too, since it names what is left', () => {
    expect(again(unchanged(DOWN), rated('critical'), true)).toMatchObject({
      act: 'refresh',
      level: 'critical',
    })
  })

  test('is told anew only then', () => {
    expect(again(unchanged(DOWN), rated('critical'), false).act).toBe('quiet')
  })

  test('is left in peace while it is up and being confirmed', () => {
    expect(again(unchanged({}, { rule: 'forward' }), anIncident({ upSince: NOW - 1_000 }), true).act).toBe(
      'quiet',
    )
  })

  test('is told aloud where its message says that it is up', () => {
    const up = anIncident({ level: 'error', rule: 'down', upSince: NOW - 1_000 })
    expect(again(unchanged(DOWN), up, true)).toMatchObject({ act: 'worsen', level: 'critical' })
  })

  test('opens nothing where it has no incident and is not bad', () => {
    expect(again(unchanged({}, { rule: 'forward' }), null, true).act).toBe('quiet')
  })
})
