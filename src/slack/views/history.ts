import type { SectionBlock } from '@slack/types'
import type { HistoryEntry, Incident } from '../../domain/incident.ts'
import { lineSections } from '../limits.ts'
import { moment } from '../text.ts'
import type { Voice } from './voice.ts'
import { statusText } from './words.ts'

const EVENT_WORDS: Readonly<Record<HistoryEntry['event'], string>> = {
  opened: 'bad',
  worsened: 'worse',
  changed: 'changed',
  up: 'up again',
  down_again: 'down again',
  over: 'over',
  flapping: 'flapping',
  steady: 'steady again',
  acknowledged: 'acknowledged',
  acknowledgement_undone: 'acknowledgement undone',
  acknowledgement_expired: 'acknowledgement expired',
  reminded: 'reminder',
  paged: 'paged',
  held_back: 'held back',
  told_after_all: 'told after all',
}

const HISTORY_CHARACTERS = 2800

/** What happened so far, where the message is told anew: oldest first, and the latest where not all fits. */
export function historySections(incident: Incident, voice: Voice): SectionBlock[] {
  // What an earlier version put into the outbox has no history.
  const history = voice.history ? (incident.history ?? []) : []
  if (history.length === 0) return []
  const lines = history.map((entry) => `• ${historyLine(entry, voice)}`)
  const kept = latest(lines, HISTORY_CHARACTERS)
  const left = lines.length - kept.length
  const title = left === 0 ? '*What happened so far*' : `*What happened so far* (${left} earlier left out)`
  return lineSections([title, ...kept], HISTORY_CHARACTERS + 200).blocks
}

function historyLine({ at, event, status, by }: HistoryEntry, { naming }: Voice): string {
  const state = status === null ? '' : `: ${statusText(status)}`
  return `${moment(at)} ${EVENT_WORDS[event]}${state}${by === null ? '' : `, by ${naming(by)}`}`
}

function latest(lines: readonly string[], characters: number): readonly string[] {
  let room = characters
  const first = lines.findLastIndex((line) => {
    room -= line.length + 1
    return room < 0
  })
  return lines.slice(first + 1)
}
