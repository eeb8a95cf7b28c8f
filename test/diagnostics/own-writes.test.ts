import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import { knownWrites } from '../../src/diagnostics/own-writes.ts'
import type { Link } from '../../src/domain/link.ts'
import type { OwnWrite } from '../../src/domain/lookups.ts'
import { aPast, aWrite } from '../fixtures/evidence/on-demand.ts'
import { aLink, anEvidence, NOW, PARTNER_ID } from '../support/links.ts'

const MINUTE_MS = 60_000
const AT = NOW - 7 * MINUTE_MS
const KEY = { by: 'key-1', tool: 'api' } as const

const own = (overrides: Partial<OwnWrite> = {}): OwnWrite => ({
  methods: ['disableroutepropagation'],
  askedBy: 'U0ADA',
  from: AT,
  until: AT + 2_000,
  made: 'DisableRoutePropagation',
  ...overrides,
})
const off = (overrides: Parameters<typeof aWrite>[1] = {}) =>
  aWrite('DisableRoutePropagation', { ...KEY, at: AT + 1_000, ...overrides })
const askers = (writes: Evidence['writes'], ...ownWrites: readonly OwnWrite[]) =>
  knownWrites(anEvidence({ ...(writes === undefined ? {} : { writes }), ownWrites })).map(
    ({ by, askedBy }) => askedBy ?? by,
  )
const down: Partial<Link> = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } }

describe('What the cloud recorded is the bot’s own', () => {
  test('where it called that method then, and nobody else’s where it did not', () => {
    expect(askers([off()], own())).toEqual(['U0ADA'])
    expect(askers([off({ method: 'EnableRoutePropagation' })], own({ made: null }))).toEqual(['key-1'])
  })

  test('as far as the two clocks may differ', () => {
    const apart = (ms: number) => askers([off({ at: AT + 2_000 + ms })], own({ made: null }))
    expect([apart(60_000), apart(60_001)]).toEqual([['U0ADA'], ['key-1']])
    expect(askers([off({ at: AT - 60_000 })], own({ made: null }))).toEqual(['U0ADA'])
    expect(askers([off({ at: AT - 60_001 })], own({ made: null }))).toEqual(['key-1'])
  })

  test.each(['console', 'terraform', 'cli'] as const)(
    'but not where it was done with another tool: %s',
    (tool) => {
      expect(askers([off({ tool })], own({ made: null }))).toEqual(['key-1'])
    },
  )

  test('once for each time: the nearest record, and what is left is somebody else’s', () => {
    const later = off({ at: AT + 40_000, by: 'key-2' })
    expect(askers([later, off()], own())).toEqual(['key-2', 'U0ADA'])
    const second = own({ askedBy: 'U0OLU', from: AT + 39_000, until: AT + 41_000 })
    expect(askers([later, off()], own(), second)).toEqual(['U0OLU', 'U0ADA'])
  })

  test('and is known without a record where it is certain, the newest first', () => {
    const older = off({ at: AT - 5 * MINUTE_MS })
    expect(askers([older], own())).toEqual(['U0ADA', 'key-1'])
    expect(askers(undefined, own())).toEqual(['U0ADA'])
    expect(askers(undefined, own({ made: null }))).toEqual([])
  })
})

describe('A diagnosis says that this bot did it, as somebody asked', () => {
  test('where that explains the loss, and asks that person', () => {
    const link = aLink({ ...down, routePropagation: false })
    const { verdict, steps } = diagnose(
      anEvidence({ link, past: aPast(), writes: [off()], ownWrites: [own()] }),
      NOW,
    )
    expect(verdict).toMatch(/route propagation was turned off by this bot, as U0ADA asked, 1 minute before/)
    const asked = steps.filter(({ acts }) => acts?.includes('ask_who')).map(({ text }) => text)
    expect(asked).toEqual([
      expect.stringMatching(
        /^Ask U0ADA, who had this bot make the change at [\d-]{10} \d\d:\d\d UTC, whether it was planned$/,
      ),
    ])
    expect(JSON.stringify({ verdict, steps })).not.toContain('key-1')
  })

  test('where it is no more than the last thing that was done', () => {
    const on = own({ methods: ['enableroutepropagation'], made: 'EnableRoutePropagation' })
    const findings = (evidence: Partial<Evidence>) =>
      diagnose(anEvidence({ ...evidence, ownWrites: [on] }), NOW).findings.map(({ text }) => text)
    expect(findings({ past: aPast({ firstBadAt: null, lastGoodAt: NOW }) })).toContainEqual(
      expect.stringMatching(
        /^Route propagation was turned on by this bot, as U0ADA asked, 6 minutes ago: if/,
      ),
    )
    expect(findings({ link: aLink(down), past: aPast() })).toContainEqual(
      expect.stringMatching(/^Route propagation was turned on by this bot, as U0ADA asked, .* look at that/),
    )
  })

  test('where it deleted a link that its partner has not', () => {
    const link = aLink({
      status: 'deprovisioning',
      kind: { type: 'hosted', partnerId: PARTNER_ID, layer: 'l2', disapprovedReason: null },
    })
    const deleting = own({ methods: ['deletelink'], made: 'DeleteLink' })
    const writes = [aWrite('DeleteLink', { ...KEY, at: AT })]
    const { verdict, mover } = diagnose(
      anEvidence({ link, past: aPast(), writes, ownWrites: [deleting], carried: [] }),
      NOW,
    )
    expect(verdict).toMatch(
      /^This bot deleted it at Scaleway, as U0ADA asked, 7 minutes ago: .* has to delete its side too\.$/,
    )
    expect(mover).toBe('partner')
  })
})
