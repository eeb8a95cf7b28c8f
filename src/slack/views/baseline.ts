import type { Alert } from '../../alerting/alert.ts'
import { alertLevel } from '../../alerting/alert-level.ts'
import { inWords } from '../../diagnostics/words.ts'
import { clip, code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, fitMessage, header, LIMITS, section } from '../limits.ts'
import { count, moment } from '../text.ts'
import { entryLineIn } from './entry-line.ts'
import { handlingButtons, handlingLines, handlingOf } from './handling.ts'
import { listedLines } from './listed-lines.ts'
import { failureText } from './read-failures.ts'
import type { Voice } from './voice.ts'
import { LEVEL_MARKS, RECOVERED, statusTally } from './words.ts'

type Baseline = Extract<Alert, { type: 'baseline' }>

const HELP = 'Ask `/interlink list` for all links, `/interlink status &lt;link&gt;` for one.'

/** The first look at everything: what is watched, and what was bad already. One message, edited as that recovers. */
export function renderBaseline(alert: Baseline, voice: Voice): RenderedMessage {
  const handling = handlingOf([], alert.entries)
  const handled = handlingLines(handling, voice)
  const buttons = handlingButtons(handling, voice)
  const total = alert.scopes.reduce((sum, scope) => sum + scope.links, 0)
  const open = alert.entries.filter((entry) => entry.resolvedAt === null)
  const regions = alert.scopes.map((entry) => `${code(entry.scope.region, 40)} (${entry.links})`)
  const statuses = statusTally(alert.statuses)
  const mark = open.length > 0 ? LEVEL_MARKS[alertLevel(alert)].mark : RECOVERED.mark
  const state = badState(alert, open.length)
  const summary = [
    regions.length === 0
      ? 'It was so when the bot first looked. Told here is what this channel has subscribed to.'
      : `Watching ${count(total, 'link')} in ${inWords(regions.slice(0, 20))}.`,
    ...(statuses === null ? [] : [statuses]),
  ]
  const unreadable = [
    ...alert.scopes.filter(({ malformed }) => malformed > 0).map(misunderstood),
    ...alert.unreadable.map(
      (entry) => `${code(entry.scope.region, 40)} cannot be read: ${failureText(entry.failure)}`,
    ),
  ].slice(0, 20)
  const entries = listedLines(alert.entries.map(entryLineIn(voice)), 9000)
  const blocks = fitMessage(
    [
      header(`${mark} ${state}`),
      section([...summary, ...handled].join('\n')),
      ...entries,
      ...(unreadable.length === 0 ? [] : [section(unreadable.join('\n'))]),
    ],
    [
      ...(buttons.length === 0 ? [] : [actions(buttons)]),
      context([`First look, at ${moment(alert.at)}. From now on changes are told as they happen.`, HELP]),
    ],
  )
  const lines = [
    `${mark} ${state}.`,
    ...summary,
    ...handled,
    ...alert.entries.map(entryLineIn(voice)),
    ...unreadable,
  ]
  return { text: clip(lines.join('\n'), LIMITS.fallbackText), blocks }
}

function badState(alert: Baseline, open: number): string {
  if (open > 0) {
    const word = LEVEL_MARKS[alertLevel(alert)].word
    const all = things(alert.entries)
    return open < alert.entries.length
      ? `${word} · ${open} of ${all} still bad`
      : `${word} · ${all} bad at first sight`
  }
  if (alert.entries.length === 0) return 'Now watching InterLink'
  return alert.entries.every((entry) => entry.ending === 'recovered')
    ? 'All that was bad at first sight has recovered'
    : 'All that was bad at first sight is over'
}

/** How many links, and dedicated connections, these are. */
function things(entries: Baseline['entries']): string {
  const connections = entries.filter(({ subject }) => subject === 'connection').length
  const links = entries.length - connections
  const counted = [
    ...(links === 0 ? [] : [count(links, 'link')]),
    ...(connections === 0 ? [] : [count(connections, 'connection')]),
  ]
  return counted.join(' and ')
}

/** Entries of an answer that are no link this version understands: nobody watches them, and nobody should think so. */
function misunderstood({ scope, malformed }: Baseline['scopes'][number]): string {
  const are = malformed === 1 ? 'is' : 'are'
  return `${count(malformed, 'link')} in ${code(scope.region, 40)} could not be understood and ${are} not watched.`
}
