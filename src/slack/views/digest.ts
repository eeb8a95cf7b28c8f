import type { Alert } from '../../alerting/alert.ts'
import { alertLevel } from '../../alerting/alert-level.ts'
import type { SharedEntry } from '../../alerting/digest.ts'
import { inWords } from '../../diagnostics/words.ts'
import { worseLevel } from '../../domain/incident.ts'
import { waitsForPerson } from '../../domain/open-reorder.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, section } from '../limits.ts'
import { count, moment } from '../text.ts'
import { NOWHERE, type Told } from '../told-at.ts'
import { entryLine } from './entry-line.ts'
import { listedLines } from './listed-lines.ts'
import { openReorderSections } from './open-reorders.ts'
import { silenceText } from './silence-words.ts'
import { messageLink } from './telling.ts'
import type { Voice } from './voice.ts'
import { CLOSED, LEVEL_MARKS, RECOVERED, statusTally, UNREAD_MARK } from './words.ts'

type Digest = Extract<Alert, { type: 'digest' }>

/** How a subscription's links and what they share are, once a day: what is bad, what is over, what is silenced, where nothing is seen. */
export function renderDigest(alert: Digest, { naming, told = NOWHERE }: Voice): RenderedMessage {
  const { open, over, shared, silences, blind, milder, reorders, subscription } = alert
  const total = Object.values(alert.statuses).reduce((sum, links) => sum + links, 0)
  const sharedOpen = shared.filter(({ resolvedAt }) => resolvedAt === null)
  const bad = [...sharedOpen, ...open]
  const worst = bad.reduce((level, entry) => worseLevel(entry.level, level), alertLevel(alert))
  const waits = reorders.filter(waitsForPerson).length
  const mark =
    bad.length > 0
      ? LEVEL_MARKS[worst].mark
      : blind.length > 0
        ? UNREAD_MARK
        : waits > 0
          ? LEVEL_MARKS.warning.mark
          : milder > 0
            ? LEVEL_MARKS.info.mark
            : RECOVERED.mark
  const waiting =
    waits === 0
      ? ''
      : `, ${count(waits, 'deletion or order waits', 'deletions and orders wait')} for a person`
  const state = `${bad.length > 0 ? badly(alert, total, sharedOpen) : calmly(alert, total)}${waiting}`
  const of = subscription.filter === '' ? '' : ` · ${plainName(subscription.filter, 60)}`
  const regions = blind.slice(0, 20).map(({ region }) => code(region, 40))
  const summary = [
    statusTally(alert.statuses) ?? 'No link fits this subscription.',
    ...(regions.length === 0
      ? []
      : [
          `${UNREAD_MARK} ${inWords(regions)} cannot be read now: its links are shown as they were last seen.`,
        ]),
    ...(milder === 0
      ? []
      : [
          `${count(milder, 'more incident is', 'more incidents are')} open that ${milder === 1 ? 'is' : 'are'} milder than ${subscription.minLevel}, from which on this channel subscribed: see \`/interlink list\`.`,
        ]),
  ]
  const sharedOver = shared.filter(({ resolvedAt }) => resolvedAt !== null)
  const parts = [
    part(
      'Bad now',
      [...sharedOpen.map(linked(sharedLine, told)), ...open.map(linked(entryLine, told))],
      4500,
    ),
    part(
      'Deletions and orders that have not ended',
      openReorderSections(reorders, naming, told).lines,
      2500,
      '/interlink incidents',
    ),
    part(
      'Over since the last digest',
      [...sharedOver.map(linked(sharedLine, told)), ...over.map(linked(entryLine, told))],
      2500,
    ),
    part(
      'Silenced',
      silences.map((silence) => `• ${silenceText(silence, naming)}`),
      2500,
      '/interlink silences',
    ),
  ]
  return {
    text: clip(
      [`${mark} Digest: ${state}.`, ...summary, ...parts.flatMap(({ lines }) => lines)].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header(`${mark} Digest · ${state}${of}`),
        section(summary.join('\n')),
        ...parts.flatMap(({ blocks }) => blocks),
      ],
      [context([`As of ${moment(alert.at)}. This channel subscribed: \`/interlink subscriptions\`.`])],
    ),
  }
}

/** A line with what leads to the message of its incident, where that is told in the digest's channel. */
function linked<Entry extends { readonly incidentId: string }>(line: (entry: Entry) => string, told: Told) {
  return (entry: Entry): string => {
    const [message] = told.get(entry.incidentId) ?? []
    return message === undefined ? line(entry) : `${line(entry)} (${messageLink(message)})`
  }
}

function badly({ open }: Digest, total: number, shared: readonly SharedEntry[]): string {
  const sharing = (['scope', 'connection', 'policy'] as const).flatMap((subject) => {
    const bad = shared.filter((entry) => entry.subject === subject).length
    return bad === 0 ? [] : [count(bad, SUBJECTS[subject].one, SUBJECTS[subject].many)]
  })
  const links = open.length === 0 ? [] : [`${open.length} of ${count(total, 'link')}`]
  return `${inWords([...links, ...sharing])} bad`
}

function calmly({ blind, milder }: Digest, total: number): string {
  if (blind.length > 0) return `nothing known to be bad, ${count(blind.length, 'region')} unread`
  if (milder > 0) return `nothing bad but ${milder} milder`
  return total === 0 ? 'no link fits' : `all ${count(total, 'link')} well`
}

const SUBJECTS: Readonly<
  Record<SharedEntry['subject'], { readonly one: string; readonly many: string; readonly title: string }>
> = {
  scope: { one: 'unreadable region', many: 'unreadable regions', title: 'Region' },
  connection: { one: 'connection', many: 'connections', title: 'Dedicated connection' },
  policy: { one: 'routing policy', many: 'routing policies', title: 'Routing policy' },
}

/** Something that links share, with how it stands now, as mrkdwn. */
function sharedLine(entry: SharedEntry): string {
  const { subject, name, region, level, reason, firstBadAt, resolvedAt, ending } = entry
  const { mark, word } = LEVEL_MARKS[level]
  const where = subject === 'scope' ? '' : ` in ${code(region, 40)}`
  const what = `${SUBJECTS[subject].title} ${code(name, 60)}${where}`
  const why = prose(reason.slice(0, 200), [name])
  if (resolvedAt === null) {
    const handled = entry.acknowledgement === null ? '' : ', acknowledged'
    return `${mark} *${word}${handled}* ${what}: ${why} Since ${moment(firstBadAt)}.`
  }
  if (ending === 'told_once') return `${mark} *${word}* ${what}: ${why} At ${moment(resolvedAt)}.`
  const over = ending === 'recovered' ? RECOVERED : CLOSED
  return `${over.mark} *${over.word}* ${what}, at ${moment(resolvedAt)} (was ${word.toLowerCase()})`
}

function part(title: string, lines: readonly string[], characters: number, command?: string) {
  if (lines.length === 0) return { lines: [], blocks: [] }
  return {
    lines: [`${title}:`, ...lines],
    blocks: listedLines([`*${title}*`, ...lines], characters, command),
  }
}
