import type { Button } from '@slack/types'
import { z } from 'zod'
import { button, linkButton } from './limits.ts'

/** Ids of the buttons that views make and listeners answer. Messages outlive versions: an id is never given a new meaning. */
export const ACTION_IDS = {
  refreshLink: 'refresh_link',
  showRunbook: 'show_runbook',
  openConsole: 'open_console',
  openDocument: 'open_document',
  acknowledge: 'acknowledge',
  undoAcknowledge: 'undo_acknowledge',
  silenceStory: 'silence_story',
  endSilence: 'end_silence',
  subscribeAnyway: 'subscribe_anyway',
} as const

/** The value of `refresh_link`: the id of a link. What comes back from Slack is looked at again before it is used. */
export const linkIdValue = z.string().trim().min(1).max(200)

/** The value of `show_runbook`: a status of the API, or the name of a runbook. */
export const runbookValue = z.string().trim().min(1).max(200)

/** The value of `acknowledge`, `undo_acknowledge` and `silence_story`: the key of a story. */
export const storyValue = z.string().trim().min(1).max(255)

/** The value of `end_silence`: the id of a silence. */
export const silenceIdValue = z.string().trim().min(1).max(200)

/** The value of `subscribe_anyway`: the words that were typed after `subscribe`, which may be none. */
export const subscribeValue = z.object({ text: z.string().max(1500) })

/** Reads the link live and answers with its card. */
export function refreshButton(linkId: string, label = 'Refresh'): Button {
  return button(ACTION_IDS.refreshLink, label, linkId)
}

/** Answers with the runbook of a status, or of that name. */
export function runbookButton(words: string, label = 'Runbook'): Button {
  return button(ACTION_IDS.showRunbook, label, words)
}

/** Takes on every open incident of a story. */
export function acknowledgeButton(story: string): Button {
  return button(ACTION_IDS.acknowledge, 'Acknowledge', story, 'primary')
}

/** Gives them back. */
export function undoAcknowledgeButton(story: string): Button {
  return button(ACTION_IDS.undoAcknowledge, 'Undo acknowledgement', story)
}

/** Opens the modal that silences the links of a story. */
export function silenceButton(story: string): Button {
  return button(ACTION_IDS.silenceStory, 'Silence…', story)
}

/** Ends a silence before its time. */
export function endSilenceButton(silenceId: string): Button {
  return button(ACTION_IDS.endSilence, 'End it now', silenceId)
}

/** Subscribes a channel that is shared with other organizations, by the words that were typed. */
export function subscribeAnywayButton(text: string): Button {
  return button(ACTION_IDS.subscribeAnyway, 'Subscribe anyway', JSON.stringify({ text }), 'danger')
}

/** Opens a page of the Scaleway console; null where the address will not do. */
export function consoleButton(url: string): Button | null {
  return linkButton(ACTION_IDS.openConsole, 'Open console', url)
}

/** Opens a page of Scaleway's documentation; null where the address will not do. */
export function documentButton(url: string): Button | null {
  return linkButton(ACTION_IDS.openDocument, 'Read the document', url)
}
