import { requestExpiresAt } from '../diagnostics/deadlines.ts'
import type { Mover } from '../diagnostics/diagnosis.ts'
import type { ProvisioningDue } from '../diagnostics/evidence.ts'
import { isCarrying, statusName } from '../diagnostics/judgement.ts'
import { lacksItsPartner } from '../diagnostics/kinds.ts'
import { spanInWords } from '../diagnostics/words.ts'
import {
  type BusinessHours,
  isBusinessTime,
  lastBusinessTime,
  nextBusinessTime,
} from '../domain/business-hours.ts'
import type { Level } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { WatchedLink } from '../domain/memory.ts'
import { type Span, spanEnd, spanStart, spanText } from '../domain/span.ts'
import { linkStatus } from '../domain/status.ts'
import { utcMinute } from '../domain/utc.ts'
import type { AlertSettings } from './settings.ts'

/** A deadline that is to be told now. Deadlines never page and ping nobody: nobody gets out of bed for an order. */
export interface DueMark {
  /** Stable, for the `marks` of the link. No two states of a link share one. */
  readonly name: string
  readonly level: Extract<Level, 'warning'>
  /** Plain sentences: what is late, what that costs, whose move it is and what to do. They hold no foreign text. */
  readonly sentence: string
  /** Who has to act next. */
  readonly mover: Mover
  readonly reason: string
}

/** What is to be told of a link's deadlines. `passed` are marks that are over without having been told: they count as told. */
export interface DueMarks {
  readonly due: DueMark | null
  readonly passed: readonly string[]
}

/** A link whose deadlines are judged. `contactedAt`: when somebody last said that the partner was told of the order (ms); null where nobody did. */
export interface Waiting {
  readonly watched: Pick<WatchedLink, 'link' | 'firstSeenAt' | 'statusSince' | 'unreadSince' | 'marks'>
  readonly contactedAt: number | null
}

interface Mark {
  readonly name: string
  /** A moment (ms) before which it is not told for certain: zones are slow to reckon with, and most polls need not. */
  readonly soonest: number
  /** When it is reached, and from when on it is told (ms). */
  readonly times: () => { readonly at: number; readonly tellAt: number }
  readonly mover: Mover
  readonly sentence: string
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOTHING: DueMarks = { due: null, passed: [] }

/**
 * The deadline to tell of a link now. Each is told once, in business hours, and only the latest of those that are over:
 * the bot may have been off, or the link be older than the bot. Outside business hours it waits for the next ones, unless
 * the order will have expired by then. A link that polls cannot read any more is not chased. Pure.
 */
export function dueMarks(waiting: Waiting, now: number, settings: AlertSettings): DueMarks {
  const { marks: told, unreadSince } = waiting.watched
  if (unreadSince !== null) return NOTHING
  const near = marksOf(waiting, now, settings).filter(({ soonest }) => soonest <= now)
  if (near.every(({ name }) => told.includes(name))) return NOTHING
  if (!maySpeak(waiting.watched.link, now, settings.hours)) return NOTHING
  const marks = near.map((mark) => ({ ...mark, ...mark.times() })).sort((a, b) => a.at - b.at)
  const latest = marks.findLast(({ tellAt }) => now >= tellAt)
  if (latest === undefined) return NOTHING
  const passed = marks
    .slice(0, marks.indexOf(latest))
    .flatMap(({ name }) => (told.includes(name) ? [] : [name]))
  if (told.includes(latest.name)) return { due: null, passed }
  const { name, sentence, mover } = latest
  const reason =
    passed.length === 0
      ? `The deadline ${name} is reached.`
      : `The deadline ${name} is the latest that is reached; earlier ones are not told any more.`
  return { due: { name, level: 'warning', sentence, mover, reason }, passed }
}

/** Whether people are told of a deadline now: in business hours, or where an order will have expired by the next ones. */
function maySpeak(link: Link, now: number, hours: BusinessHours): boolean {
  if (isBusinessTime(now, hours)) return true
  const expiresAt = requestExpiresAt(link)
  return expiresAt !== null && now < expiresAt && expiresAt <= nextBusinessTime(now, hours)
}

/** The deadlines of the state that the link is in. */
function marksOf(waiting: Waiting, now: number, settings: AlertSettings): readonly Mark[] {
  const { link, statusSince } = waiting.watched
  const { timers, hours } = settings
  const after = (span: Span) => timesAfter(statusSince, span, hours)
  const lasting = spanInWords(now - statusSince)
  const status = linkStatus(link.status)
  switch (status) {
    case 'requested':
      if (isCarrying(link)) return []
      return lacksItsPartner(link)
        ? [{ name: 'requested_nudge', ...after(timers.requestedNudge), ...withoutPartner(link, lasting) }]
        : requestMarks(waiting, now, settings)
    case 'provisioning':
      if (isCarrying(link)) return []
      if (lacksItsPartner(link))
        return [
          {
            name: 'provisioning_stuck',
            ...after(timers.provisioningStuck),
            ...withoutPartner(link, lasting),
          },
        ]
      return [
        {
          name: 'provisioning_stuck',
          ...after(timers.provisioningStuck),
          mover: 'partner',
          sentence: `The partner has been setting up its side for ${lasting}, and the link is billed meanwhile. It is the partner's move: ask it for a date and its circuit id, and go to its account manager.`,
        },
      ]
    case 'deprovisioning':
      return [
        {
          name: 'deprovisioning_stuck',
          ...after(timers.deprovisioningStuck),
          ...stuckDeletion(link, lasting),
        },
      ]
    case 'refused':
    case 'expired':
      return [
        {
          name: `${status}_undeleted`,
          ...after(timers.terminalUndeleted),
          mover: 'you',
          sentence: `The order has been ${status} for ${lasting} and is still there${lacksItsPartner(link) ? '' : ', so it is still billed'}. It is your move: delete the link, and order anew if it is still wanted.`,
        },
      ]
    default:
      return []
  }
}

/** A self-hosted link that waits as only a hosted one should: no document describes that, and no partner can end it. */
function withoutPartner(link: Link, lasting: string): Pick<Mark, 'mover' | 'sentence'> {
  return {
    mover: 'scaleway',
    sentence: `The API has given this self-hosted link as ${statusName(link)} for ${lasting}, and it has no partner to wait for. It is Scaleway's move: open a support ticket.`,
  }
}

/**
 * A hosted link has to be deleted on both sides, and is billed by the side that has not ("How to delete an InterLink"); a
 * self-hosted one has no other side.
 */
function stuckDeletion(link: Link, lasting: string): Pick<Mark, 'mover' | 'sentence'> {
  if (link.kind.type === 'self_hosted')
    return {
      mover: 'scaleway',
      sentence: `The deletion of this self-hosted link has lasted for ${lasting}. It is Scaleway's move: open a support ticket.`,
    }
  return {
    mover: 'you',
    sentence: `The deletion has waited for its other side for ${lasting}, and the side that has not deleted it may still bill it. It is your move: ask the partner to delete its side, or delete the link at Scaleway if the partner began.`,
  }
}

/** An order waits for the partner's answer, and expires without one ("InterLink statuses"). */
function requestMarks(
  { watched, contactedAt }: Waiting,
  now: number,
  { timers, hours }: AlertSettings,
): readonly Mark[] {
  const { link, statusSince, firstSeenAt } = watched
  const expiresAt = requestExpiresAt(link)
  if (expiresAt === null) return []
  // Where nobody saw it become `requested`, it was most likely so from its creation on.
  const since = statusSince > firstSeenAt ? statusSince : link.createdAt
  const waited = spanInWords(now - since)
  const left = expiresAt - now
  const expires =
    left > 0
      ? `The order expires in ${spanInWords(left)}, at ${utcMinute(expiresAt)}`
      : `The time for an answer ended at ${utcMinute(expiresAt)}`
  const move =
    contactedAt === null
      ? 'It is your move: contact the partner with the pairing key, since Scaleway does not.'
      : 'It is your move: chase the partner for an answer.'
  const nudge: Mark = {
    name: 'requested_nudge',
    ...timesAfter(since, timers.requestedNudge, hours),
    mover: 'you',
    sentence: `The order has waited for the partner's answer for ${waited}, and nobody has marked the partner as contacted. ${move}`,
  }
  const asked =
    contactedAt === null
      ? `The partner has not answered the order for ${waited}`
      : `The partner was contacted ${spanInWords(now - contactedAt)} ago and has not answered the order`
  const chase: Mark = {
    // Each contact gives the partner its time anew, and is followed up once.
    name: contactedAt === null ? 'requested_chase' : `requested_chase_${contactedAt}`,
    ...timesAfter(contactedAt ?? since, timers.requestedChase, hours),
    mover: 'you',
    sentence: `${asked}, and the idle link is billed from its creation. ${move}`,
  }
  const countdown = timers.requestedMarks.map(
    (span): Mark => ({
      name: `requested_expires_${spanText(span)}`,
      ...timesBefore(expiresAt, span, hours),
      mover: 'you',
      sentence: `${expires}, and it is billed until it is deleted. ${move} If that is hopeless, delete the link and order anew once a date is agreed.`,
    }),
  )
  return [...(contactedAt === null ? [nudge] : []), chase, ...countdown]
}

/** When the provisioning of a link is overdue, as its deadline is told; undefined for a link that is not in it. */
export function provisioningDue(
  { status }: Link,
  since: number,
  { timers, hours }: AlertSettings,
): ProvisioningDue | undefined {
  if (linkStatus(status) !== 'provisioning') return undefined
  const after = timers.provisioningStuck
  return { since, at: spanEnd(since, after, hours.zone), after }
}

/** When a deadline `span` after `from` (ms) is reached, and when people are told of it: in the business hours from then on (ms). */
export function deadlineAfter(from: number, span: Span, hours: BusinessHours): ReturnType<Mark['times']> {
  const at = spanEnd(from, span, hours.zone)
  return { at, tellAt: nextBusinessTime(at, hours) }
}

/** A mark that is reached once `span` has gone by. */
function timesAfter(from: number, span: Span, hours: BusinessHours): Pick<Mark, 'soonest' | 'times'> {
  return {
    // A clock change makes one working day an hour shorter.
    soonest: from + (span.unit === 'ms' ? span.ms : span.days * DAY_MS - 2 * HOUR_MS),
    times: () => deadlineAfter(from, span, hours),
  }
}

/** A mark that is reached `span` before `end`, and told in the last business hours before. */
function timesBefore(end: number, span: Span, hours: BusinessHours): Pick<Mark, 'soonest' | 'times'> {
  const at = spanStart(end, span, hours.zone)
  return {
    // Nothing but a weekend lies between two business hours.
    soonest: at - 4 * DAY_MS,
    times: () => ({ at, tellAt: timeBefore(at, hours) }),
  }
}

/** So much of the last business hours before a mark is left to act in, at least (ms). */
const TIME_TO_ACT_MS = HOUR_MS

/** When to tell what has to be known by `at` (ms): then, if people work then, else an hour before they last stop working. */
function timeBefore(at: number, hours: BusinessHours): number {
  if (isBusinessTime(at, hours)) return at
  return nextBusinessTime(lastBusinessTime(at, hours) - TIME_TO_ACT_MS, hours)
}
