import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import type { Level } from '../../../src/domain/incident.ts'
import { LINK_STATUSES } from '../../../src/domain/status.ts'
import type { LinkCard, LinkRow, ListAnswer } from '../../../src/queries/answers.ts'
import type { Runbook } from '../../../src/runbooks/runbook.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderHelp } from '../../../src/slack/views/help.ts'
import { renderLinkCard } from '../../../src/slack/views/link-card.ts'
import { renderList } from '../../../src/slack/views/list.ts'
import { renderRunbookAnswer } from '../../../src/slack/views/runbook.ts'
import { renderStatusAnswer } from '../../../src/slack/views/which-link.ts'
import { anIncident, downEvidence } from '../../support/alerts.ts'
import { aLink, anEvidence, NOW } from '../../support/links.ts'
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
    ...overrides,
  }
}

function aRow(name: string, overrides: Partial<LinkRow> = {}): LinkRow {
  return {
    link: aLink({ id: `id-${name}`, name }),
    popName: 'TH2',
    partnerName: 'FranceIX',
    level: null,
    ...overrides,
  }
}

const fresh = {
  scope: { id: 'fr-par', region: 'fr-par' },
  source: { type: 'snapshot', at: NOW - 20_000, failure: null },
  links: 3,
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

  test('of a link that never was in service does not speak of an outage', () => {
    const link = aLink({ status: 'provisioning', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
    const message = renderLinkCard(aCard(anEvidence({ link, hasCarried: false })), NOW)
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

  test('tells the age of each region and names those that cannot be read', () => {
    const scopes = [
      fresh,
      {
        scope: { id: 'm', region: 'it-mil' },
        source: { type: 'snapshot', at: null, failure },
        links: 0,
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
      }))
      const source = { type: 'snapshot', at: NOW, failure: { ...failure, message: name } } as const
      const scopes = Array.from({ length: 300 }, () => ({
        scope: { id: name, region: name },
        source,
        links: 1,
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

describe('Runbooks', () => {
  const runbook: Runbook = {
    name: 'all_down',
    title: 'Down: no session is up',
    statuses: ['all_down'],
    sections: [
      {
        heading: 'Confirm',
        blocks: [
          { type: 'text', text: 'Before **anything** else:' },
          { type: 'step', number: 1, text: 'Run `show bgp summary`.' },
        ],
      },
    ],
  }

  test('show their sections and numbered steps', () => {
    const message = renderRunbookAnswer({ type: 'found', runbook })
    expect(textsOf(message.blocks)[0]).toBe('Down: no session is up')
    expect(all(message)).toContain('*Confirm*\nBefore *anything* else:\n1. Run `show bgp summary`.')
    expect(message.text).toContain('1. Run `show bgp summary`.')
  })

  test('are listed with a button each', () => {
    const message = renderRunbookAnswer({ type: 'index', runbooks: [runbook] })
    expect(message.blocks[1]).toMatchObject({ accessory: { action_id: 'show_runbook', value: 'all_down' } })
  })

  test('that nobody wrote get the nearest', () => {
    const message = renderRunbookAnswer({ type: 'unknown', words: 'all dwn', nearest: [runbook] })
    expect(message.text).toContain('No runbook is about `all dwn`. These are the nearest:')
  })

  test('fit, however long they and their names are', () => {
    for (const name of HOSTILE_NAMES) {
      const blocks = Array.from({ length: 60 }, (_, index) => ({
        type: 'step' as const,
        number: index + 1,
        text: `${name} **${name}** \`${name}\``,
      }))
      const long: Runbook = { ...runbook, name, title: name, sections: [{ heading: name, blocks }] }
      expectFit(renderRunbookAnswer({ type: 'found', runbook: long }))
      expectFit(renderRunbookAnswer({ type: 'index', runbooks: Array.from({ length: 80 }, () => long) }))
      expectFit(renderRunbookAnswer({ type: 'unknown', words: name, nearest: [long] }))
    }
  })
})

describe('The help', () => {
  test('names every command with what it answers', () => {
    for (const usage of ['help', 'list [filter]', 'status &lt;link&gt;', 'runbook [status]']) {
      expect(all(renderHelp())).toContain(`\`/interlink ${usage}\``)
    }
  })

  test('after an unknown word says so, guesses, and shows how to ask for a link of that name', () => {
    const message = renderHelp({ word: 'stauts', nearest: 'status' })
    expect(textsOf(message.blocks)[0]).toBe(
      'There is no command `stauts`. Did you mean `/interlink status`? To look at a link of that name: `/interlink status stauts`.',
    )
  })

  test('fits whatever word was typed', () => {
    for (const word of HOSTILE_NAMES) expectFit(renderHelp({ word: word.repeat(12), nearest: null }))
  })
})
