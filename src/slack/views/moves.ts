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

/** "no longer Down, now Configuring": a move that is neither better nor worse. As mrkdwn. */
export function leftBehind({ from, to }: StatusMove): string {
  const now = `now ${statusText(to ?? 'deleted')}`
  if (from === null) return now
  return from === to ? `still ${statusText(from)}` : `no longer ${statusText(from)}, ${now}`
}

/** When something happened that the bot did not watch, as mrkdwn. */
export function inferredText(window: InferredWindow): string {
  return `Changed between ${moment(window.after)} and ${moment(window.before)}, while the bot was not watching.`
}
