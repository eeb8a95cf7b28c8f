import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import type { Level } from '../../../src/domain/incident.ts'
import { LINK_STATUSES } from '../../../src/domain/status.ts'
import type { LinkCard, LinkRow, ListAnswer } from '../../../src/queries/answers.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderLinkCard } from '../../../src/slack/views/link-card.ts'
import { renderList } from '../../../src/slack/views/list.ts'
import { renderStatusAnswer } from '../../../src/slack/views/which-link.ts'
import { anIncident, downEvidence } from '../../support/alerts.ts'
import { aLink, anEvidence, aVpc, NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { HOSTILE_NAMES, hostileEvidence } from './hostile.ts'

const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const failure = {
  reason: 'timeout',
  message: 'Scaleway did not answer within 10 s.',
  status: null,
  requestId: null,
  retryable: true,
} as const

function aCard(evidence: Evidence, overrides: Partial<LinkCard> = {}): LinkCard {
  return {
    evidence,
    diagnosis: diagnose(evidence, NOW),
    statusSince: NOW - 3_600_000,
    incident: null,
    source: { type: 'snapshot', at: NOW - 20_000, failure: null },
    unreadSince: null,
    ...overrides,
  }
}

function aRow(name: string, overrides: Partial<LinkRow> = {}): LinkRow {
  return {
    link: aLink({ id: `id-${name}`, name }),
    popName: 'TH2',
    partnerName: 'FranceIX',
    level: null,
    missing: null,
    unreadSince: null,
    ...overrides,
  }
}

const fresh = {
  scope: { id: 'fr-par', region: 'fr-par' },
  source: { type: 'snapshot', at: NOW - 20_000, failure: null },
  links: 3,
  unread: 0,
} as const

function expectFit(message: RenderedMessage): void {
  expect(slackProblems(message)).toEqual([])
  expect(messageFormattingProblems(message)).toEqual([])
}

describe('The status card', () => {
  test('of a healthy link says that it is up, and what is not measured', () => {
    const message = renderLinkCard(aCard(anEvidence()), NOW)
    expect(textsOf(message.blocks)[0]).toBe('🟢 paris-a is up')
    expect(textsOf(message.blocks)[1]).toContain('sessions up, path configured, traffic not measured')
  })

  test('of a link with an open incident has its level and times', () => {
    const message = renderLinkCard(aCard(downEvidence(), { incident: anIncident() }), NOW)
    expect(textsOf(message.blocks)[0]).toBe('🔴 Critical · paris-a is down')
    expect(all(message)).toContain('*First bad*\n<!date^1772528370^')
  })

  test('shows the age of a snapshot, and when it was read live', () => {
    expect(all(renderLinkCard(aCard(anEvidence()), NOW))).toContain('As polled 20 s ago, at <!date')
    const live = aCard(anEvidence(), { source: { type: 'live', at: NOW } })
    expect(all(renderLinkCard(live, NOW))).toContain('Read live at <!date')
  })

  test('says why it could not be read live', () => {
    const card = aCard(anEvidence(), { source: { type: 'snapshot', at: NOW - 90_000, failure } })
    expect(all(renderLinkCard(card, NOW))).toContain(
      'It cannot be read now: Scaleway did not answer within 10 s.',
    )
  })

  test('of a link that polls cannot read any more is not green, and says since when and why first', () => {
    const card = aCard(anEvidence(), { unreadSince: NOW - 600_000 })
    const message = renderLinkCard(card, NOW)
    expect(textsOf(message.blocks)[0]).toBe('⚠️ paris-a is up, as last read')
    expect(textsOf(message.blocks)[1]).toMatch(
      /^\*Not read since <!date\^1772527800.+\*: its answers cannot be understood, or the API does not show it\.\nVPC/,
    )
    expect(message.text).toContain('Not read since')
    expect(all(message)).toContain('Shown as it was last read.')
    expect(all(message)).not.toContain('As polled')
    const bad = renderLinkCard({ ...card, evidence: downEvidence(), incident: anIncident() }, NOW)
    expect(textsOf(bad.blocks)[0]).toBe('🔴 Critical · paris-a is down, as last read')
  })

  test('is not green where sessions are up in vain, or where something was lost', () => {
    const idle = anEvidence({ vpc: aVpc({ privateNetworkCount: 0 }) })
    expect(textsOf(renderLinkCard(aCard(idle), NOW).blocks)[0]).toBe(
      '⚪ paris-a is Active, but no traffic can flow',
    )
    const half = anEvidence({ link: aLink({ sessions: { ipv4: 'up', ipv6: 'down' } }) })
    expect(textsOf(renderLinkCard(aCard(half), NOW).blocks)[0]).toBe('⚪ paris-a has lost IPv6')
  })

  test('says nothing twice', () => {
    const healthy = all(renderLinkCard(aCard(anEvidence()), NOW))
    expect(healthy.match(/traffic (?:is )?not measured/gu)).toHaveLength(1)
    const down = all(renderLinkCard(aCard(downEvidence()), NOW))
    expect(down).not.toContain('no other link is set up into')
  })

  test('of a link that never was in service does not speak of an outage', () => {
    const link = aLink({ status: 'provisioning', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
    const message = renderLinkCard(aCard(anEvidence({ link, carried: [] })), NOW)
    expect(textsOf(message.blocks)[0]).toBe('⚪ paris-a is Provisioning')
    expect(textsOf(message.blocks)[1]).toContain('not in service so far')
  })

  test('fits for every status and every hostile name', () => {
    for (const status of LINK_STATUSES) {
      for (const name of HOSTILE_NAMES) {
        const evidence = hostileEvidence(name, { status, sessions: { ipv4: 'disabled', ipv6: 'up' } })
        expectFit(renderLinkCard(aCard(evidence, { incident: anIncident() }), NOW))
      }
    }
  })
})

describe('The list', () => {
  const list = (overrides: Partial<ListAnswer>): ListAnswer => ({
    rows: [],
    filter: '',
    scopes: [fresh],
    ...overrides,
  })

  test('has one line a link, with level as mark and word, in the order given', () => {
    const down = aLink({ name: 'paris-b', status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } })
    const rows = [aRow('x', { link: down, level: 'critical' }), aRow('paris-a')]
    const message = renderList(list({ rows }), NOW)
    expect(all(message)).toContain(
      '🔴 *Critical* `paris-b` · Down · IPv4 down, IPv6 down · `fr-par` · `TH2` · `FranceIX`\n🟢 `paris-a` · Active',
    )
    expect(all(message)).toContain('🔴 1 critical · 🟢 1 up')
  })

  test('marks a link that polls cannot read any more, counts it, and says why', () => {
    const rows = [aRow('paris-b', { unreadSince: NOW - 600_000 }), aRow('paris-a')]
    const message = renderList(list({ rows, scopes: [{ ...fresh, unread: 1 }] }), NOW)
    expect(all(message)).toMatch(
      /⚠️ `paris-b` · \*not read since <!date\^1772527800.+\*, before that · Active/u,
    )
    expect(all(message)).toContain('⚠️ 1 not read · 🟢 1 up')
    expect(all(message)).toContain('*Not up to date*\n1 link could not be read with the rest of the region')
    expect(message.text).toContain('1 link could not be read with the rest of the region')
    expect(all(message)).toContain('`fr-par`: 3 links, read 20 s ago, but for 1 link')
  })

  test('keeps the level of a link that polls cannot read any more', () => {
    const row = aRow('paris-b', { unreadSince: NOW - 600_000, level: 'critical' })
    expect(all(renderList(list({ rows: [row] }), NOW))).toMatch(
      /🔴 1 critical · ⚠️ 1 not read\n🔴 \*Critical\* `paris-b` · \*not read since/u,
    )
  })

  test('does not mark a link as up whose path is not complete, as its card does not', () => {
    const missing = { id: 'vpc_networks', state: 'missing', text: 'The VPC has no Private Network' } as const
    const message = renderList(list({ rows: [aRow('paris-a', { missing })] }), NOW)
    expect(all(message)).toContain('⚪ `paris-a` · Active · IPv4 up, IPv6 up · path not complete')
    expect(all(message)).toContain('⚪ 1 path not complete')
    const session = { id: 'session_ipv6', state: 'missing', text: 'The IPv6 session is down' } as const
    const half = renderList(list({ rows: [aRow('paris-a', { missing: session })] }), NOW)
    expect(all(half)).toContain('🟢 `paris-a`')
  })

  test('tells the age of each region and names those that cannot be read', () => {
    const scopes = [
      fresh,
      {
        scope: { id: 'm', region: 'it-mil' },
        source: { type: 'snapshot', at: null, failure },
        links: 0,
        unread: 0,
      } as const,
    ]
    const message = renderList(list({ rows: [aRow('a')], scopes }), NOW)
    expect(all(message)).toContain('`fr-par`: 3 links, read 20 s ago')
    expect(all(message)).toContain('`it-mil` was never read so far: Scaleway did not answer within 10 s.')
  })

  test('of 300 links shows what fits and says how to narrow it', () => {
    const rows = Array.from({ length: 300 }, (_, index) => aRow(`link-${index}`))
    const message = renderList(list({ rows }), NOW)
    expectFit(message)
    const shown = all(message).match(/`link-\d+`/gu)?.length ?? 0
    expect(all(message)).toContain(`and ${300 - shown} more: narrow with \`/interlink list &lt;filter&gt;\``)
    expect(shown).toBeGreaterThan(50)
  })

  test('with nothing in it says what a filter looks at', () => {
    expect(renderList(list({ filter: 'down <x>' }), NOW).text).toContain('No link fits `down &lt;x&gt;`')
  })

  test('fits with 300 hostile names in 300 regions', () => {
    const levels: (Level | null)[] = ['critical', 'error', 'warning', 'info', null]
    for (const name of HOSTILE_NAMES) {
      const rows = Array.from({ length: 300 }, (_, index) => ({
        link: aLink({ name, region: name, status: name }),
        popName: name,
        partnerName: name,
        level: levels[index % 5] ?? null,
        missing: null,
        unreadSince: index % 3 === 0 ? NOW : null,
      }))
      const source = { type: 'snapshot', at: NOW, failure: { ...failure, message: name } } as const
      const scopes = Array.from({ length: 300 }, () => ({
        scope: { id: name, region: name },
        source,
        links: 1,
        unread: 1,
      }))
      expectFit(renderList({ rows, filter: name, scopes }, NOW))
    }
  })
})

describe('Which link is meant', () => {
  test('an ambiguous name gets the candidates, each with a button', () => {
    const candidates = [aRow('paris-a'), aRow('paris-b')]
    const message = renderStatusAnswer({ type: 'ambiguous', words: 'par', candidates, total: 12 }, NOW)
    expect(textsOf(message.blocks)[0]).toBe('12 links fit `par`. Which one is meant?')
    expect(message.blocks[1]).toMatchObject({ accessory: { action_id: 'refresh_link', value: 'id-paris-a' } })
    expect(all(message)).toContain('and 10 more')
  })

  test('an unknown name gets the nearest, and the regions that could hide it', () => {
    const scopes = [
      {
        scope: { id: 'm', region: 'it-mil' },
        source: { type: 'snapshot', at: null, failure },
        links: 0,
        unread: 0,
      } as const,
    ]
    const message = renderStatusAnswer(
      { type: 'unknown', words: 'pariz', nearest: [aRow('paris-a')], scopes },
      NOW,
    )
    expect(message.text).toContain('No link is called `pariz`. These are the nearest:')
    expect(message.text).toContain('It may be in `it-mil`, which cannot be read now.')
  })

  test('a link that is gone is said to be gone', () => {
    const message = renderStatusAnswer({ type: 'gone', link: aLink(), at: NOW }, NOW)
    expect(message.text).toContain('`paris-a` no longer exists at Scaleway')
  })

  test('fits for hostile names', () => {
    for (const name of HOSTILE_NAMES) {
      const rows = Array.from({ length: 30 }, () => aRow(name, { popName: name, partnerName: name }))
      const scopes = [
        {
          ...fresh,
          scope: { id: name, region: name },
          source: { type: 'snapshot', at: null, failure },
        } as const,
      ]
      expectFit(renderStatusAnswer({ type: 'ambiguous', words: name, candidates: rows, total: 30 }, NOW))
      expectFit(renderStatusAnswer({ type: 'unknown', words: name.repeat(10), nearest: rows, scopes }, NOW))
      expectFit(renderStatusAnswer({ type: 'gone', link: aLink({ name }), at: NOW }, NOW))
    }
  })
})
