import type { Button } from '@slack/types'
import { z } from 'zod'
import { button, linkButton } from './limits.ts'

/** Ids of the buttons that views make and listeners answer. Messages outlive versions: an id is never given a new meaning. */
export const ACTION_IDS = {
  refreshLink: 'refresh_link',
  showRunbook: 'show_runbook',
  openConsole: 'open_console',
  openDocument: 'open_document',
} as const

/** The value of `refresh_link`: the id of a link. What comes back from Slack is looked at again before it is used. */
export const linkIdValue = z.string().trim().min(1).max(200)

/** The value of `show_runbook`: a status of the API, or the name of a runbook. */
export const runbookValue = z.string().trim().min(1).max(200)

/** Reads the link live and answers with its card. */
export function refreshButton(linkId: string, label = 'Refresh'): Button {
  return button(ACTION_IDS.refreshLink, label, linkId)
}

/** Answers with the runbook of a status, or of that name. */
export function runbookButton(words: string, label = 'Runbook'): Button {
  return button(ACTION_IDS.showRunbook, label, words)
}

/** Opens a page of the Scaleway console; null where the address will not do. */
export function consoleButton(url: string): Button | null {
  return linkButton(ACTION_IDS.openConsole, 'Open console', url)
}

/** Opens a page of Scaleway's documentation; null where the address will not do. */
export function documentButton(url: string): Button | null {
  return linkButton(ACTION_IDS.openDocument, 'Read the document', url)
}
