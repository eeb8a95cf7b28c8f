import { Gauge, type Registry } from 'prom-client'
import type { Incident } from '../domain/incident.ts'
import { FAMILIES, familyState, type Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import { isActive, type Silence } from '../domain/silence.ts'

/** What is known just now, of which the gauges are made. */
export interface KnownNow {
  readonly scopes: ReadonlyMap<string, ScopeState>
  /** Those that are not over. */
  readonly incidents: ReadonlyMap<string, Incident>
  readonly silences: ReadonlyMap<string, Silence>
}

/** What the gauges are read from at each scrape. */
export interface LinkMetricsParts {
  readonly registry: Registry
  /** What is known now, by memory alone: a scrape must not wait for the network. May reject. */
  readonly read: () => Promise<KnownNow>
  readonly now: () => number
  /** Channels of the chat where alerts wait for something that a person has to mend. */
  readonly stuckChannels: () => number
}

/** Names of others, at most so many characters of them. */
const LABEL_LENGTH = 200

/**
 * Gauges of each link, computed at each scrape: what is gone, renamed or in another status leaves no series behind. Per
 * link there are three series (status, and a session for each family in use), and one for its open incident. While a
 * region cannot be read its last values stay; `interlink_bot_last_good_read_timestamp_seconds` tells how old they are.
 * While the database is gone everything stays as it was: a series that ends would end the alerts made of it.
 */
export function addLinkMetrics({ registry, read, now, stuckChannels }: LinkMetricsParts): void {
  const registers = [registry]
  /** Fills a gauge anew, in one go, so that no scrape finds it half empty. */
  const fill = async (gauge: Gauge, series: (known: KnownNow) => readonly Series[]): Promise<void> => {
    const known = await read().catch(() => null)
    if (known === null) return
    gauge.reset()
    for (const { labels, value } of series(known)) gauge.set(labels, value)
  }
  new Gauge({
    name: 'interlink_link_status',
    help: '1 for the status that a link is in.',
    labelNames: ['link_id', 'name', 'region', 'project', 'partner', 'pop', 'vpc', 'status'],
    registers,
    collect() {
      return fill(this, (known) => everyLink(known, statusOf))
    },
  })
  new Gauge({
    name: 'interlink_bgp_up',
    help: '1 while the BGP session of a family is up, 0 while it is down; absent where it is not meant to be or not known.',
    labelNames: ['link_id', 'name', 'region', 'family'],
    registers,
    collect() {
      return fill(this, (known) => everyLink(known, sessionsOf))
    },
  })
  new Gauge({
    name: 'interlink_incident_open',
    help: '1 while an incident is not over. `subject`: link, connection, policy or scope; `link_id` is empty but for links.',
    labelNames: ['subject', 'link_id', 'name', 'region', 'level', 'rule'],
    registers,
    collect() {
      return fill(this, incidentsOf)
    },
  })
  new Gauge({
    name: 'interlink_bot_last_good_read_timestamp_seconds',
    help: 'When a region was last read whole; also before the bot was restarted.',
    labelNames: ['region'],
    registers,
    collect() {
      return fill(this, ({ scopes }) =>
        [...scopes.values()].flatMap(({ scope, lastGoodAt }) =>
          lastGoodAt === null ? [] : [{ labels: { region: scope.region }, value: lastGoodAt / 1_000 }],
        ),
      )
    },
  })
  new Gauge({
    name: 'interlink_bot_silences_active',
    help: 'Silences that hold back alerts now.',
    registers,
    collect() {
      return fill(this, ({ silences }) => [
        { labels: {}, value: [...silences.values()].filter((silence) => isActive(silence, now())).length },
      ])
    },
  })
  new Gauge({
    name: 'interlink_bot_stuck_channels',
    help: 'Channels where alerts wait for something that a person has to mend; a refused token counts as one.',
    registers,
    collect() {
      this.set(stuckChannels())
    },
  })
}

interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

function everyLink(
  { scopes }: KnownNow,
  seriesOf: (link: Link, state: ScopeState) => readonly Series[],
): readonly Series[] {
  return [...scopes.values()].flatMap((state) =>
    [...state.links.values()].flatMap(({ link }) => seriesOf(link, state)),
  )
}

function statusOf(link: Link, { directory }: ScopeState): readonly Series[] {
  const { kind } = link
  const partnerId = kind.type === 'hosted' ? kind.partnerId : ''
  const partner = directory.partners.find(({ id }) => id === partnerId)?.name ?? partnerId
  const pop = directory.pops.find(({ id }) => id === link.popId)?.name ?? link.popId
  const vpc = directory.vpcs.find(({ id }) => id === link.vpcId)?.name ?? link.vpcId ?? ''
  const labels = { ...identityOf(link), project: link.projectId, partner, pop, vpc, status: link.status }
  return [{ labels: clipped(labels), value: 1 }]
}

function sessionsOf(link: Link): readonly Series[] {
  return FAMILIES.flatMap((family): readonly Series[] => {
    const state = familyState(link, family)
    if (state !== 'up' && state !== 'down') return []
    return [{ labels: clipped({ ...identityOf(link), family }), value: state === 'up' ? 1 : 0 }]
  })
}

function incidentsOf({ scopes, incidents }: KnownNow): readonly Series[] {
  return [...incidents.values()].map(({ subject, level, rule }) => {
    const state = scopes.get(subject.scopeId)
    const region = state?.scope.region ?? ''
    const about = { subject: subject.type, link_id: '', region, level, rule }
    return { labels: clipped({ ...about, ...namedSubject(subject, state) }), value: 1 }
  })
}

function namedSubject(
  subject: Incident['subject'],
  state: ScopeState | undefined,
): { readonly name: string; readonly link_id?: string } {
  switch (subject.type) {
    case 'link': {
      const { linkId } = subject
      return { link_id: linkId, name: state?.links.get(linkId)?.link.name ?? linkId }
    }
    case 'connection': {
      const { connectionId } = subject
      return {
        name: state?.directory.connections.find(({ id }) => id === connectionId)?.name ?? connectionId,
      }
    }
    case 'policy': {
      const { policyId } = subject
      return { name: state?.directory.policies.find(({ id }) => id === policyId)?.name ?? policyId }
    }
    case 'scope':
      return { name: state?.scope.region ?? subject.scopeId }
  }
}

function identityOf({ id, name, region }: Link) {
  return { link_id: id, name, region }
}

/** Prometheus takes any text as the value of a label, and prom-client escapes it; only its length is ours to bound. */
function clipped(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels).map(([label, value]) => [
      label,
      value.length <= LABEL_LENGTH ? value : [...value].slice(0, LABEL_LENGTH).join(''),
    ]),
  )
}
