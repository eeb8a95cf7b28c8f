import { compareLevels, type HistoryEntry, type Incident } from '../domain/incident.ts'
import { type Span, spanEnd } from '../domain/span.ts'
import type { AlertSettings } from './settings.ts'

/** What keeps people from being chased about an incident now, beyond what the incident itself remembers. */
export interface Quiet {
  /** Whether its scope cannot be read: nobody can see whether it is still so. */
  readonly blind: boolean
  /** Whether a silence or a tag holds it back. */
  readonly silenced: boolean
}

/** Whether an incident is to be reminded of now, and why. */
export type Reminding =
  | { readonly due: false; readonly reason: string }
  | {
      readonly due: true
      readonly reason: string
      /** Which reminder of the plan it is, from 1: one that comes late stands for those before it. */
      readonly number: number
      /** What the incident is to remember once this one is told. */
      readonly reminders: Incident['reminders']
    }

/**
 * Whether a reminder of an incident is due: of a critical one by `remindCritical`, of an error by `remindError`. All but
 * the last of these durations count from `reminders.from`; the last repeats after them ("5m/15m/30m": at 5, 15, 45, 75
 * minutes). Milder ones are for the digest. A late poll tells one reminder, not several. Pure.
 */
export function reminderDue(
  incident: Incident,
  now: number,
  { timers, hours }: AlertSettings,
  quiet: Quiet,
): Reminding {
  const unneeded = whyNot(incident, quiet)
  if (unneeded !== null) return { due: false, reason: unneeded }
  const { from, count } = incident.reminders
  const plan = incident.level === 'critical' ? timers.remindCritical : timers.remindError
  const number = passedBy(plan, from, now, hours.zone)
  if (number <= count) return { due: false, reason: 'The next reminder is not due yet.' }
  return {
    due: true,
    reason: 'Nobody has acknowledged it, and the next reminder is due.',
    number,
    reminders: { from, count: number },
  }
}

/** An incident of a story that may be reminded of. */
export interface ReminderCase {
  readonly incident: Incident
  readonly quiet: Quiet
}

/** Whether a story is to be reminded of now, and why. */
export type StoryReminding =
  | { readonly due: false; readonly reason: string }
  | {
      readonly due: true
      readonly reason: string
      /** Which reminder of the story's plan it is, from 1. */
      readonly number: number
      /** The incidents it is about: all that nobody has acknowledged, with what each is to remember once it is told. */
      readonly incidents: readonly Incident[]
    }

/**
 * Whether a reminder of incidents that are told as one story is due: a story has one plan, that of the worst of those that
 * somebody may be reminded of. It counts from the latest moment at which one of these got that bad, or was nobody's any more;
 * where none did since it was opened, from the first of them, so that what joins a story does not put off its reminders.
 * Pure.
 */
export function storyReminderDue(
  cases: readonly ReminderCase[],
  now: number,
  settings: AlertSettings,
): StoryReminding {
  const chased = cases.filter(({ incident, quiet }) => whyNot(incident, quiet) === null)
  const worst = chased.filter(({ incident: { level } }) =>
    chased.every((other) => compareLevels(other.incident.level, level) <= 0),
  )
  const [lead] = worst
  if (lead === undefined) return { due: false, reason: 'Nothing of it is anything to be reminded of.' }
  const plan = planOf(worst.map(({ incident }) => incident))
  const { incident } = lead
  const reminding = reminderDue({ ...incident, reminders: plan }, now, settings, lead.quiet)
  if (!reminding.due) return reminding
  return {
    due: true,
    reason: reminding.reason,
    number: reminding.number,
    incidents: chased.map((one): Incident => {
      // What joined the story later goes on by its plan, though what began it may be over.
      if (one.incident.level === incident.level && plan.from <= one.incident.reminders.from)
        return { ...one.incident, reminders: reminding.reminders }
      // Of any other plan, which may be the story's one day, so much counts as told.
      const own = reminderDue(one.incident, now, settings, one.quiet)
      return own.due ? { ...one.incident, reminders: own.reminders } : one.incident
    }),
  }
}

/** What makes the reminders of an incident begin anew, apart from its opening. */
const RESTARTS: ReadonlySet<HistoryEntry['event']> = new Set([
  'worsened',
  'changed',
  'down_again',
  'told_after_all',
  'acknowledgement_expired',
  'acknowledgement_undone',
])

/** The plan that incidents of one level share. */
function planOf(incidents: readonly Incident[]): Incident['reminders'] {
  const restarted = incidents.filter(({ reminders: { from }, history }) =>
    history.some(({ at, event }) => at === from && RESTARTS.has(event)),
  )
  const from =
    restarted.length > 0
      ? Math.max(...restarted.map(({ reminders }) => reminders.from))
      : Math.min(...incidents.map(({ reminders }) => reminders.from))
  const counts = incidents.flatMap(({ reminders }) => (reminders.from === from ? [reminders.count] : []))
  return { from, count: Math.max(...counts) }
}

/** The incident with its reminders beginning anew at `now` (ms): it got worse, was told after all, or nobody has it. */
export function restartReminders<Told extends Incident>(incident: Told, now: number): Told {
  return { ...incident, reminders: { from: now, count: 0 } }
}

/** Why nobody is to be reminded of it; null where somebody may be. */
function whyNot(incident: Incident, { blind, silenced }: Quiet): string | null {
  if (incident.resolvedAt !== null) return 'It is over.'
  if (incident.level !== 'critical' && incident.level !== 'error')
    return `Its level is ${incident.level}: it is for the digest, without reminders.`
  if (incident.rootKey === null) return 'Nothing was told of it that could be reminded of.'
  if (incident.acknowledgement !== null) return 'Somebody has acknowledged it.'
  if (incident.heldBack !== null || silenced) return 'It is held back.'
  if (incident.upSince !== null) return 'It is up again, which is being confirmed.'
  if (incident.flapping !== null) return 'It flaps, and is summed up at times instead.'
  if (blind && incident.subject.type !== 'scope')
    return 'Its region cannot be read, so nobody is chased for what may be over.'
  return null
}

/** How many moments of a plan of reminders have gone by. */
function passedBy(plan: readonly Span[], from: number, now: number, zone: string): number {
  const fixed = plan.slice(0, -1).map((span) => spanEnd(from, span, zone))
  const start = Math.max(from, ...fixed)
  const repeat = plan.at(-1)
  const passed = fixed.filter((at) => at <= now).length
  if (repeat === undefined || now < start) return passed
  if (repeat.unit === 'ms') return passed + Math.floor((now - start) / repeat.ms)
  let repeats = 0
  for (let at = spanEnd(start, repeat, zone); at <= now; at = spanEnd(at, repeat, zone)) repeats += 1
  return passed + repeats
}
