import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carriedFamilies, judgeLink as judgeAt, type LinkChange } from '../../src/alerting/levels.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { FAMILIES } from '../../src/domain/link.ts'
import { LINK_STATUSES } from '../../src/domain/status.ts'
import { aLink, anEvidence, aSelfHostedLink, NOW } from '../support/links.ts'
import { BOTH, DOWN, LEVEL_CASES, watched } from './level-cases.ts'

const judgeLink = (change: LinkChange) => judgeAt(change, { at: NOW, settings: DEFAULT_ALERT_SETTINGS })

describe('the levels', () => {
  test.each(LEVEL_CASES)('%s', (_, change, level, rule, bad) => {
    expect(judgeLink(change)).toMatchObject({ level, rule, bad })
  })

  test('an order of a self-hosted link is told without the partner that it does not have', () => {
    for (const status of ['requested', 'provisioning', 'refused', 'expired']) {
      const after = aSelfHostedLink({ status, sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
      const evidence = anEvidence({ link: after, carried: [] })
      const change = {
        before: null,
        after,
        evidence,
        ours: false,
        baseline: false,
        marks: [`${status}_late`],
      }
      expect(judgeLink(change)).toMatchObject({ level: 'warning', bad: true })
      expect(judgeLink(change).reason).toMatch(/self-hosted link .* no partner has a part in it\.$/)
    }
  })

  test('every ruling has its reason, in one sentence', () => {
    for (const [, change] of LEVEL_CASES) expect(judgeLink(change).reason).toMatch(/^[A-Z].*\.$/)
  })

  const someLink = fc
    .record({
      status: fc.constantFrom(...LINK_STATUSES, 'hibernating'),
      v4: fc.constantFrom('up', 'down', 'disabled', 'unknown_bgp_status', 'odd'),
      v6: fc.constantFrom('up', 'down', 'disabled', 'unknown_bgp_status'),
      vpcId: fc.constantFrom('vpc', null),
      p4: fc.constantFrom('p4', null),
      p6: fc.constantFrom('p6', null),
      routePropagation: fc.boolean(),
    })
    .map(({ v4, v6, p4, p6, ...rest }) =>
      aLink({ ...rest, sessions: { ipv4: v4, ipv6: v6 }, policies: { ipv4: p4, ipv6: p6 } }),
    )
  const someChange = fc.record({
    before: fc.option(
      fc
        .record({ link: someLink, carried: fc.subarray([...FAMILIES]) })
        .map(({ link, carried }) => watched(link, carried)),
    ),
    after: fc.option(someLink),
    evidence: fc.array(someLink, { maxLength: 2 }).map((siblings) => anEvidence({ siblings })),
    ours: fc.boolean(),
    baseline: fc.boolean(),
    marks: fc.constant([]),
  })

  test('a link that lost every family it carried is never quiet, unless the bot did it', () => {
    const lost = fc.record({
      before: someLink.map((link) => watched(link, BOTH)),
      after: someLink
        .filter((link) => link.status !== 'deleted')
        .map((link) => ({ ...link, sessions: DOWN })),
      evidence: fc.array(someLink, { maxLength: 2 }).map((siblings) => anEvidence({ siblings })),
    })
    fc.assert(
      fc.property(lost, (change) => {
        expect(judgeLink({ ...change, ours: false, baseline: false, marks: [] })).toMatchObject({ bad: true })
      }),
    )
  })

  test('what is carried is forgotten only when the link is well without it', () => {
    fc.assert(
      fc.property(someChange, (change) => {
        const ruling = judgeLink(change)
        const carried = carriedFamilies(change, ruling)
        if (change.after === null) expect(carried).toEqual([])
        else if (ruling.bad)
          expect(carried).toEqual(expect.arrayContaining([...(change.before?.carried ?? [])]))
      }),
    )
  })
})
