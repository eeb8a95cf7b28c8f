import type { InferredWindow, StatusMove } from '../../alerting/alert.ts'
import { moment } from '../text.ts'
import { statusText } from './words.ts'

/** "Active → Down", or what became of the link where there was no status before, or is none now. As mrkdwn. */
export function moveText(move: StatusMove): string {
  const { from, to } = move
  if (from === null && to === null) return 'Status unknown'
  if (from === null) return `${statusText(to ?? '')} at first sight`
  if (to === null) return `${statusText(from)} → gone`
  return from === to ? statusText(to) : `${statusText(from)} → ${statusText(to)}`
}

/** When something happened that the bot did not watch, as mrkdwn. */
export function inferredText(window: InferredWindow): string {
  return `Changed between ${moment(window.after)} and ${moment(window.before)}, while the bot was not watching.`
}
