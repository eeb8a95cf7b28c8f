import type { ContactSource } from '../../../src/contacts/contact.ts'
import type { Incident } from '../../../src/domain/incident.ts'
import type { Link } from '../../../src/domain/link.ts'
import type { ScopeState } from '../../../src/domain/memory.ts'
import type { OpenReorder } from '../../../src/domain/open-reorder.ts'
import type { Silence } from '../../../src/domain/silence.ts'
import type { Subscription } from '../../../src/domain/subscription.ts'
import { createHome } from '../../../src/queries/home.ts'
import { createWhy } from '../../../src/queries/why.ts'
import { aSilence, aSubscription } from '../../contract/store-samples.ts'
import { queriesOver } from '../../queries/asking.ts'
import { asking, ELSEWHERE, TWO_PLACES } from '../../queries/into-vpc.ts'
import { AMSTERDAM, anIncident, aScopeState, PARIS, TIMEOUT } from '../../queries/remembered.ts'
import { aContact } from '../../support/contacts.ts'
import { aLink, aPartner, aPop, aVpc, NOW } from '../../support/links.ts'
import { HOSTILE_CONTACTS } from './hostile.ts'
import { EVERY_LINK } from './link-kinds.ts'
import { OPEN_REORDERS, reordersOf } from './open-reorders.ts'
import { ADA, BOB, NET_OPS } from './stored.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** What the bot remembers. */
export interface World {
  readonly states: readonly ScopeState[]
  readonly incidents: readonly Incident[]
  readonly reorders: readonly OpenReorder[]
  readonly silences: readonly Silence[]
  readonly subscriptions: readonly Subscription[]
  readonly reasons: readonly string[]
  readonly contacts: ContactSource
  readonly channels: readonly string[]
}

/** Everything a person can ask of a world from memory. */
export function askedOf(world: World) {
  const { states, incidents, silences, contacts, reorders } = world
  const channels = Object.fromEntries(
    incidents.flatMap(({ rootKey }) => (rootKey === null ? [] : [[rootKey, world.channels]])),
  )
  const scopes = states.map(({ scope }) => scope)
  const { queries } = queriesOver(states, { incidents, contacts })
  const memory = {
    loadScope: async (scope: { readonly id: string }) => {
      const found = states.find((state) => state.scope.id === scope.id)
      if (found === undefined) throw new Error('That scope is not of this world.')
      return found
    },
    openIncidents: async () => incidents,
    openSilences: async () => silences,
    channelsOf: async (stories: readonly string[]) =>
      new Map(stories.map((story) => [story, channels[story] ?? []])),
    subscriptions: async () => world.subscriptions,
    reasonsOf: async () =>
      world.reasons.map((reason, index) => ({
        at: NOW - index * 10 * MINUTE,
        reason,
        incidentId: null,
        transition: null,
      })),
  }
  return {
    ...asking(states, { incidents, silences, channels, contacts, reorders }),
    list: queries.list,
    status: queries.status,
    home: createHome({ scopes, memory, reorders: { openReorders: async () => reorders } }),
    why: createWhy({ scopes, memory, alertChannel: NET_OPS, status: queries.status }),
  }
}

/** The name of a link of every status and kind: "all_down, L2-hosted" is `all-down-l2-hosted`. */
const nameOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/-$/u, '')

const EVERY_NAMED: readonly Link[] = EVERY_LINK.map(({ title, evidence }, index) => ({
  ...evidence.link,
  id: `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`,
  name: nameOf(title),
}))

/** What is done about incidents, in turn: nothing, taken on, held back, flapping, up again for a while. */
const HANDLED: readonly Partial<Incident>[] = [
  {},
  { acknowledgement: { by: ADA, at: NOW - 30 * MINUTE, expiresAt: NOW + 3 * HOUR } },
  {
    heldBack: {
      by: { type: 'silence', silenceId: 's-1' },
      level: 'critical',
      at: NOW - HOUR,
      until: { type: 'at', at: NOW + HOUR },
      reason: 'CHG-12',
    },
  },
  { flapping: { since: NOW - 20 * MINUTE, toldAt: NOW - 10 * MINUTE } },
  { upSince: NOW - 2 * MINUTE },
]

const EVERY_INCIDENT: readonly Incident[] = EVERY_NAMED.filter(({ status }) =>
  ['limited_connectivity', 'all_down', 'locked', 'expired', 'failed'].includes(status),
).map(({ id, status }, index) => ({
  ...anIncident(id, status === 'all_down' ? 'critical' : status === 'locked' ? 'error' : 'warning'),
  reason:
    status === 'all_down' ? 'It carried IPv4 and IPv6, and no session is up now.' : 'Told for its status.',
  badStatus: status,
  rootKey: `story-${index}`,
  firstBadAt: NOW - (index + 1) * 7 * MINUTE,
  ...HANDLED[index % HANDLED.length],
}))

/** Incidents of what links share: a connection, a policy, a region. */
const SHARED_INCIDENTS: readonly Incident[] = [
  { type: 'connection', connectionId: TWO_PLACES.connections[0]?.id ?? '', scopeId: PARIS.id } as const,
  { type: 'policy', policyId: TWO_PLACES.policies[0]?.id ?? '', scopeId: PARIS.id } as const,
  { type: 'scope', scopeId: AMSTERDAM.id } as const,
].map((subject) => ({
  ...anIncident('shared', subject.type === 'connection' ? 'critical' : 'warning'),
  id: `incident-${subject.type}`,
  subject,
  reason: {
    connection: 'The dedicated connection is failed, and 5 links over it carried.',
    policy: 'Prefixes were taken out of it.',
    scope: 'The region could not be read for a while.',
  }[subject.type],
  badStatus: null,
  rootKey: `story-${subject.type}`,
}))

const MAINTENANCE = aSilence('s-2', {
  by: BOB,
  filter: 'partner:franceix',
  from: NOW + 2 * HOUR,
  until: { type: 'recovery' },
  change: 'CHG-4711',
  reason: 'Cross-connect is moved',
})

/** Links of every status and kind in Paris, a region that cannot be read any more, and one that never was. */
export const EVERYTHING: World = {
  states: [
    aScopeState(EVERY_NAMED, { directory: TWO_PLACES }),
    aScopeState([aLink({ id: 'ams-1', name: 'amsterdam-1', region: 'nl-ams' })], {
      scope: AMSTERDAM,
      directory: { ...TWO_PLACES, vpcs: [aVpc({ region: 'nl-ams' })] },
      lastGoodAt: NOW - 12 * MINUTE,
      failingSince: NOW - 10 * MINUTE,
      failedPolls: 20,
      lastFailure: TIMEOUT,
    }),
    aScopeState([], {
      scope: { id: 'default/pl-waw', region: 'pl-waw' },
      baselineAt: null,
      lastGoodAt: null,
      failingSince: NOW - HOUR,
      lastFailure: { ...TIMEOUT, message: 'Scaleway answered 403: the key may not read InterLink.' },
    }),
  ],
  incidents: [...EVERY_INCIDENT, ...SHARED_INCIDENTS],
  reorders: OPEN_REORDERS,
  silences: [aSilence('s-1', { by: ADA, reason: 'CHG-12' }), MAINTENANCE],
  subscriptions: [
    { ...aSubscription('sub-1'), channel: NET_OPS, by: ADA },
    {
      ...aSubscription('sub-2'),
      channel: NET_OPS,
      by: ADA,
      filter: 'status:down',
      minLevel: 'error',
      mention: { who: { type: 'user', id: BOB }, from: 'critical' },
      digest: { minute: 545, zone: 'Europe/Paris' },
    },
  ],
  reasons: [
    'It is critical: it carried IPv4 and IPv6, and no session is up now.',
    'It was held back: silence s-1 covers it.',
  ],
  contacts: { contactOf: () => aContact() },
  channels: [NET_OPS],
}

/** Two links into one VPC, both up, at two places: nothing to tell of. */
export const ALL_WELL: World = {
  ...EVERYTHING,
  states: [
    aScopeState(
      [aLink({ id: 'id-a', name: 'paris-a' }), aLink({ id: 'id-b', name: 'paris-b', ...ELSEWHERE })],
      {
        directory: TWO_PLACES,
      },
    ),
  ],
  incidents: [],
  reorders: [],
  silences: [],
  subscriptions: [],
  reasons: [],
}

/** A world with nothing in it: no link yet, in a region that was read. */
export const EMPTY: World = { ...ALL_WELL, states: [aScopeState([])] }

/** 300 links, and everything else, all of it called `name`, in a region that cannot be read. */
export function hostileWorld(name: string): World {
  const links = Array.from({ length: 300 }, (_, n): Link => {
    const down = n % 3 === 0 ? { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } : {}
    return aLink({
      id: `id-${n}`,
      name,
      ...(n % 2 === 0 ? ELSEWHERE : {}),
      ...down,
      status: n % 5 === 0 ? name : 'active',
    })
  })
  const directory = {
    ...TWO_PLACES,
    vpcs: [aVpc({ name }), aVpc({ id: 'v2', name })],
    pops: TWO_PLACES.pops.map((pop) => aPop({ id: pop.id, name, displayName: name })),
    partners: TWO_PLACES.partners.map(({ id }) =>
      aPartner({ id, name, contactEmail: name, portalUrl: `https://portal.example/${name}` }),
    ),
  }
  const state = aScopeState(links, {
    directory,
    failingSince: NOW,
    lastFailure: { ...TIMEOUT, message: name },
  })
  const incidents = links.map(
    ({ id }, n): Incident => ({
      ...anIncident(id, n % 2 === 0 ? 'critical' : 'warning'),
      reason: `${name} is down.`,
      rootKey: 'story',
      acknowledgement: { by: name, at: NOW, expiresAt: NOW },
      heldBack: { by: { type: 'tag', tag: name }, level: 'critical', at: NOW },
      flapping: { since: NOW, toldAt: NOW },
    }),
  )
  const silences = Array.from({ length: 30 }, (_, n) => ({
    ...aSilence(`s-${n}`),
    by: name,
    filter: name,
    reason: name,
  }))
  return {
    states: [state],
    incidents,
    reorders: reordersOf(name),
    silences,
    subscriptions: Array.from({ length: 300 }, (_, n) => ({
      ...aSubscription(`sub-${n}`),
      channel: NET_OPS,
      by: ADA,
      filter: name,
    })),
    reasons: Array.from({ length: 50 }, () => name.repeat(10)),
    contacts: HOSTILE_CONTACTS,
    channels: [name, NET_OPS, NET_OPS, NET_OPS],
  }
}
