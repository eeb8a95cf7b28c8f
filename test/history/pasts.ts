import type { Link } from '../../src/domain/link.ts'
import { linkTransition, type Transition } from '../../src/domain/transition.ts'
import type { Period } from '../../src/history/period.ts'
import { createTimelines, type LinkNow, type Timeline } from '../../src/history/timeline.ts'
import { aLink, NOW } from '../support/links.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The day that ends now. */
export const LAST_DAY: Period = { from: NOW - DAY, until: NOW, label: 'last 24h', zone: 'UTC' }

export const IPV6_LOST: Partial<Link> = {
  status: 'limited_connectivity',
  sessions: { ipv4: 'up', ipv6: 'down' },
}
export const ALL_DOWN: Partial<Link> = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } }

/** What a link went through: how it was at first, and at which moments (ms) it became what. */
export function wentThrough(
  first: Link,
  ...steps: readonly (readonly [at: number, change: Partial<Link>])[]
): { readonly transitions: readonly Transition[]; readonly now: Link } {
  const transitions: Transition[] = []
  let link = first
  for (const [at, change] of steps) {
    const after = aLink({ ...first, ...change })
    const transition = linkTransition(link, after, at)
    if (transition === null) throw new Error('A step has to change the link.')
    transitions.push(transition)
    link = after
  }
  return { transitions, now: link }
}

export function nowOf(link: Link): LinkNow {
  return { link, carried: { families: ['ipv4', 'ipv6'], vpcId: link.vpcId } }
}

/** The timelines of the last day. */
export function timelinesOf(
  transitions: readonly Transition[],
  links: readonly Link[],
  options: { readonly badAtStart?: readonly string[]; readonly period?: Period } = {},
): readonly Timeline[] {
  const builder = createTimelines(options.period ?? LAST_DAY, new Set(options.badAtStart ?? []))
  for (const transition of transitions) builder.add(transition)
  return builder.finish(new Map(links.map((link) => [link.id, nowOf(link)])))
}

/** A timeline in short: how it stood, and from which hour before now on. */
export function inHours(stretches: Timeline['stretches'], until = NOW): readonly string[] {
  return stretches.map(({ from, standing }) => `${(until - from) / HOUR} h: ${standing.health}`)
}
