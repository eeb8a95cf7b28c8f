import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeLink } from '../../src/alerting/levels.ts'
import { carriesAlready, findReplacements, REPLACED_WITHIN_MS } from '../../src/alerting/replacement.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { Link } from '../../src/domain/link.ts'
import { watched } from '../contract/store-samples.ts'
import { aLink, anEvidence, aSelfHostedLink, CONNECTION_ID, NOW } from '../support/links.ts'

const old = aLink({ id: 'old', name: 'paris-a', vlan: 1234, createdAt: NOW - 1_000_000 })
const newer = (overrides: Partial<Link> = {}): Link =>
  aLink({ id: 'new', name: 'other', vlan: 99, createdAt: NOW - 1_000, ...overrides })

/** What replaces `old`, gone now, where `link` was first seen `later` ms after that. */
const replacementBy = (link: Link, gone: Link = old, later = 0) =>
  findReplacements([{ link: gone, at: NOW }], [{ link, firstSeenAt: NOW + later }]).get(gone.id)?.same ?? null

describe('a link that is gone is replaced', () => {
  test('by the one that the bot ordered in its place, whatever else shares more with it, and however late', () => {
    const heir = newer({ id: 'heir', name: 'elsewhere', popId: 'pop-9' })
    const namesake = newer({ id: 'namesake', name: old.name, vlan: old.vlan })
    const found = findReplacements(
      [{ link: old, at: NOW }],
      [
        { link: namesake, firstSeenAt: NOW },
        { link: heir, firstSeenAt: NOW + 2 * REPLACED_WITHIN_MS },
      ],
      new Map([['heir', { id: old.id }]]),
    )
    expect(found.get(old.id)).toEqual({ link: heir, same: 'ordered again by this bot' })
  })

  test.each([
    ['by one of the same name', { name: 'paris-a' }, 'same name'],
    ['by one with its VLAN at the same port', { vlan: 1234 }, 'same VLAN 1234'],
    ['by one with both', { name: 'paris-a', vlan: 1234 }, 'same name and VLAN 1234'],
    ['not by any other link', {}, null],
    ['not by its VLAN at another PoP', { vlan: 1234, popId: 'elsewhere' }, null],
    [
      'not by its VLAN over another partner',
      {
        vlan: 1234,
        kind: { type: 'hosted', partnerId: 'p2', layer: null, disapprovedReason: null } as const,
      },
      null,
    ],
    [
      'not by its VLAN on a connection of its own',
      { vlan: 1234, kind: { type: 'self_hosted', connectionId: CONNECTION_ID } as const },
      null,
    ],
    ['not by one in another region', { name: 'paris-a', region: 'nl-ams' }, null],
    ['not by one that was ordered before it', { name: 'paris-a', createdAt: NOW - 2_000_000 }, null],
  ])('%s', (_, overrides, same) => {
    expect(replacementBy(newer(overrides))).toBe(same)
  })

  test('not by what has no VLAN or name either', () => {
    expect(replacementBy(newer({ vlan: null, name: '' }), { ...old, vlan: null, name: '' })).toBeNull()
  })

  test('by a self-hosted one only on the same connection', () => {
    const gone = aSelfHostedLink({ ...old, name: 'own', kind: { type: 'self_hosted', connectionId: 'c1' } })
    const on = (connectionId: string) => newer({ vlan: 1234, kind: { type: 'self_hosted', connectionId } })
    expect(replacementBy(on('c1'), gone)).toBe('same VLAN 1234')
    expect(replacementBy(on('c2'), gone)).toBeNull()
  })

  test('for a day before it was found gone, and a day after', () => {
    const link = newer({ name: 'paris-a' })
    for (const later of [-REPLACED_WITHIN_MS, 0, REPLACED_WITHIN_MS]) {
      expect(replacementBy(link, old, later)).toBe('same name')
    }
    expect(replacementBy(link, old, REPLACED_WITHIN_MS + 1)).toBeNull()
    expect(replacementBy(link, old, -REPLACED_WITHIN_MS - 1)).toBeNull()
  })

  test('by the one that shares most, and each newcomer replaces one', () => {
    const twin = { ...old, id: 'twin', vlan: 77 }
    const newcomers = [
      newer({ id: 'n1', name: 'paris-a', vlan: 5 }),
      newer({ id: 'n2', name: 'paris-a', vlan: 77 }),
    ].map((link) => ({ link, firstSeenAt: NOW }))
    const found = findReplacements(
      [
        { link: old, at: NOW - 1 },
        { link: twin, at: NOW },
      ],
      newcomers,
    )
    expect([...found].map(([id, { link }]) => [id, link.id]).sort()).toEqual([
      ['old', 'n1'],
      ['twin', 'n2'],
    ])
  })

  test('by nobody who replaces another one, however many there are, in whatever order they are named', () => {
    const links = fc.array(
      fc.record({
        id: fc.uuid(),
        name: fc.constantFrom('a', 'b'),
        vlan: fc.constantFrom(1, 2, null),
        createdAt: fc.integer({ min: 0, max: 5 }),
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(links, links, (before, after) => {
        const gone = before.map((link) => ({ link: aLink(link), at: NOW }))
        const newcomers = after.map((link) => ({ link: aLink(link), firstSeenAt: NOW }))
        const found = findReplacements(gone, newcomers)
        const ids = [...found.values()].map(({ link }) => link.id)
        expect(new Set(ids).size).toBe(ids.length)
        expect(findReplacements([...gone].reverse(), [...newcomers].reverse())).toEqual(found)
      }),
    )
  })
})

describe('what replaces a link', () => {
  const lost = { link: old, carried: ['ipv4', 'ipv6'] as const }

  test('carries already once it does all that the lost one did, into the same VPC', () => {
    const carries = (link: Link) => carriesAlready({ link, same: 'same name' }, lost)
    expect(carries(newer())).toBe(true)
    expect(carries(newer({ vpcId: 'another' }))).toBe(false)
    const dark = newer({ status: 'requested', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
    expect(carriesAlready({ link: dark, same: 'same name' }, { link: old, carried: [] })).toBe(false)
    expect(carries(newer({ sessions: { ipv4: 'up', ipv6: 'down' } }))).toBe(false)
  })

  const judged = (link: Link | null, before = watched('old', { link: old })) =>
    judgeLink(
      {
        before,
        after: null,
        evidence: anEvidence({ link: before.link }),
        ours: false,
        baseline: false,
        marks: [],
        replacement: link === null ? null : { link, same: 'same VLAN 1234' },
      },
      { at: NOW, settings: DEFAULT_ALERT_SETTINGS },
    )

  test('makes the loss an error where it carries already', () => {
    expect(judged(newer())).toMatchObject({
      level: 'error',
      rule: 'replaced',
      reason:
        'A link in service was deleted outside the bot, and replaced by other (same VLAN 1234), which carries already.',
    })
  })

  test('leaves it critical until then, and is named', () => {
    expect(judged(newer({ status: 'requested', routePropagation: false }))).toMatchObject({
      level: 'critical',
      rule: 'gone',
      reason:
        'A link in service was deleted outside the bot. It is replaced by other (same VLAN 1234), which does not carry yet.',
    })
    expect(judged(null)).toMatchObject({ level: 'critical', rule: 'gone' })
  })

  test('is named of a link that was not in use too, which is no louder for it', () => {
    const idle = watched('old', { link: old, carried: [] })
    expect(judged(newer(), idle)).toMatchObject({ level: 'warning', rule: 'gone_idle' })
    expect(judged(newer(), idle).reason).toContain('replaced by other (same VLAN 1234)')
  })
})
