import { compareLevels, HISTORY_KEPT, type Incident, type Page, withHistory } from '../domain/incident.ts'
import type { PageEvent } from './alert.ts'
import { isPageDue, pagesAtOnce } from './page-due.ts'
import type { AlertSettings } from './settings.ts'

/** An incident as one decision leaves it, and what its page depends on besides. */
export interface PageCase {
  /** As it was before; null when it is new. */
  readonly before: Incident | null
  /** As it is now, `page` and `history` up to date but for this decision on its page. */
  readonly incident: Incident
  /** Whether it took the last path of a family into its VPC. */
  readonly lastPath: boolean
  /** Whether the scope of its link or connection cannot be read: nobody knows how it is now. */
  readonly blind: boolean
}

/** One event of a page, and why it is sent. `opened` and `worsened` call somebody. */
export interface PageStep extends Pick<PageEvent, 'action' | 'key' | 'level'> {
  readonly reason: string
}

/** What is sent to whoever is on call, in its order, and what the incident remembers of it. */
export interface PageDecision {
  /** The incident with its new page, and with the page in its history where somebody is called. */
  readonly incident: Incident
  readonly steps: readonly PageStep[]
  /** Why somebody is called now, or is not. */
  readonly reason: string
}

/** What a change of configuration did: told as a change event, whatever its level. */
const CONFIGURATION_CHANGES: ReadonlySet<string> = new Set([
  'down_after_change',
  'path_removed',
  'family_removed',
  'vpc_moved',
  'policy_edited',
  'prefix_removed',
])

/**
 * Decides on the page of one incident that is told alone. Pure; see `decideStoryPages` for several that one message tells.
 *
 * A page has a key; all of its events carry it. Getting worse after it was acknowledged, or an acknowledgement that ended,
 * needs another key, since a trigger on an acknowledged alert notifies nobody (PagerDuty, "Send an Alert Event"). Every key
 * but the last is acknowledged, and all are resolved when the incident is over. What was over when it was first seen, such
 * as a deleted link, never gets well again: its page is for whoever takes it to resolve.
 */
export function decidePage(pageCase: PageCase, now: number, settings: AlertSettings): PageDecision {
  const change = configurationChange(pageCase)
  const decision = decideCall(pageCase, now, settings)
  return change === null ? decision : { ...decision, steps: [change, ...decision.steps] }
}

/**
 * Decides on the pages of incidents that are told as one story: one of them is paged, the worst first, and speaks for the
 * others unless one is worse. When it is over or silenced and others are not, its page goes over to one of those: nobody is
 * called twice for one cause. The answers are in the order of `cases`.
 */
export function decideStoryPages(
  cases: readonly PageCase[],
  now: number,
  settings: AlertSettings,
): readonly PageDecision[] {
  const heirs = heirsOf(cases)
  const withPages = cases.map((pageCase) => {
    const page = heirs.get(pageCase.incident.id)
    return page === undefined ? pageCase : { ...pageCase, incident: { ...pageCase.incident, page } }
  })
  const worstFirst = [...withPages].sort((a, b) => compareLevels(b.incident.level, a.incident.level))
  const latest = new Map(withPages.map(({ incident }) => [incident.id, incident]))
  const decisions = new Map<string, PageDecision>()
  for (const pageCase of worstFirst) {
    const { id } = pageCase.incident
    const decision =
      heirs.get(id) === null
        ? told(pageCase, 'Its page goes over to another incident of its story, which is still open.')
        : isSpokenFor(pageCase.incident, [...latest.values()])
          ? told(pageCase, 'Not paged: a page for the same story is under way.')
          : decidePage(pageCase, now, settings)
    decisions.set(id, decision)
    latest.set(id, decision.incident)
  }
  return cases.flatMap(({ incident }) => decisions.get(incident.id) ?? [])
}

/** A step as the event that goes out. `summary` is one plain line: what is bad, where. */
export function pageEvent(
  { action, key, level, reason }: PageStep,
  incident: Incident,
  about: Pick<PageEvent, 'summary' | 'region' | 'links'>,
): PageEvent {
  return { action, key, level, reason, incidentId: incident.id, since: incident.firstBadAt, ...about }
}

/** Whether nothing may be told aloud of an incident: it is no worse than what was held back. */
export function isHeldBack({ heldBack, level }: Incident): boolean {
  return heldBack !== null && compareLevels(level, heldBack.level) <= 0
}

function decideCall(pageCase: PageCase, now: number, settings: AlertSettings): PageDecision {
  const { incident } = pageCase
  const { page } = incident
  if (incident.resolvedAt !== null) return decideOver(pageCase, now, settings)
  if (page === null) return decideTrigger(pageCase, now, settings)

  const taken = takenBy(incident, page)
  if (taken !== null && !page.acknowledged) {
    return {
      incident: { ...incident, page: { ...page, acknowledged: true } },
      steps: [{ action: 'acknowledged', key: page.dedupKey, level: page.level, reason: taken }],
      reason: taken,
    }
  }
  const worse = gotWorseSince(incident, Math.max(page.at, incident.acknowledgement?.at ?? page.at))
  if (page.acknowledged)
    return worse || taken === null
      ? decideTrigger(pageCase, now, settings)
      : told(pageCase, `Not paged again: ${lowerFirst(taken)}`)
  if (compareLevels(incident.level, page.level) > 0) return decideTrigger(pageCase, now, settings)
  if (worse && whyNever(pageCase) === null) {
    const reason = 'It got worse; whoever is on call is being called already.'
    return {
      incident: { ...incident, page: { ...page, at: now } },
      steps: [{ action: 'worsened', key: page.dedupKey, level: page.level, reason }],
      reason,
    }
  }
  return told(pageCase, 'Not paged again: its page is under way.')
}

function decideOver(pageCase: PageCase, now: number, settings: AlertSettings): PageDecision {
  const { before, incident } = pageCase
  const { page, level, rule } = incident
  if (before !== null && before.resolvedAt !== null) return told(pageCase, 'Not paged: it was over before.')
  if (page !== null) {
    const reason = 'It is over.'
    const steps = keysUpTo(page.dedupKey).map(
      (key): PageStep => ({ action: 'resolved', key, level: page.level, reason }),
    )
    return { incident, steps, reason }
  }
  // What nothing brings back: a link in service that is gone, or one that was moved away.
  const lost = level === 'critical' && pagesAtOnce(rule) && (before === null || rule === 'gone')
  return lost ? decideTrigger(pageCase, now, settings) : told(pageCase, 'Not paged: it is over.')
}

/** A page is triggered once it is due, unless somebody has the incident, or it is not to be told aloud. */
function decideTrigger(pageCase: PageCase, now: number, settings: AlertSettings): PageDecision {
  const { incident } = pageCase
  const { page } = incident
  const never = whyNever(pageCase)
  if (never !== null) return told(pageCase, `Not paged: ${never}.`)
  const { acknowledgement } = incident
  if (page === null && acknowledgement !== null && !gotWorseSince(incident, acknowledgement.at))
    return told(pageCase, 'Not paged: it was acknowledged before it was due.')
  const due = isPageDue(pageCase, now, settings)
  if (!due.due) return told(pageCase, `Not paged yet: ${due.reason}.`)

  const key = page === null ? firstKey(incident, now) : nextKey(page.dedupKey)
  const step: PageStep = {
    action: page === null ? 'opened' : 'worsened',
    key,
    level: incident.level,
    reason: `${page === null ? 'Paged' : 'Paged again'}: ${page === null ? due.reason : whyAgain(incident, page)}.`,
  }
  const replaced: readonly PageStep[] =
    page === null || page.acknowledged
      ? []
      : [
          {
            action: 'acknowledged',
            key: page.dedupKey,
            level: page.level,
            reason: 'A louder page takes its place.',
          },
        ]
  const paged = {
    ...incident,
    page: { dedupKey: key, level: incident.level, at: now, acknowledged: false },
  }
  return {
    incident: withHistory(paged, { at: now, event: 'paged', status: incident.badStatus, by: null }),
    steps: [step, ...replaced],
    reason: step.reason,
  }
}

/** Why nobody is called for an incident as it is, however long it lasts, as a clause; null where somebody is. */
function whyNever({ incident, blind }: PageCase): string | null {
  if (compareLevels(incident.level, 'error') < 0) return `${incident.level} never pages`
  if (isHeldBack(incident)) return 'it is held back by a silence or a tag'
  if (incident.upSince !== null && incident.resolvedAt === null)
    return 'it is up again, which is being confirmed'
  if (blind && incident.subject.type !== 'scope')
    return 'its region cannot be read, which is an incident of its own'
  return null
}

function whyAgain(incident: Incident, page: Page): string {
  if (compareLevels(incident.level, page.level) > 0)
    return `it got worse, from ${page.level} to ${incident.level}`
  return takenBy(incident, page) === null
    ? 'it is still bad, and nobody has it any more'
    : 'it got worse after it was acknowledged'
}

/** Why nobody needs to be called any more while an incident is open; null where somebody does. */
function takenBy(incident: Incident, page: Page): string | null {
  if ((incident.acknowledgement?.at ?? Number.NEGATIVE_INFINITY) >= page.at)
    return 'It was acknowledged in Slack.'
  return isHeldBack(incident) ? 'It was silenced.' : null
}

/** Its reminders begin anew when it gets worse, which a sibling can bring about without a line in its history. */
function gotWorseSince({ history, reminders }: Incident, since: number): boolean {
  return reminders.from > since || history.some(({ event, at }) => event === 'worsened' && at > since)
}

function told({ incident }: PageCase, reason: string): PageDecision {
  return { incident, steps: [], reason }
}

/** A change of configuration is told once, when it opens an incident or is found to be the cause of one. */
function configurationChange({ before, incident }: PageCase): PageStep | null {
  if (!CONFIGURATION_CHANGES.has(incident.rule) || before?.rule === incident.rule) return null
  if (isHeldBack(incident) || incident.upSince !== null) return null
  return { action: 'changed', key: incident.id, level: incident.level, reason: incident.reason }
}

/** Whether an open incident without a page is covered by the page of another, which is at least as loud. */
function isSpokenFor({ id, level, page, resolvedAt }: Incident, story: readonly Incident[]): boolean {
  if (page !== null || resolvedAt !== null) return false
  return story.some(
    (other) =>
      other.id !== id &&
      other.page !== null &&
      other.resolvedAt === null &&
      !isHeldBack(other) &&
      compareLevels(other.page.level, level) >= 0,
  )
}

/** Pages that change hands, by incident id: null for one that is over or silenced, its page for the worst that is still bad. */
function heirsOf(cases: readonly PageCase[]): ReadonlyMap<string, Page | null> {
  const given = new Map<string, Page | null>()
  for (const { before, incident } of cases) {
    if (incident.page === null || !isGivenUp(incident, before)) continue
    const heir = cases
      .map((other) => other.incident)
      .filter(({ id, page, resolvedAt }) => resolvedAt === null && page === null && !given.has(id))
      .filter((other) => compareLevels(other.level, 'error') >= 0 && !isHeldBack(other))
      .sort((a, b) => compareLevels(b.level, a.level))[0]
    if (heir === undefined) continue
    given.set(incident.id, null)
    given.set(heir.id, incident.page)
  }
  return given
}

/** Whether an incident lets go of its page: it has just ended, or nobody is to hear of it any more and nobody has it yet. */
function isGivenUp(incident: Incident, before: Incident | null): boolean {
  if (incident.resolvedAt !== null) return before?.resolvedAt === null
  return incident.page?.acknowledged === false && isHeldBack(incident)
}

const KEY_NUMBER = /#(\d+)$/

/** Its id; another one where that, and those after it, went with its page to another incident of its story. */
function firstKey({ id, history }: Incident, now: number): string {
  // What a full history has dropped may have been a page: only the moment is new for certain.
  if (history.length >= HISTORY_KEPT) return `${id}@${now}`
  const paged = history.filter(({ event }) => event === 'paged').length
  return paged === 0 ? id : `${id}@${paged + 1}`
}

/** Keys of one page: the first, then `<first>#2`, `<first>#3` and so on. Ids hold neither `#` nor `@`. */
function nextKey(key: string): string {
  const number = Number(KEY_NUMBER.exec(key)?.[1] ?? 1)
  return `${key.replace(KEY_NUMBER, '')}#${number + 1}`
}

function keysUpTo(key: string): readonly string[] {
  const number = Number(KEY_NUMBER.exec(key)?.[1] ?? 1)
  const first = key.replace(KEY_NUMBER, '')
  return Array.from({ length: number }, (_, index) => (index === 0 ? first : `${first}#${index + 1}`))
}

function lowerFirst(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
}
