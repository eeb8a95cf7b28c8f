import type { Button } from '@slack/types'
import { mayBeMeant } from '../../alerting/acknowledgements.ts'
import type { IncidentEntry } from '../../alerting/alert.ts'
import type { Acknowledgement, HeldBack, Incident } from '../../domain/incident.ts'
import { isMaintenance } from '../../domain/silence.ts'
import type { LinkCard } from '../../queries/answers.ts'
import { acknowledgeButton, silenceButton, undoAcknowledgeButton } from '../actions.ts'
import { code } from '../escape.ts'
import type { Naming } from '../mentions.ts'
import { count, moment } from '../text.ts'
import { silenceText } from './silence-words.ts'
import type { Voice } from './voice.ts'
import { LEVEL_MARKS } from './words.ts'

/** What people have done about one open incident, as its message shows it. */
interface Handled {
  readonly acknowledgement: Acknowledgement | null
  readonly flapping: boolean
  readonly flappingSince: number | null
  readonly heldBack: HeldBack | null
  /** Whether its acknowledgement is taken to say that it was meant so. */
  readonly mayBeMeant: boolean
}

/** The open incidents that a message tells, with what was done about each. */
export type Handling = readonly Handled[]

/**
 * Of incidents and of entries that stand for them; what is over needs nothing any more. What an earlier version put into
 * the outbox may lack all of it.
 */
export function handlingOf(incidents: readonly Incident[], entries: readonly IncidentEntry[] = []): Handling {
  return [
    ...incidents
      .filter(({ resolvedAt }) => resolvedAt === null)
      .map(({ acknowledgement, flapping, heldBack, rule }) => ({
        acknowledgement: acknowledgement ?? null,
        flapping: (flapping ?? null) !== null,
        flappingSince: flapping?.since ?? null,
        heldBack: heldBack ?? null,
        mayBeMeant: mayBeMeant({ rule }),
      })),
    ...entries
      .filter(({ resolvedAt }) => resolvedAt === null)
      .map(({ acknowledgement, flapping, heldBack }) => ({
        acknowledgement: acknowledgement ?? null,
        flapping: flapping ?? false,
        flappingSince: null,
        heldBack: heldBack ?? null,
        mayBeMeant: false,
      })),
  ]
}

/** Its state in words, to follow the word of the level: ", flapping, acknowledged". Plain text; often empty. */
export function handlingWords(handling: Handling): string {
  const all = (is: (one: Handled) => boolean) => handling.length > 0 && handling.every(is)
  return [
    ...(handling.some(({ flapping }) => flapping) ? [', flapping'] : []),
    ...(all(({ heldBack }) => heldBack !== null) ? [', held back'] : []),
    ...(all(({ acknowledgement }) => acknowledgement !== null) ? [', acknowledged'] : []),
  ].join('')
}

/** The same in sentences, one a line, as mrkdwn: who has taken it on until when, what flaps, what is held back and why. */
export function handlingLines(handling: Handling, { naming }: Pick<Voice, 'naming'>): readonly string[] {
  return [...acknowledgedLines(handling, naming), ...flappingLines(handling), ...heldBackLines(handling)]
}

/** Silences of one link that its card tells. */
const MOST_SILENCES = 3

const MEANT_THEN = 'If nothing has been put back by then, it is taken as meant so, and closed.'

function acknowledgedLines(handling: Handling, naming: Naming): readonly string[] {
  const taken = handling.flatMap(({ acknowledgement }) => acknowledgement ?? [])
  const acts = new Map<string, Acknowledgement>()
  for (const one of taken) {
    const act = `${one.by} ${one.at}`
    const known = acts.get(act)
    // Of incidents of several levels the worst lasts shortest: from then on people are reminded again.
    if (known === undefined || one.expiresAt < known.expiresAt) acts.set(act, one)
  }
  const some = taken.length < handling.length ? ` (${taken.length} of ${handling.length} incidents)` : ''
  const meant = taken.length > 0 && handling.every((one) => one.mayBeMeant) ? ` ${MEANT_THEN}` : ''
  return [...acts.values()]
    .slice(0, 3)
    .map(
      ({ by, at, expiresAt }) =>
        `*Acknowledged* by ${naming(by)} at ${moment(at)}, until ${moment(expiresAt)}${some}. No reminders until then.${meant}`,
    )
}

/** Why an incident ended whose link nobody put right, as mrkdwn. */
export function meantText({ acknowledgement }: Pick<Incident, 'acknowledgement'>, naming: Naming): string {
  const by = acknowledgement === null ? '' : ` by ${naming(acknowledgement.by)}`
  return `Meant so: acknowledged${by}, and nothing was put back.`
}

function flappingLines(handling: Handling): readonly string[] {
  const flapping = handling.filter((one) => one.flapping)
  const [first] = flapping
  if (first === undefined) return []
  const since = first.flappingSince === null ? '' : ` since ${moment(first.flappingSince)}`
  const which = handling.length === 1 ? `*Flapping*${since}` : `*Flapping*: ${count(flapping.length, 'link')}`
  return [
    `${which}: up and down again and again. The changes are summed up in the thread, not told one by one.`,
  ]
}

function heldBackLines(handling: Handling): readonly string[] {
  const held = handling.flatMap(({ heldBack }) => heldBack ?? [])
  const [first] = held
  if (first === undefined) return []
  if (handling.length === 1)
    return [`${heldBackText(first)} since ${moment(first.at)}. ${unlessWorse(first)}`]
  const which = held.length === handling.length ? 'all of them' : `${held.length} of them`
  return [
    `${heldBackText(first)} since ${moment(first.at)}: ${which}. They are told aloud only if one gets worse.`,
  ]
}

/**
 * What was done about a link by its card, in lines of mrkdwn: who has taken its incident on, what holds it back, and which
 * other silences or works it has, those to come included.
 */
export function handledLines(
  { incident, silences = [] }: Pick<LinkCard, 'incident' | 'silences'>,
  naming: Naming,
): readonly string[] {
  const lines = incident === null ? [] : handlingLines(handlingOf([incident]), { naming })
  const by = incident?.resolvedAt === null ? incident.heldBack?.by : undefined
  const others = silences.filter(
    (silence) => isMaintenance(silence) || by?.type !== 'silence' || silence.id !== by.silenceId,
  )
  return [...lines, ...others.slice(0, MOST_SILENCES).map((silence) => silenceText(silence, naming))]
}

/** When it is told aloud all the same. Nothing is worse than critical. */
function unlessWorse({ by, level }: HeldBack): string {
  if (by.type === 'tag') return 'Nothing of a link with this tag is told aloud.'
  if (level === 'critical') return 'Nothing of it is told aloud until then.'
  return `It is told aloud only if it gets worse than ${LEVEL_MARKS[level].word.toLowerCase()}.`
}

/** What holds it back, as mrkdwn: until when and why, where a silence does. */
export function heldBackText({ by, until, reason }: HeldBack): string {
  if (by.type === 'tag') return `*Held back* by its tag ${code(by.tag, 60)}`
  const end =
    until === undefined ? '' : until.type === 'recovery' ? ' until it recovers' : ` until ${moment(until.at)}`
  const why = reason == null ? '' : `, for ${code(reason, 200)}`
  return `*Silenced*${end}${why} (${code(by.silenceId, 60)})`
}

/**
 * What can be pressed about it: nothing where all of it is over, or where the message has no story. `silence` is false
 * where there are no links to be silent about.
 */
export function handlingButtons(handling: Handling, { story }: Voice, silence = true): readonly Button[] {
  if (story === null || handling.length === 0) return []
  const taken = handling.filter(({ acknowledgement }) => acknowledgement !== null).length
  return [
    ...(taken < handling.length ? [acknowledgeButton(story)] : []),
    ...(taken > 0 ? [undoAcknowledgeButton(story)] : []),
    ...(silence ? [silenceButton(story)] : []),
  ]
}
