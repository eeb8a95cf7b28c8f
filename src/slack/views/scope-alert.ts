import type { Alert } from '../../alerting/alert.ts'
import { clip, code, plainName } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, fields, fitMessage, header, LIMITS, section } from '../limits.ts'
import { ago, duration, moment, utc } from '../text.ts'
import { handlingButtons, handlingLines, handlingOf, handlingWords } from './handling.ts'
import { historySections } from './history.ts'
import { failureText, READ_ADVICE } from './read-failures.ts'
import type { Voice } from './voice.ts'
import { CLOSED, LEVEL_MARKS, RECOVERED } from './words.ts'

type ScopeAlert = Extract<Alert, { type: 'scope' }>
type ScopeLine = Extract<Alert, { type: 'scope_line' }>

const BLIND =
  'Nothing is known of its links meanwhile: open incidents stay as they were last seen, and none is closed.'

/** A region that cannot be read: the bot is blind there. A message that is edited when it can see again. */
export function renderScopeAlert(alert: ScopeAlert, voice: Voice): RenderedMessage {
  const { incident, scope, failure } = alert
  const handling = handlingOf([incident])
  const handled = handlingLines(handling, voice)
  const buttons = handlingButtons(handling, voice, false)
  const region = code(scope.region, 40)
  const over = incident.resolvedAt !== null
  const unwatched = incident.ending === 'unwatched'
  const level = unwatched ? CLOSED : over ? RECOVERED : LEVEL_MARKS[incident.level]
  const state = unwatched ? 'is no longer watched' : over ? 'can be read again' : 'cannot be read'
  const good = incident.lastGoodAt === null ? 'never' : moment(incident.lastGoodAt)
  const lasted = duration((incident.resolvedAt ?? incident.firstBadAt) - incident.firstBadAt)
  const story = unwatched
    ? `${region} is not configured any more. It could not be read for ${lasted} before that.`
    : over
      ? `${region} was unreadable for ${lasted}. What changed meanwhile is told as such.`
      : `The bot is blind in ${region}. ${BLIND}\n${failureText(failure)}`
  const blocks = fitMessage(
    [
      header(
        `${level.mark} ${level.word}${handlingWords(handling)} · ${plainName(scope.region, 40)} ${state}`,
      ),
      section([story, ...handled].join('\n')),
      ...fields([
        ['Last good poll', good],
        ['First failed poll', `${moment(incident.firstBadAt)}${over ? '' : `\n${ago(incident.firstBadAt)}`}`],
        ...(incident.resolvedAt === null
          ? []
          : ([[unwatched ? 'Not watched since' : 'Read again', moment(incident.resolvedAt)]] as const)),
      ]),
      ...(over ? [] : [section(`*What to do next*\n${READ_ADVICE[failure.reason]}`)]),
      ...historySections(incident, voice),
    ],
    [...(buttons.length === 0 ? [] : [actions(buttons)]), context([`Told ${moment(alert.at)}`])],
  )
  const lines = [
    `${level.mark} ${level.word}${handlingWords(handling)}: ${region} ${state}.`,
    story,
    ...handled,
    ...(over ? [] : [`First failed poll ${utc(incident.firstBadAt)}.`, READ_ADVICE[failure.reason]]),
  ]
  return { text: clip(lines.join('\n'), LIMITS.fallbackText), blocks }
}

/** One change in the story of an unreadable region, as a line of its thread. */
export function renderScopeLine(alert: ScopeLine): RenderedMessage {
  const { incident, scope, failure } = alert
  const region = code(scope.region, 40)
  const level = LEVEL_MARKS[incident.level]
  const lasted = duration((incident.resolvedAt ?? alert.at) - incident.firstBadAt)
  const text =
    alert.event === 'recovered'
      ? `${RECOVERED.mark} *${RECOVERED.word} after ${lasted}.* ${region} can be read again.`
      : `${level.mark} *${level.word}: worse.* ${region} cannot be read since ${moment(incident.firstBadAt)}.\n${failureText(failure)}\n${READ_ADVICE[failure.reason]}`
  return {
    text: clip(text, LIMITS.fallbackText),
    blocks: fitMessage([section(text)], [context([`Seen ${moment(alert.at)}`])]),
  }
}
