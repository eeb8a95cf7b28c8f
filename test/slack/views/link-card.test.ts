import { describe, expect, test } from 'vitest'
import { LINK_STATUSES } from '../../../src/domain/status.ts'
import { renderLinkCard } from '../../../src/slack/views/link-card.ts'
import { anIncident, downEvidence } from '../../support/alerts.ts'
import { aLink, anEvidence, aVpc, NOW } from '../../support/links.ts'
import { textsOf } from '../../support/slack-limits.ts'
import { aCard, all, expectFit, failure } from './answering.ts'
import { HOSTILE_NAMES, hostileContact, hostileEvidence } from './hostile.ts'

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

  test('does not take the first poll for the time at which something happened', () => {
    const first = { statusSince: NOW - 60_000, incident: anIncident({ firstBadAt: NOW - 60_000 }) }
    const seen = all(renderLinkCard(aCard(downEvidence(), { ...first, watchedSince: NOW - 90_000 }), NOW))
    expect(seen).toMatch(/\*Status\*\n.+\nsince <!date/)
    expect(seen).not.toContain('or earlier')
    const found = renderLinkCard(aCard(downEvidence(), { ...first, watchedSince: NOW - 60_000 }), NOW)
    expect(all(found)).toMatch(/\*Status\*\n.+\nat least since <!date/)
    expect(all(found)).toMatch(/\*First bad\*\n<!date.*, or earlier/)
    expect(found.text).toMatch(/First bad .*, or earlier\./)
  })

  test('tells what was agreed with its partner and with support in its text too, for whoever hears it read', () => {
    const records = ['*Contacted* by Ada, order 4711.', '*Ticket* `T-1` is open.']
    const message = renderLinkCard(aCard(anEvidence()), NOW, records)
    for (const record of records) {
      expect(all(message)).toContain(record)
      expect(message.text).toContain(record)
    }
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

  test('is not green where sessions are up in vain, and red where something is lost that no poll has seen yet', () => {
    const idle = anEvidence({ vpc: aVpc({ privateNetworkCount: 0 }) })
    expect(textsOf(renderLinkCard(aCard(idle), NOW).blocks)[0]).toBe(
      '⚪ paris-a is Active, but no traffic can flow',
    )
    const half = anEvidence({ link: aLink({ sessions: { ipv4: 'up', ipv6: 'down' } }) })
    expect(textsOf(renderLinkCard(aCard(half), NOW).blocks)[0]).toBe('🔴 paris-a has lost IPv6')
  })

  test('is not green while its region cannot be read: it says how old what it shows is', () => {
    const failure = {
      reason: 'timeout',
      message: 'No answer.',
      status: null,
      requestId: null,
      retryable: true,
    } as const
    const source = { type: 'snapshot', at: NOW - 20 * 60_000, failure } as const
    const blind = renderLinkCard(aCard(anEvidence(), { source }), NOW)
    expect(textsOf(blind.blocks)[0]).toBe('⚠️ paris-a is up, as polled 20 min ago')
    const known = renderLinkCard(aCard(anEvidence(), { source: { ...source, failure: null } }), NOW)
    expect(textsOf(known.blocks)[0]).toBe('🟢 paris-a is up')
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
        const contact = hostileContact(name)
        expectFit(renderLinkCard(aCard(evidence, { incident: anIncident(), contact }), NOW))
      }
    }
  })
})
