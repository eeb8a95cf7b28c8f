import type { Alert } from '../../../src/alerting/alert.ts'
import { anIncident, downEvidence } from '../../support/alerts.ts'
import { aLink, anEvidence, NOW } from '../../support/links.ts'
import {
  entriesOf,
  failureOf,
  impactOn,
  mixed,
  RECOVERED,
  type Said,
  TAKEN,
  type Titled,
  UP,
} from './alert-parts.ts'
import { hostileEvidence } from './hostile.ts'

type Of<T extends Alert['type']> = Extract<Alert, { readonly type: T }>
const MINUTE = 60_000

export function linkAlerts({ name }: Said): Titled {
  const evidence = downEvidence({
    link: { ...downEvidence().link, name },
    ...(name.length > 100
      ? hostileEvidence(name, { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } })
      : {}),
  })
  const up = anEvidence({ link: aLink({ name }) })
  const base = {
    type: 'link',
    at: NOW,
    evidence,
    inferred: null,
    incident: anIncident(),
    move: { from: 'active', to: 'all_down' },
  } as const
  const ended = (ending: 'recovered' | 'closed' | 'gone' | 'unwatched' | 'meant' | 'told_once') =>
    anIncident({ resolvedAt: NOW, ending, acknowledgement: TAKEN })
  return [
    ['open', base],
    [
      'taken on, flapping and silenced',
      {
        ...base,
        incident: anIncident({
          acknowledgement: TAKEN,
          flapping: { since: NOW - 10 * MINUTE, toldAt: NOW },
          heldBack: {
            by: { type: 'silence', silenceId: 's-1' },
            level: 'critical',
            at: NOW,
            until: { type: 'recovery' },
            reason: 'CHG-12',
          },
        }),
      },
    ],
    ['while the bot was off', { ...base, inferred: { after: NOW - 60 * MINUTE, before: NOW } }],
    [
      'changed by somebody',
      { ...base, evidence: { ...evidence, changedBy: { by: name, tool: 'terraform', at: NOW - MINUTE } } },
    ],
    [
      'up, confirming',
      {
        ...base,
        evidence: up,
        move: { from: 'all_down', to: 'active' },
        incident: anIncident({ upSince: NOW - MINUTE }),
      },
    ],
    [
      'recovered',
      {
        ...base,
        evidence: up,
        move: { from: 'all_down', to: 'active' },
        incident: anIncident({ upSince: NOW - 2 * MINUTE, resolvedAt: NOW, ending: 'recovered' }),
      },
    ],
    [
      'closed',
      {
        ...base,
        evidence: anEvidence({ link: aLink({ name, status: 'configuring' }) }),
        move: { from: 'all_down', to: 'configuring' },
        incident: ended('closed'),
      },
    ],
    ['gone', { ...base, move: { from: 'all_down', to: null }, incident: ended('gone') }],
    ['told once: it is gone', { ...base, move: { from: 'active', to: null }, incident: ended('told_once') }],
    [
      'told once: another VPC',
      {
        ...base,
        evidence: up,
        move: { from: 'active', to: 'active' },
        incident: { ...ended('told_once'), reason: 'It was moved to another VPC.' },
      },
    ],
    ['meant', { ...base, incident: ended('meant') }],
    ['no longer watched', { ...base, incident: ended('unwatched') }],
  ]
}

export function linkLines({ name }: Said): Titled {
  const evidence = name.length > 100 ? hostileEvidence(name, { status: 'all_down' }) : downEvidence()
  const incident = anIncident({ history: [] })
  const over = { ...incident, upSince: NOW - MINUTE, resolvedAt: NOW }
  const base = {
    type: 'link_line',
    at: NOW,
    evidence,
    inferred: null,
    incident,
    move: { from: 'limited_connectivity', to: 'all_down' },
  } as const
  return [
    ['worsened', { ...base, event: 'worsened' }],
    [
      'changed, while the bot was off',
      { ...base, event: 'changed', inferred: { after: NOW - 60 * MINUTE, before: NOW } },
    ],
    [
      'recovered',
      {
        ...base,
        event: 'recovered',
        evidence: anEvidence(),
        incident: { ...over, ending: 'recovered' },
        move: { from: 'all_down', to: 'active' },
      },
    ],
    [
      'closed',
      {
        ...base,
        event: 'closed',
        incident: { ...over, ending: 'closed' },
        move: { from: 'all_down', to: 'configuring' },
      },
    ],
    ['meant', { ...base, event: 'closed', incident: { ...over, ending: 'meant', acknowledgement: TAKEN } }],
    ['no longer watched', { ...base, event: 'closed', incident: { ...over, ending: 'unwatched' } }],
    [
      'gone',
      { ...base, event: 'gone', incident: { ...over, ending: 'gone' }, move: { from: 'all_down', to: null } },
    ],
  ]
}

export function groups(said: Said): Titled {
  const causeName = `${said.name} at TH2`
  const base = {
    type: 'group',
    at: NOW,
    cause: { type: 'partner_at_pop', partnerId: 'p', popId: 'x' },
    causeName,
    entries: entriesOf(said),
  } as const
  const causes: readonly Of<'group'>['cause'][] = [
    { type: 'connection', connectionId: 'c' },
    { type: 'pop', popId: 'x' },
    { type: 'partner', partnerId: 'p' },
    { type: 'region', region: 'fr-par' },
  ]
  return [
    ['partner at PoP', base],
    ...causes.map((cause) => [`by ${cause.type}, not named`, { ...base, cause, causeName: null }] as const),
    ['every state', { ...base, entries: mixed(said) }],
    ['no path left', { ...base, impact: impactOn(said.name) }],
    ['changed by one', { ...base, changedBy: { by: said.name, tool: 'console', at: NOW } }],
    [
      'all deleted',
      {
        ...base,
        entries: entriesOf(said, {
          resolvedAt: NOW,
          ending: 'told_once',
          reason: 'It carried, and is gone.',
        }),
      },
    ],
    ['up, confirming', { ...base, entries: entriesOf(said, UP) }],
    ['recovered', { ...base, entries: entriesOf(said, RECOVERED) }],
  ]
}

export function baselines(said: Said): Titled {
  const scope = { id: 'fr-par', region: said.links > 3 ? said.name : 'fr-par' }
  const base = {
    type: 'baseline',
    at: NOW,
    scopes: [{ scope, links: 9, malformed: 0 }],
    unreadable: [],
    statuses: { active: 9 },
    entries: [],
  } as const
  return [
    ['all well', base],
    [
      'bad at first sight',
      {
        ...base,
        statuses: { all_down: said.links, active: 2 },
        scopes: [{ scope, links: 9, malformed: 1 }],
        unreadable: [{ scope, failure: failureOf(said.name) }],
        entries: entriesOf(said),
      },
    ],
    ['every state', { ...base, entries: mixed(said) }],
    ['all recovered', { ...base, entries: entriesOf(said, RECOVERED) }],
    ['of a subscription', { ...base, scopes: [], statuses: {}, entries: entriesOf(said) }],
  ]
}
