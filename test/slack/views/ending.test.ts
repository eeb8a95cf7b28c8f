import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/alerting/alert.ts'
import type { IncidentEnding } from '../../../src/domain/incident.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { aLinkAlert, anIncident, downEvidence } from '../../support/alerts.ts'
import { aLink, anEvidence, NOW } from '../../support/links.ts'
import { textsOf } from '../../support/slack-limits.ts'

const render = (alert: Alert) => renderAlert(alert, NOW, { mayRepeat: false })
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const head = (message: RenderedMessage) => textsOf(message.blocks)[0]
const opening = (message: RenderedMessage) => textsOf(message.blocks)[1]
const actionIds = (message: RenderedMessage) =>
  message.blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map((element) => ('action_id' in element ? element.action_id : null))
      : [],
  )

const configuring = downEvidence({
  link: aLink({ status: 'configuring', sessions: { ipv4: 'down', ipv6: 'down' } }),
  carried: [],
})
const over = (ending: IncidentEnding) => anIncident({ resolvedAt: NOW + 720_000, ending })
const toldOnce = anIncident({ firstBadAt: NOW, resolvedAt: NOW, ending: 'told_once' })

describe('A link that is up again and has to stay so', () => {
  test('is told as up, confirming, with since when, and asks for nothing', () => {
    const incident = anIncident({ firstBadAt: NOW - 240_000, upSince: NOW })
    const message = render(
      aLinkAlert({ incident, evidence: anEvidence(), move: { from: 'active', to: 'active' } }),
    )
    expect(head(message)).toBe('🟢 Up, confirming · paris-a is up')
    expect(opening(message)).toContain('Up again after 4 min; it has to stay so before this is over.')
    expect(all(message)).toContain('Up since')
    expect(all(message)).not.toContain('What to do next')
  })
})

describe('A link in service that is found gone', () => {
  const message = render(
    aLinkAlert({ incident: toldOnce, evidence: anEvidence(), move: { from: 'active', to: null } }),
  )

  test('is news of its level, not something closed, although there is nothing left to follow', () => {
    expect(head(message)).toBe('🔴 Critical · paris-a is gone: last path into VPC production')
    expect(message.text.split('\n')[0]).toBe('🔴 Critical: `paris-a` is gone.')
  })

  test('says first which VPC has lost which families, and what is left', () => {
    expect(opening(message)).toMatch(
      /^\*Last path into VPC `production` for IPv4 and IPv6 is down\.\*\nVPC `production` has lost IPv4 and IPv6 with this link\. Left: nothing, no other link is known to lead there\./,
    )
    const evidence = anEvidence({
      carried: ['ipv4'],
      siblings: [aLink({ id: 'b', name: 'paris-b', popId: 'other' })],
    })
    const one = render(aLinkAlert({ incident: toldOnce, evidence, move: { from: 'active', to: null } }))
    expect(opening(one)).toContain('has lost IPv4 with this link. Left: `paris-b`')
  })

  test('says then whose move it is, what it means and what to do, of a deleted link and not of the one it was', () => {
    expect(all(message)).toContain('*Whose move*\n')
    expect(all(message)).toContain('*What it means*\nThe link is gone')
    expect(all(message)).toContain(
      '*What to do next*\n1. See whether the VPC still has a path without this link.',
    )
    expect(message.text).toContain('1. See whether the VPC still has a path without this link.')
    expect(all(message)).not.toContain('sessions up, path configured')
  })

  test('says when it was last seen and when it was missed, and shows what it was as the past', () => {
    expect(all(message)).toContain('*Last seen*\n<!date')
    expect(all(message)).toContain('*Found gone*\n<!date')
    expect(all(message)).toContain('The link as it was last seen')
    expect(all(message)).not.toMatch(/\*First bad\*|\*Lasted\*|As polled/)
    expect(actionIds(message)).not.toContain('refresh_link')
  })

  test('that never carried anything has lost nobody anything', () => {
    const evidence = anEvidence({ carried: [] })
    const idle = render(aLinkAlert({ incident: toldOnce, evidence, move: { from: 'active', to: null } }))
    expect(opening(idle)).toContain('VPC `production` was not reached over this link, as far as was seen.')
  })
})

test('News of a link that is still there is told by what happened, at its level', () => {
  const incident = { ...toldOnce, level: 'warning' as const }
  const move = { from: 'deprovisioning', to: 'active' }
  const message = render(aLinkAlert({ incident, evidence: anEvidence(), move }))
  expect(head(message)).toBe('🟡 Warning · paris-a went from Deprovisioning to Active')
  expect(actionIds(message)).toContain('refresh_link')
})

describe('An incident that is over', () => {
  test('by recovery is green, whatever its times are', () => {
    const incident = anIncident({ firstBadAt: NOW, resolvedAt: NOW, ending: 'recovered' })
    const message = render(
      aLinkAlert({ incident, evidence: anEvidence(), move: { from: 'active', to: 'active' } }),
    )
    expect(head(message)).toBe('🟢 Recovered · paris-a is up')
    expect(opening(message)).toContain('Back to Active, after 0 s.')
  })

  test('without recovery is closed: neither green nor an alarm, and it says where the link is now', () => {
    const move = { from: 'active', to: 'configuring' }
    const message = render(aLinkAlert({ incident: over('closed'), evidence: configuring, move }))
    expect(head(message)).toBe('⚪ Closed · paris-a is Configuring')
    expect(opening(message)).toContain('Now Configuring, after 12 min 30 s.')
    expect(all(message)).not.toContain('Recovered')
    expect(all(message)).toContain('Was critical: ')
  })

  test('because the link is gone says what its VPC has lost', () => {
    const message = render(aLinkAlert({ incident: over('gone'), move: { from: 'active', to: null } }))
    expect(head(message)).toBe('⚪ Closed · paris-a is gone')
    expect(opening(message)).toMatch(
      /^VPC `production` has lost IPv4 and IPv6 with this link\..+\nActive → Down → gone, after 12 min 30 s\.$/s,
    )
  })

  test('because the bot deleted the link says so: when, and for whom as far as that is known', () => {
    const deletedFor = { by: 'U0ADA', at: NOW - 3_600_000 }
    const said = (known: object) => {
      const evidence = { ...anEvidence(), ...known }
      const move = { from: 'active', to: null }
      const told = {
        type: 'link_line',
        at: NOW,
        incident: over('gone'),
        inferred: null,
        evidence,
        move,
      } as const
      const message = render(aLinkAlert({ incident: over('gone'), evidence, move }))
      return [opening(message), message.text, render({ ...told, event: 'gone' }).text]
    }
    for (const text of said({ deletedByBot: true, deletedFor }))
      expect(text).toMatch(/This bot deleted it at <!date[^\n]*\(08:00:00 UTC\), as `U0ADA` had asked\./)
    for (const text of said({ deletedByBot: true })) expect(text).toContain('This bot deleted it, as asked.')
    // Somebody may have asked for it, and another one done it.
    for (const text of said({ deletedFor })) expect(text).not.toContain('This bot')
  })

  test('because its region is not configured any more says so, and promises nothing', () => {
    const message = render(aLinkAlert({ incident: over('unwatched') }))
    expect(head(message)).toBe('⚪ Closed · paris-a is no longer watched')
    expect(opening(message)).toBe(
      'Its region is not configured any more: nobody sees how it goes on.\nIt was Down when it was last seen.',
    )
    expect(all(message)).toContain('*Not watched since*\n<!date')
    expect(actionIds(message)).not.toContain('refresh_link')
  })
})

describe('The last line of a thread', () => {
  const line = (ending: IncidentEnding, event: 'closed' | 'gone', to: string | null) =>
    render({
      type: 'link_line',
      at: NOW,
      incident: over(ending),
      event,
      move: { from: 'all_down', to },
      evidence: to === null ? downEvidence() : configuring,
      inferred: null,
    })

  test('of what ended without recovery says what it is no longer, what it is now, and after how long', () => {
    expect(line('closed', 'closed', 'configuring').text).toContain(
      '⚪ *Closed after 12 min 30 s.* `paris-a`: no longer Down, now Configuring.',
    )
  })

  test('of a link whose status word stayed does not say that it left it', () => {
    expect(line('closed', 'closed', 'all_down').text).toContain('`paris-a`: still Down.')
  })

  test('of a region that is not configured any more says so', () => {
    expect(line('unwatched', 'closed', 'all_down').text).toBe(
      '⚪ *Closed.* `paris-a` is no longer watched: its region is not configured any more.',
    )
  })

  test('of a link that is gone says what is lost with it', () => {
    expect(line('gone', 'gone', null).text).toContain(
      'VPC `production` has lost IPv4 and IPv6 with this link.',
    )
  })
})

test('A region that is not configured any more is not said to be readable again', () => {
  const scope = { id: 'fr-par', region: 'fr-par' }
  const failure = {
    reason: 'timeout',
    message: 'No answer.',
    status: null,
    requestId: null,
    retryable: true,
  } as const
  const message = render({
    type: 'scope',
    at: NOW,
    regions: [{ incident: over('unwatched'), scope, failure }],
  })
  expect(head(message)).toBe('⚪ Closed · fr-par is no longer watched')
  expect(all(message)).toContain('`fr-par` is not configured any more.')
  expect(all(message)).not.toContain('read again')
})
