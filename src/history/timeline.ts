import type { Link } from '../domain/link.ts'
import { subjectOf, type Transition } from '../domain/transition.ts'
import type { Gap, Period } from './period.ts'
import {
  type Carried,
  carriedAfter,
  NOTHING_CARRIED,
  type Standing,
  sameStanding,
  standingOf,
  unwatched,
} from './standing.ts'

/** How something stood from one moment until another (ms). */
export interface Stretch {
  readonly from: number
  readonly until: number
  readonly standing: Standing
}

/** How a link stood all through a period, without holes and in order; and how it is, or last was. */
export interface Timeline {
  readonly link: Link
  /** Whether it does not exist any more. */
  readonly gone: boolean
  readonly stretches: readonly Stretch[]
}

/** A link as it is remembered now. */
export interface LinkNow {
  readonly link: Link
  /** What it carried in its last good state. */
  readonly carried: Carried
}

/** Rebuilds timelines from what changed, keeping no more of each change than how the link stood. */
export interface TimelineBuilder {
  /** Takes one change, oldest first. Of a link's changes at or after the period's end, the first says how it was before. */
  add(transition: Transition): void
  /**
   * The timelines of all links that existed in the period: those that changed, and those that are now (`links`) and did not
   * change.
   */
  finish(links: ReadonlyMap<string, LinkNow>): readonly Timeline[]
}

interface Draft {
  link: Link
  carried: Carried
  readonly stretches: Stretch[]
  from: number
  standing: Standing
}

/**
 * Makes a builder of timelines. `badAtStart`: links that had an open incident when the period began. What these had to lose
 * lies before the first change, so a path that was not configured then counts as lost rather than as not set up yet.
 */
export function createTimelines(period: Period, badAtStart: ReadonlySet<string>): TimelineBuilder {
  const drafts = new Map<string, Draft>()

  const begin = (link: Link, before: Link | null, hint: Carried): Draft => {
    const carried = carriedAfter(before, hint)
    return {
      link,
      carried,
      stretches: [],
      from: period.from,
      standing: standingOf(before, carried),
    }
  }
  const go = (draft: Draft, until: number, next: Standing): void => {
    if (sameStanding(draft.standing, next)) return
    if (until > draft.from) draft.stretches.push({ from: draft.from, until, standing: draft.standing })
    draft.from = Math.max(draft.from, until)
    draft.standing = next
  }

  return {
    add(transition) {
      const subject = subjectOf(transition)
      const before = transition.type === 'appeared' ? null : transition.before
      const after = transition.type === 'vanished' ? null : transition.after
      const hint: Carried = badAtStart.has(subject.id)
        ? { families: ['ipv4', 'ipv6'], vpcId: subject.vpcId }
        : NOTHING_CARRIED
      const draft = drafts.get(subject.id) ?? begin(before ?? subject, before, hint)
      drafts.set(subject.id, draft)
      if (transition.at >= period.until) return
      draft.carried = carriedAfter(after, draft.carried)
      draft.link = after ?? draft.link
      go(draft, transition.at, standingOf(after, draft.carried))
    },

    finish(links) {
      for (const [id, { link, carried }] of links)
        if (!drafts.has(id)) drafts.set(id, begin(link, link, carried))
      const timelines: Timeline[] = []
      for (const [id, draft] of drafts) {
        const { from, standing } = draft
        const stretches =
          period.until > from
            ? [...draft.stretches, { from, until: period.until, standing }]
            : draft.stretches
        if (stretches.every((stretch) => stretch.standing.health === 'absent')) continue
        const now = links.get(id)
        timelines.push({ link: now?.link ?? draft.link, gone: now === undefined, stretches })
      }
      return timelines
    },
  }
}

/** The same stretches with nothing known inside the gaps, which are in order and do not overlap. */
export function hide(stretches: readonly Stretch[], gaps: readonly Gap[]): readonly Stretch[] {
  const shown: Stretch[] = []
  const push = (from: number, until: number, standing: Standing): void => {
    if (until <= from) return
    const last = shown.at(-1)
    if (last !== undefined && last.until === from && sameStanding(last.standing, standing))
      shown[shown.length - 1] = { ...last, until }
    else shown.push({ from, until, standing })
  }
  let first = 0
  for (const { from, until, standing } of stretches) {
    while ((gaps[first]?.until ?? Number.POSITIVE_INFINITY) <= from) first += 1
    let at = from
    for (let n = first; n < gaps.length; n += 1) {
      const gap = gaps[n]
      if (gap === undefined || gap.from >= until) break
      push(at, Math.max(at, gap.from), standing)
      push(Math.max(at, gap.from), Math.min(gap.until, until), unwatched(standing))
      at = Math.min(gap.until, until)
    }
    push(at, until, standing)
  }
  return shown
}

/** Gaps in order, with those that touch made one. */
export function joinGaps(gaps: readonly Gap[]): readonly Gap[] {
  const joined: Gap[] = []
  for (const gap of [...gaps].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last !== undefined && gap.from <= last.until)
      joined[joined.length - 1] = { from: last.from, until: Math.max(last.until, gap.until) }
    else if (gap.until > gap.from) joined.push(gap)
  }
  return joined
}
