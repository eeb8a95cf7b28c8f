import type { Family, Link } from '../../src/domain/link.ts'
import { connectionTimes } from './connections.ts'
import { type Act, STABLE_MS } from './run.ts'
import { readSilences } from './silences.ts'
import { CONNECTION, type PollSight } from './world.ts'

/**
 * What should have been told, by a naive replay of what each poll was answered. It shares nothing with the bot but the shape
 * of a link: its definitions are its own.
 */

export type NaiveLevel = 'warning' | 'error' | 'critical'

/** A time in which a link was bad. Times are those of polls (ms). */
export interface Period {
  readonly link: Link
  readonly from: number
  readonly level: NaiveLevel
  /** Whether nobody was to hear of it when it began; `perhaps` where it depends on how bad exactly it was before. */
  readonly silenced: 'yes' | 'no' | 'perhaps'
  /** What the polls saw of it, from its beginning on. */
  readonly looks: { readonly at: number; readonly bad: boolean }[]
  /** The first later poll that saw it bad while nobody wished not to hear of it; null where it never was so. */
  freeAt: number | null
  /** When it was over, and how; null while it lasts. */
  to: number | null
  ending: 'recovered' | 'closed' | 'gone' | null
}

const FAMILIES: readonly Family[] = ['ipv4', 'ipv6']
/** A loss of every session so soon after a change of configuration is that change's (ms). */
const CHANGE_MS = 90_000

interface Known {
  link: Link
  /** Families that were up at some time while it was well, or since. */
  carried: readonly Family[]
  /** The VPC that these led into; null where nothing was carried. */
  served: string | null
  /** The VPC that it left last; null where it is back. */
  left: string | null
  /** Whether it is bad for nothing but that it leads elsewhere. */
  away: boolean
  changedAt: number | null
  period: Period | null
  wellSince: number | null
}

const configured = (link: Link) =>
  link.vpcId !== null && link.routePropagation && (link.policies.ipv4 ?? link.policies.ipv6) !== null
const meant = (link: Link) => FAMILIES.filter((family) => configured(link) && link.policies[family] !== null)
const up = (link: Link) => meant(link).filter((family) => link.sessions[family] === 'up')
const configuration = ({ vpcId, routePropagation, policies }: Link) =>
  JSON.stringify([vpcId, routePropagation, policies])

/** What a naive reader knows. */
export interface Replay {
  readonly periods: readonly Period[]
  /** Whether nobody was to hear of a link at a moment (ms). */
  silenced(link: Link, at: number): boolean
  /** The earliest that may be told of what an announced silence alone has held back (ms); null where others may have. */
  heldByWorkUntil(period: Period): number | null
}

/** Replays the polls and what people did, in their order, and finds every bad period. */
export function replay(polls: readonly PollSight[], acts: readonly Act[]): Replay {
  const known = new Map<string, Known>()
  const read = new Set<string>()
  const periods: Period[] = []
  const silences = readSilences(acts, periods)
  const outages = connectionTimes(polls)
  // Nobody counts on a link with work announced on it, or over a connection that is out.
  const isDoubted = (link: Link, at: number) =>
    silences.atWork(link, at) ||
    (link.kind.type === 'self_hosted' &&
      link.kind.connectionId === CONNECTION &&
      outages.some(({ from, to }) => from <= at && (to === null || to > at)))
  const begin = (link: Link, level: NaiveLevel, at: number): Period => {
    const silenced = silences.atOpening(link, at)
    const period: Period = {
      link,
      from: at,
      level,
      silenced,
      looks: [],
      freeAt: null,
      to: null,
      ending: null,
    }
    periods.push(period)
    return period
  }
  for (const { at, sights } of polls) {
    for (const { region, links } of sights) {
      if (links === null) continue
      const first = !read.has(region)
      read.add(region)
      const before = new Map([...known].filter(([, { link }]) => link.region === region))
      for (const link of links) {
        const old = before.get(link.id) ?? null
        before.delete(link.id)
        const now = see(old, link, first, at)
        known.set(link.id, now)
        const lost = [...new Set([...now.carried, ...meant(link)])].filter((f) => !up(link).includes(f))
        const others = links.filter((other) => !isDoubted(other, at))
        const moved = leadsElsewhere(now)
        const from = { ...link, vpcId: now.served }
        const missed = now.carried.some((family) => !hasOtherPath(from, family, others))
        now.away = moved && (missed || now.away)
        // Where it is not missed, it serves the other VPC from now on.
        if (moved && !now.away) now.served = link.vpcId
        if (lost.length > 0 || now.away) {
          now.wellSince = null
          const level = now.away ? 'critical' : levelOf(now, old, links, at, isDoubted)
          now.period ??= begin(link, level, at)
          now.period.looks.push({ at, bad: true })
          if (at > now.period.from && !silences.covered(link, at) && !silences.overrun(link, at))
            now.period.freeAt ??= at
          now.carried = [...new Set([...now.carried, ...up(link)])]
          now.served ??= now.carried.length > 0 ? link.vpcId : null
          continue
        }
        now.carried = up(link)
        now.served = now.carried.length > 0 ? link.vpcId : null
        // That it was moved, and is not missed, is told once, or in the message of the period that goes on.
        if (now.period === null && moved)
          Object.assign(begin(link, 'warning', at), { to: at, ending: 'gone' })
        if (now.period === null) continue
        now.period.looks.push({ at, bad: false })
        const stays = configured(link)
        now.wellSince ??= at
        if (stays && at - now.wellSince < STABLE_MS) continue
        Object.assign(now.period, { to: at, ending: stays ? 'recovered' : 'closed' })
        now.period = null
        now.wellSince = null
      }
      for (const [id, { link, carried, period }] of before) {
        known.delete(id)
        const replaced = links.some(
          (other) =>
            other.name === link.name &&
            other.vpcId === link.vpcId &&
            carried.every((family) => up(other).includes(family)),
        )
        const level = carried.length === 0 ? 'warning' : replaced ? 'error' : 'critical'
        const told = period ?? begin(link, level, at)
        Object.assign(told, { to: at, ending: 'gone' })
      }
    }
    silences.endRecovered((linkId) => known.get(linkId)?.period == null, at)
  }
  return { periods, silenced: silences.covered, heldByWorkUntil: silences.heldByWorkUntil }
}

function see(old: Known | null, link: Link, first: boolean, at: number): Known {
  if (old === null) {
    // Nobody knows what carried before the bot looked: what is meant to.
    const carried = first ? meant(link) : []
    const served = carried.length > 0 ? link.vpcId : null
    return { link, carried, served, left: null, away: false, changedAt: null, period: null, wellSince: null }
  }
  const changed = configuration(old.link) !== configuration(link)
  const changedAt = changed ? at : old.changedAt
  if (old.link.vpcId === link.vpcId) return { ...old, link, changedAt }
  // Whatever it served meanwhile: where it was before, it is back.
  if (old.left !== null && old.left === link.vpcId)
    return { ...old, link, changedAt, left: null, served: old.served === null ? null : link.vpcId }
  return { ...old, link, changedAt, left: old.served === link.vpcId ? old.left : (old.served ?? old.left) }
}

/** Whether all that a link carried is up, in another VPC than it was in. */
function leadsElsewhere({ link, carried, served }: Known): boolean {
  const isUp = carried.every((family) => up(link).includes(family))
  return isUp && served !== null && link.vpcId !== null && served !== link.vpcId
}

/** How bad a link is as its period begins. */
function levelOf(
  { link, carried, changedAt }: Known,
  old: Known | null,
  links: readonly Link[],
  at: number,
  isDoubted: (link: Link, at: number) => boolean,
): NaiveLevel {
  const lost = carried.filter((family) => !up(link).includes(family))
  if (lost.length === 0) return 'warning'
  const counted = links.filter((other) => !isDoubted(other, at))
  const alone = lost.some((family) => !hasOtherPath(old?.link ?? link, family, counted))
  if (up(link).length > 0) return alone ? 'critical' : 'warning'
  const byChange = configured(link) && changedAt !== null && at - changedAt <= CHANGE_MS
  return alone || byChange ? 'critical' : 'error'
}

/** Whether another link has the family up into the VPC that `link` led into, shares neither place nor provider, and is as wide. */
function hasOtherPath(link: Link, family: Family, links: readonly Link[]): boolean {
  const provider = ({ kind }: Link) => JSON.stringify(kind)
  return links.some(
    (other) =>
      other.id !== link.id &&
      other.vpcId === link.vpcId &&
      other.popId !== link.popId &&
      provider(other) !== provider(link) &&
      other.bandwidthMbps >= link.bandwidthMbps &&
      other.policies[family] === link.policies[family] &&
      up(other).includes(family),
  )
}
