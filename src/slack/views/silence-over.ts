import type { Alert } from '../../alerting/alert.ts'
import { alertLevel } from '../../alerting/alert-level.ts'
import { clip, plainName } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, section } from '../limits.ts'
import { capital, count, moment } from '../text.ts'
import { entryLine } from './entry-line.ts'
import { listedLines } from './listed-lines.ts'
import { silenceText, silenceWord } from './silence-words.ts'
import type { Voice } from './voice.ts'
import { CLOSED, LEVEL_MARKS } from './words.ts'

type SilenceOver = Extract<Alert, { type: 'silence_over' }>

/** What a silence held back, summed up once it is over: what is still bad is named first. */
export function renderSilenceOver(alert: SilenceOver, { naming }: Voice): RenderedMessage {
  const { silence, entries } = alert
  const open = entries.filter(({ resolvedAt }) => resolvedAt === null)
  const over = entries.filter(({ resolvedAt }) => resolvedAt !== null)
  const { mark } = open.length > 0 ? LEVEL_MARKS[alertLevel(alert)] : CLOSED
  const what = capital(silenceWord(silence))
  const left = open.length === 0 ? 'nothing is bad now' : `${count(open.length, 'link')} still bad`
  const held =
    entries.length === 0
      ? 'It held nothing back.'
      : `It held back ${count(entries.length, 'alert')}: ${open.length} still bad, ${over.length} over meanwhile.`
  const end = silence.endedBy === null ? '' : `\nEnded by ${naming(silence.endedBy)} before its time.`
  const story = `${silenceText(silence, naming)}\n${held}${end}`
  const lines = [...open, ...over].map(entryLine)
  return {
    text: clip([`${mark} ${what} over: ${left}.`, story, ...lines].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage(
      [
        header(`${mark} ${what} over · ${subjectOf(alert)}: ${left}`),
        section(story),
        ...listedLines(lines, 8000),
      ],
      [
        context([
          `Over since ${moment(silence.endedAt ?? alert.at)}. What no other silence holds back is told as usual again.`,
        ]),
      ],
    ),
  }
}

/** What it was about, in a few plain words: names rather than the id of a link. */
function subjectOf({ silence, entries }: SilenceOver): string {
  const isById = entries.some(({ link }) => silence.filter === `link:${link.id}`)
  const [only, ...more] = entries
  if (!isById || only === undefined) return plainName(silence.filter, 60)
  return more.length === 0 ? plainName(only.link.name, 60) : count(entries.length, 'link')
}
