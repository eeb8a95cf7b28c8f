import { type Alert, alertLevel } from '../../alerting/alert.ts'
import { inWords } from '../../diagnostics/words.ts'
import { worseLevel } from '../../domain/incident.ts'
import { clip, code, plainName } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { capital, count, moment } from '../text.ts'
import { entryLine } from './entry-line.ts'
import { silenceText } from './silence-words.ts'
import type { Voice } from './voice.ts'
import { LEVEL_MARKS, RECOVERED, statusText, UNREAD_MARK } from './words.ts'

type Digest = Extract<Alert, { type: 'digest' }>

/** How the links of a subscription are, once a day: what is bad, what is over, what is silenced, where nothing is seen. */
export function renderDigest(alert: Digest, { naming }: Voice): RenderedMessage {
  const { open, over, silences, blind, subscription } = alert
  const total = Object.values(alert.statuses).reduce((sum, links) => sum + links, 0)
  const worst = open.reduce((level, entry) => worseLevel(entry.level, level), alertLevel(alert))
  const mark = open.length > 0 ? LEVEL_MARKS[worst].mark : blind.length > 0 ? UNREAD_MARK : RECOVERED.mark
  const state =
    open.length > 0 ? `${open.length} of ${count(total, 'link')} bad` : calmly(total, blind.length)
  const of = subscription.filter === '' ? '' : ` · ${plainName(subscription.filter, 60)}`
  const statuses = Object.entries(alert.statuses)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 20)
    .map(([status, links]) => `${links} ${statusText(status)}`)
  const regions = blind.slice(0, 20).map(({ region }) => code(region, 40))
  const summary = [
    ...(statuses.length === 0 ? ['No link fits this subscription.'] : [`${capital(inWords(statuses))}.`]),
    ...(regions.length === 0
      ? []
      : [
          `${UNREAD_MARK} ${inWords(regions)} cannot be read now: its links are shown as they were last seen.`,
        ]),
  ]
  const parts = [
    part('Bad now', open.map(entryLine), 4500),
    part('Over since the last digest', over.map(entryLine), 2500),
    part(
      'Silenced',
      silences.map((silence) => `• ${silenceText(silence, naming)}`),
      2500,
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

function calmly(total: number, blind: number): string {
  return blind > 0
    ? `nothing known to be bad, ${count(blind, 'region')} unread`
    : `all ${count(total, 'link')} well`
}

function part(title: string, lines: readonly string[], characters: number) {
  if (lines.length === 0) return { lines: [], blocks: [] }
  const { blocks, left } = lineSections([`*${title}*`, ...lines], characters)
  const more = left === 0 ? [] : [context([`and ${left} more: see \`/interlink list\``])]
  return { lines: [`${title}:`, ...lines], blocks: [...blocks, ...more] }
}
