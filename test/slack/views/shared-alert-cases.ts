import type { Alert } from '../../../src/alerting/alert.ts'
import { aSilence, aSubscription } from '../../contract/store-samples.ts'
import { anIncident } from '../../support/alerts.ts'
import { aConnection, aPolicy, NOW } from '../../support/links.ts'
import { entriesOf, failureOf, impactOn, mixed, RECOVERED, type Said, type Titled } from './alert-parts.ts'
import { reordersOf } from './open-reorders.ts'
import { ADA, NET_OPS } from './stored.ts'

type Of<T extends Alert['type']> = Extract<Alert, { readonly type: T }>
const MINUTE = 60_000

export function connections({ name, links }: Said): Titled {
  const connection = aConnection({ name, status: 'failed' })
  const incident = anIncident({ rule: 'connection_down', reason: 'The dedicated connection is failed.' })
  const riders = Array.from({ length: links }, () => name)
  const base = {
    type: 'connection',
    at: NOW,
    region: 'fr-par',
    incident,
    connection,
    move: { from: 'active', to: 'failed' },
    riders,
    entries: entriesOf({ name, links }),
  } as const
  const over = { ...incident, upSince: NOW - 2 * MINUTE, resolvedAt: NOW }
  return [
    ...(['failed', 'disabled', 'locked', 'deleted', 'of_tomorrow'] as const).map(
      (to) => [to, { ...base, move: { from: 'active', to } }] as const,
    ),
    [
      'gone',
      { ...base, move: { from: 'active', to: null }, changedBy: { by: name, tool: 'console', at: NOW } },
    ],
    ['without links', { ...base, riders: [], entries: [] }],
    ['no path left', { ...base, impact: impactOn(name) }],
    [
      'up, confirming',
      { ...base, incident: { ...incident, upSince: NOW - MINUTE }, move: { from: 'failed', to: 'active' } },
    ],
    [
      'back, its links not yet',
      { ...base, incident: { ...over, ending: 'recovered' }, move: { from: 'failed', to: 'active' } },
    ],
    [
      'recovered',
      {
        ...base,
        incident: { ...over, ending: 'recovered' },
        move: { from: 'failed', to: 'active' },
        entries: entriesOf({ name, links }, RECOVERED),
      },
    ],
    ['no longer watched', { ...base, incident: { ...over, ending: 'unwatched' }, entries: [] }],
  ]
}

export function notes({ name, links }: Said): Titled {
  const about = Array.from({ length: Math.min(links, 20) }, () => name)
  const base = { type: 'note', at: NOW, level: 'critical', about, count: links } as const
  const flapping = { changes: 7, spanMs: 20 * MINUTE, upShare: 0.4 }
  return [
    ['reminder', { ...base, note: { type: 'reminder', number: 2, badSince: NOW - 60 * MINUTE } }],
    [
      'acknowledgement expired',
      { ...base, note: { type: 'acknowledgement_expired', by: ADA, badSince: NOW - 60 * MINUTE } },
    ],
    ...(['began', 'goes_on', 'ended'] as const).map(
      (event) => [`flapping ${event}`, { ...base, note: { type: 'flapping', event, ...flapping } }] as const,
    ),
    [
      'deadline',
      {
        ...base,
        note: { type: 'deadline', sentence: `The order of ${name} expires in 3 days: chase the partner.` },
      },
    ],
    ['replaced', { ...base, note: { type: 'replaced', by: name, same: 'same name and VPC', carries: true } }],
    [
      'replaced, not carrying yet',
      { ...base, note: { type: 'replaced', by: name, same: 'same name and VPC', carries: false } },
    ],
    ...(['silence_over', 'worse_than_silenced'] as const).map(
      (why) => [why, { ...base, note: { type: 'told_after_all', why, by: ADA } }] as const,
    ),
    ['what held it back is gone', { ...base, note: { type: 'told_after_all', why: 'silence_over', by: '' } }],
  ]
}

export function scopes({ name, links }: Said): Titled {
  const region = (resolved: boolean, index: number) => ({
    incident: anIncident({
      level: 'error',
      reason: 'The region could not be read for long.',
      subject: { type: 'scope', scopeId: name },
      resolvedAt: resolved ? NOW : null,
      ending: resolved ? 'recovered' : null,
    }),
    scope: { id: name, region: links > 3 ? name : `${name}-${index}` },
    failure: failureOf(name),
  })
  const all = Array.from({ length: links }, (_, index) => region(false, index))
  const one = region(false, 1)
  return [
    ['one region', { type: 'scope', at: NOW, regions: [one] }],
    ['several', { type: 'scope', at: NOW, regions: all }],
    ['some can be read again', { type: 'scope', at: NOW, regions: [...all, region(true, 9)] }],
    ['one can be read again', { type: 'scope', at: NOW, regions: [region(true, 1)] }],
    [
      'all can be read again',
      { type: 'scope', at: NOW, regions: all.map((_, index) => region(true, index)) },
    ],
    [
      'one is not watched any more',
      {
        type: 'scope',
        at: NOW,
        regions: [{ ...one, incident: { ...one.incident, resolvedAt: NOW, ending: 'unwatched' } }],
      },
    ],
  ]
}

export function scopeLines(said: Said): Titled {
  const regions = scopes(said).flatMap(([title, alert]) =>
    title === 'several' && alert.type === 'scope' ? alert.regions : [],
  )
  return (['joined', 'worsened', 'recovered'] as const).map((event) => [
    event,
    { type: 'scope_line', at: NOW, changes: regions.map((one) => ({ ...one, event })), left: [said.name] },
  ])
}

export function policies({ name, links }: Said): Titled {
  const prefixes = Array.from({ length: links }, (_, n) => `10.${n % 250}.0.0/16`)
  const base = {
    type: 'policy',
    at: NOW,
    region: 'fr-par',
    incident: anIncident({
      level: 'warning',
      reason: 'Prefixes were taken out of a routing policy in use.',
      resolvedAt: NOW,
      ending: 'told_once',
    }),
    policy: aPolicy({ name }),
    edit: { removedIn: prefixes, removedOut: [], addedIn: [], addedOut: ['10.250.0.0/16'] },
    links: entriesOf({ name, links }).map(({ link }) => link),
    entries: [],
  } as const satisfies Of<'policy'>
  return [
    ['edited', base],
    [
      'edited by somebody, and nothing flows',
      { ...base, changedBy: { by: name, tool: 'console', at: NOW }, entries: entriesOf({ name, links }) },
    ],
  ]
}

export function digests(said: Said): Titled {
  const { name } = said
  const subscription = { ...aSubscription('sub-1'), channel: NET_OPS, filter: name, by: ADA }
  const shared = (['scope', 'connection', 'policy'] as const).map((subject) => ({
    ...anIncident({ level: 'error', reason: 'Told for what it is.' }),
    incidentId: subject,
    subject,
    name,
    region: 'fr-par',
  }))
  const base = {
    type: 'digest',
    at: NOW,
    subscription,
    statuses: { active: 5 },
    open: [],
    over: [],
    shared: [],
    milder: 0,
    reorders: [],
    silences: [],
    blind: [],
  } as const
  return [
    ['all well', base],
    [
      'bad and over',
      {
        ...base,
        statuses: { active: 5, all_down: said.links, [name]: 1 },
        open: entriesOf(said),
        over: mixed(said).slice(4),
        shared: [
          ...shared,
          ...shared.map((one) => ({ ...one, resolvedAt: NOW, ending: 'recovered' as const })),
        ],
        silences: [{ ...aSilence('s-1'), by: ADA, filter: name, reason: name }],
      },
    ],
    ['milder alone', { ...base, milder: 2 }],
    ['deletions and orders that have not ended', { ...base, reorders: reordersOf(name) }],
    ['blind', { ...base, blind: [{ id: name, region: name }] }],
    ['no link fits', { ...base, statuses: {} }],
  ]
}
