import { type FilterFacts, filterOf, matchesFilter } from '../diagnostics/filter.ts'
import { compareLevels, type HeldBack, type Incident, type Level } from '../domain/incident.ts'
import { isActive, isMaintenance, type Silence } from '../domain/silence.ts'
import { spanEnd } from '../domain/span.ts'
import { utcMinute } from '../domain/utc.ts'
import type { AlertSettings } from './settings.ts'
import { mutingTag } from './tags.ts'

/** A silence lasts at most so long (ms), whatever it waits for: what is forgotten for longer is broken. */
export const MAX_SILENCE_MS = 30 * 86_400_000

/** What is to be done about an incident, and why. Every `reason` is a sentence of plain text with foreign words in it. */
export type Holding =
  /** Nothing holds it back, or it has spoken already: as usual. */
  | { readonly type: 'tell' }
  /**
   * Nothing is told aloud. `silence` is the one that holds it back, which has kept now how bad the link was at first; null for
   * a tag.
   */
  | {
      readonly type: 'hold'
      readonly heldBack: HeldBack
      readonly silence: Silence | null
      readonly reason: string
    }
  /** It was, or would be, held back, and is told after all. `by` made the silence, or took it back (a Slack user id). */
  | {
      readonly type: 'speak'
      readonly why: 'silence_over' | 'worse_than_silenced'
      readonly by: string
      readonly reason: string
    }

/** An incident of a link that may be told. */
export interface HoldQuestion {
  /** As it is remembered, before what is to be told; a new one as it is opened, with nothing told of it. */
  readonly incident: Incident
  /** How bad it is from now on, after the tags (`levelByTags`). */
  readonly level: Level
  readonly facts: FilterFacts
}

/** The silence that holds a link back at `now` (ms), the one that lasts longest; null for none. */
export function silencedBy(facts: FilterFacts, silences: readonly Silence[], now: number): Silence | null {
  return silences
    .filter((silence) => isActive(silence, now) && concerns(silence, facts))
    .reduce<Silence | null>((best, one) => (best === null || endOf(one) > endOf(best) ? one : best), null)
}

/**
 * The silence that holds back what several links share, such as their dedicated connection: each of them has to be held back,
 * and the silence that is over first is the one. Null where any link is not held back, and where there are none.
 */
export function silencedTogether(
  links: readonly FilterFacts[],
  silences: readonly Silence[],
  now: number,
): Silence | null {
  const each = links.map((facts) => silencedBy(facts, silences, now))
  const held = each.flatMap((silence) => (silence === null ? [] : [silence]))
  if (held.length === 0 || held.length < each.length) return null
  return held.reduce((first, silence) => (endOf(silence) < endOf(first) ? silence : first))
}

/** Whether work on the link was announced for now: it cannot be counted on as the other way into its VPC. */
export function isInMaintenance(facts: FilterFacts, silences: readonly Silence[], now: number): boolean {
  return silences.some(
    (silence) => isMaintenance(silence) && isActive(silence, now) && concerns(silence, facts),
  )
}

/** Silences and maintenances that are not over and concern a link, those that have not begun included; the latest end first. */
export function silencesOn(facts: FilterFacts, silences: readonly Silence[]): readonly Silence[] {
  return silences
    .filter((silence) => silence.endedAt === null && concerns(silence, facts))
    .sort((a, b) => endOf(b) - endOf(a))
}

/**
 * Whether an incident of a link is told aloud. To be asked when it opens, changes, is to be reminded of, or a silence is made or
 * is over. `silences` are those that are not over and those that are over just now. A silence goes on over recoveries, new
 * incidents and restarts. One that holds the incident back wins over one that it is worse than. Pure.
 */
export function holdBack(
  question: HoldQuestion,
  silences: readonly Silence[],
  now: number,
  settings: AlertSettings,
): Holding {
  const { incident, facts } = question
  const tag = mutingTag(facts.link.tags)
  if (tag !== null) {
    const by = { type: 'tag', tag } as const
    return {
      type: 'hold',
      heldBack: { by, level: 'critical', at: heldSince(incident, by, now) },
      silence: null,
      reason: `The link has the tag ${tag}, so nothing about it is told aloud.`,
    }
  }
  const before = incident.heldBack?.by.type === 'silence' ? incident.heldBack.by.silenceId : null
  const verdicts = silences
    .filter(
      (silence) =>
        (isActive(silence, now) && concerns(silence, facts)) ||
        (silence.id === before && isInGrace(silence, now, settings)),
    )
    .sort((a, b) => endOf(b) - endOf(a))
    .map((silence) => underSilence(question, silence, now))
  return (
    verdicts.find(({ type }) => type === 'hold') ??
    verdicts[0] ??
    released(silences.find(({ id }) => id === before))
  )
}

function underSilence({ incident, level, facts }: HoldQuestion, silence: Silence, now: number): Holding {
  const already = silence.heldLevels[facts.link.id]
  // It has got worse than what is silenced, and spoken: whoever has heard of it hears how it goes on.
  if (incident.rootKey !== null && incident.heldBack === null && already !== undefined)
    return { type: 'tell' }
  // Work that was announced may take a link down step by step; that is no surprise.
  const limit = isMaintenance(silence) ? 'critical' : (already ?? incident.level)
  if (compareLevels(level, limit) > 0)
    return {
      type: 'speak',
      why: 'worse_than_silenced',
      by: silence.by,
      reason: `It is ${level}, worse than what was silenced (${limit}).`,
    }
  const by = { type: 'silence', silenceId: silence.id } as const
  return {
    type: 'hold',
    heldBack: {
      by,
      level: limit,
      at: heldSince(incident, by, now),
      until: silence.until,
      reason: silence.reason,
    },
    silence: withHeld(silence, facts.link.id, incident.level),
    reason: holdReason(silence, now),
  }
}

/** The silence with a link that it holds back, and how bad that was at first: later levels change nothing. */
function withHeld(silence: Silence, linkId: string, level: Level): Silence {
  return Object.hasOwn(silence.heldLevels, linkId)
    ? silence
    : { ...silence, heldLevels: { ...silence.heldLevels, [linkId]: level } }
}

/** A silence that is over, as it is kept from now on, and why. */
export interface SilenceOver {
  readonly silence: Silence
  readonly why: 'expired' | 'recovered' | 'too_long'
}

/**
 * The silences that are over at `now` (ms): at their time, or once every link they have held back `isRecovered` (it has no open
 * incident, or is gone). One that has held nothing back yet waits on, 30 days at most. A maintenance goes on for a grace
 * (`maintenanceOverrun`) while a link it has held back is still down.
 */
export function silencesOver(
  silences: readonly Silence[],
  isRecovered: (linkId: string) => boolean,
  now: number,
  settings: AlertSettings,
): readonly SilenceOver[] {
  return silences.flatMap((silence): readonly SilenceOver[] => {
    const why = silence.endedAt === null ? whyOver(silence, isRecovered, now, settings) : null
    return why === null ? [] : [{ silence: { ...silence, endedAt: now }, why }]
  })
}

function whyOver(
  silence: Silence,
  isRecovered: (linkId: string) => boolean,
  now: number,
  settings: AlertSettings,
): SilenceOver['why'] | null {
  const held = Object.keys(silence.heldLevels)
  if (silence.until.type === 'recovery') {
    if (held.length > 0 && held.every(isRecovered)) return 'recovered'
    return now >= silence.from + MAX_SILENCE_MS ? 'too_long' : null
  }
  if (now < silence.until.at) return null
  return isInGrace(silence, now, settings) && !held.every(isRecovered) ? null : 'expired'
}

/** Whether a maintenance has ended so lately that a link which is still down is not told yet. */
function isInGrace(silence: Silence, now: number, { timers, hours }: AlertSettings): boolean {
  if (silence.endedAt !== null || silence.until.type !== 'at' || !isMaintenance(silence)) return false
  const { at } = silence.until
  return at <= now && now < spanEnd(at, timers.maintenanceOverrun, hours.zone)
}

/** What becomes of an incident that nothing holds back any more, by the silence that did. */
function released(silence: Silence | undefined): Holding {
  if (silence === undefined) return { type: 'tell' }
  return {
    type: 'speak',
    why: 'silence_over',
    by: silence.endedBy ?? silence.by,
    reason: `The silence for "${silence.filter}" is over, and it is still bad.`,
  }
}

/**
 * Whether a silence is about a link, begun or not: it fits its filter. One that was held back once stays so, though its status
 * may no longer be the one that was silenced.
 */
export function concerns(silence: Silence, facts: FilterFacts): boolean {
  if (Object.hasOwn(silence.heldLevels, facts.link.id)) return true
  return matchesFilter(filterOf(silence), facts)
}

function endOf(silence: Silence): number {
  return silence.until.type === 'at' ? silence.until.at : Number.POSITIVE_INFINITY
}

/** Since when it is held back by the same (ms). */
function heldSince({ heldBack }: Incident, by: HeldBack['by'], now: number): number {
  return heldBack !== null && isHeldBy(heldBack, by) ? heldBack.at : now
}

/** Whether it is this silence or tag that holds an incident back. */
export function isHeldBy({ by: holder }: HeldBack, by: HeldBack['by']): boolean {
  return by.type === 'tag'
    ? holder.type === 'tag' && holder.tag === by.tag
    : holder.type === 'silence' && holder.silenceId === by.silenceId
}

function holdReason(silence: Silence, now: number): string {
  const what = isMaintenance(silence) ? 'maintenance' : 'silence'
  const change = silence.change === null ? '' : ` (${silence.change})`
  const why = silence.reason === null ? '' : `: ${silence.reason}`
  const end =
    silence.until.type === 'recovery'
      ? 'until it recovers'
      : now < silence.until.at
        ? `until ${utcMinute(silence.until.at)}`
        : 'for a short while after its end'
  return `The ${what} for "${silence.filter}"${change} holds it back ${end}${why}.`
}
