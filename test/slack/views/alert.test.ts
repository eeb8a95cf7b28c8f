import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/alerting/alert.ts'
import type { ReadFailure } from '../../../src/domain/snapshot.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { aLinkAlert, anIncident, downEvidence } from '../../support/alerts.ts'
import { aLink, anEvidence, aSelfHostedLink, NOW } from '../../support/links.ts'
import { textsOf } from '../../support/slack-limits.ts'

const render = (alert: Alert, mayRepeat = false) => renderAlert(alert, NOW, { mayRepeat })
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const first = (message: RenderedMessage) => textsOf(message.blocks)[0]
const buttons = (message: RenderedMessage) =>
  message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))

const failure: ReadFailure = {
  reason: 'unauthenticated',
  message: 'Scaleway answered 401: the key is expired.',
  status: 401,
  requestId: 'req-1',
  retryable: false,
}

describe('The alert of a link that went down', () => {
  const message = render(aLinkAlert())

  test('opens with its level as mark and word, the link, and that it is down', () => {
    expect(first(message)).toBe('🔴 Critical · paris-a is down: last path into VPC production')
  })

  test('says next which VPC and families are hit, and what is left', () => {
    expect(textsOf(message.blocks)[1]).toMatch(
      /^\*Last path into VPC `production` for IPv4 and IPv6 is down\.\*\nVPC `production` has lost IPv4 and IPv6 over this link\.\n/,
    )
  })

  test('names the sibling that is left', () => {
    const evidence = downEvidence({ siblings: [aLink({ id: 'b', name: 'paris-b', popId: 'other' })] })
    expect(textsOf(render(aLinkAlert({ evidence })).blocks)[1]).toContain(
      'Left: `paris-b`, which has its session up',
    )
  })

  test('shows last good and first bad, live and in UTC', () => {
    expect(all(message)).toContain('*Last good*\n<!date^1772528340^')
    expect(all(message)).toContain('*First bad*\n<!date^1772528370^')
    expect(all(message)).toContain('(08:59:30 UTC)')
  })

  test('shows where the link is, over what, how wide, and both sessions with their ends', () => {
    const facts = [
      '`fr-par`',
      '`TH2`',
      '`FranceIX`',
      '1 Gbps',
      '1234',
      '`production`',
      '*BGP IPv4*',
      '*BGP IPv6*',
    ]
    const ends = [
      '`169.254.10.0/31` AS 12876',
      '`169.254.10.1/31` AS 65010',
      '`2001:bc8:a00:1::1/127` AS 65010',
    ]
    for (const fact of [...facts, ...ends]) expect(all(message)).toContain(fact)
  })

  test('shows the connection of a self-hosted link instead of a partner', () => {
    const link = aSelfHostedLink({ status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } })
    const text = all(render(aLinkAlert({ evidence: anEvidence({ link }) })))
    expect(text).toContain('*Connection*\n`dc1-port`')
    expect(text).not.toContain('*Partner*')
  })

  test('says what it means, whose move it is, and numbers what to do', () => {
    expect(all(message)).toContain('*What it means*\n')
    expect(all(message)).toContain('*Whose move*\n')
    expect(all(message)).toMatch(/\*What to do next\*\n1\. .+\n2\. /)
  })

  test('says why it is as loud as it is', () => {
    expect(all(message)).toContain('Why critical: It carried IPv4 and IPv6, and no session is up now.')
  })

  test('has Diagnose, Fix…, the runbook for the link, Refresh, and the console to open', () => {
    expect(buttons(message)).toMatchObject([
      { action_id: 'diagnose_link', value: aLink().id },
      { action_id: 'fix_link', value: aLink().id },
      { action_id: 'link_runbook', value: JSON.stringify({ link: aLink().id, runbook: null }) },
      { action_id: 'refresh_link', value: aLink().id },
      { url: 'https://console.scaleway.com/interlink/links' },
    ])
  })

  test('says all of it without blocks too, for notifications and screen readers', () => {
    expect(message.text.split('\n')[0]).toBe('🔴 Critical: `paris-a` is down.')
    for (const part of [
      'VPC `production`',
      'Active → Down',
      '2026-03-03 08:59:30 UTC',
      'Whose move',
      '1. ',
    ]) {
      expect(message.text).toContain(part)
    }
  })
})

describe('Other states of a link in an alert', () => {
  test('one family down names the family that is up as well', () => {
    const link = aLink({ status: 'limited_connectivity', sessions: { ipv4: 'up', ipv6: 'down' } })
    const message = render(
      aLinkAlert({ evidence: anEvidence({ link }), incident: anIncident({ level: 'warning' }) }),
    )
    expect(first(message)).toBe('🟡 Warning · paris-a has lost IPv6: last path into VPC production')
    expect(textsOf(message.blocks)[1]).toContain('VPC `production` has lost IPv6 over this link. IPv4 is up.')
  })

  test('a change while the bot was off says so, with its window', () => {
    const message = render(aLinkAlert({ inferred: { after: NOW - 600_000, before: NOW } }))
    expect(all(message)).toMatch(/Changed between <!date.+ and <!date.+, while the bot was not watching\./)
    expect(message.text).toContain('while the bot was not watching')
  })

  test('an incident bad at first sight was never seen good', () => {
    const message = render(aLinkAlert({ incident: anIncident({ lastGoodAt: null }) }))
    expect(all(message)).toContain('*Last good*\nNever seen good')
  })

  test('a recovered link changes mark and word, and says how long it lasted', () => {
    const incident = anIncident({ resolvedAt: NOW + 720_000, ending: 'recovered' })
    const message = render(
      aLinkAlert({ incident, evidence: anEvidence(), move: { from: 'all_down', to: 'active' } }),
    )
    expect(first(message)).toBe('🟢 Recovered · paris-a is up')
    expect(textsOf(message.blocks)[1]).toContain('Down → Active, after 12 min 30 s.')
    expect(all(message)).toContain('*Lasted*\n12 min 30 s')
    expect(all(message)).not.toContain('What to do next')
  })

  test('a link that is gone is closed, not recovered, and cannot be refreshed', () => {
    const incident = anIncident({ resolvedAt: NOW, ending: 'gone' })
    const message = render(aLinkAlert({ incident, move: { from: 'all_down', to: null } }))
    expect(first(message)).toBe('⚪ Closed · paris-a is gone')
    expect(buttons(message)[0]).toMatchObject({
      action_id: 'link_runbook',
      value: JSON.stringify({ link: aLink().id, runbook: 'deleted' }),
    })
  })

  test('a message that may be a repetition says so', () => {
    expect(all(render(aLinkAlert(), true))).toContain('This may repeat an earlier message')
    expect(all(render(aLinkAlert()))).not.toContain('This may repeat')
  })

  test('a status of a newer API is named as it came', () => {
    const link = aLink({ status: 'hibernating', sessions: { ipv4: 'down', ipv6: 'down' } })
    const message = render(
      aLinkAlert({ evidence: anEvidence({ link }), move: { from: 'active', to: 'hibernating' } }),
    )
    expect(all(message)).toContain('Active → `hibernating`')
  })
})

describe('Lines of a thread', () => {
  const line = (
    event: 'worsened' | 'changed' | 'recovered' | 'closed' | 'gone',
    to: string | null,
    resolvedAt: number | null,
  ) =>
    render({
      type: 'link_line',
      at: NOW,
      incident: anIncident({ resolvedAt }),
      event,
      move: { from: 'limited_connectivity', to },
      evidence: downEvidence(),
      inferred: null,
    })

  test('worsening can be read alone: what, where, whose move, what first', () => {
    const { text } = line('worsened', 'all_down', null)
    expect(text).toContain('🔴 *Critical: worse.* `paris-a`: Limited Connectivity → Down.')
    expect(text).toContain('VPC `production`')
    expect(text).toMatch(/Whose move: .+\nFirst: /)
  })

  test('recovery says after how long', () => {
    expect(line('recovered', 'active', NOW + 60_000).text).toContain(
      '🟢 *Recovered after 1 min 30 s.* `paris-a`',
    )
  })

  test('a deletion says how it is known', () => {
    expect(line('gone', null, NOW).text).toContain('⚪ *Gone.* `paris-a`: Limited Connectivity → gone.')
  })
})

describe('A region that cannot be read', () => {
  const scope = { id: 'fr-par', region: 'fr-par' }
  const incident = anIncident({ level: 'warning', subject: { type: 'scope', scopeId: 'fr-par' } })

  test('says that the bot is blind there, why, and which variable to mend', () => {
    const message = render({ type: 'scope', at: NOW, regions: [{ incident, scope, failure }] })
    expect(first(message)).toBe('🟡 Warning · fr-par cannot be read')
    expect(all(message)).toContain('The bot is blind in `fr-par`.')
    expect(all(message)).toContain('Scaleway answered 401: the key is expired. Request id `req-1`.')
    expect(all(message)).toContain('`SCW_SECRET_KEY`')
  })

  test('that can be read again says how long it was not', () => {
    const over = { ...incident, resolvedAt: NOW }
    const message = render({ type: 'scope', at: NOW, regions: [{ incident: over, scope, failure }] })
    expect(first(message)).toBe('🟢 Recovered · fr-par can be read again')
    expect(all(message)).toContain('`fr-par` was unreadable for 30 s.')
    const line = render({
      type: 'scope_line',
      at: NOW,
      changes: [{ event: 'recovered', incident: over, scope, failure }],
      left: [],
    })
    expect(line.text).toBe('🟢 *Recovered after 30 s.* `fr-par` can be read again.')
  })
})
