import type { Button } from '@slack/types'
import { z } from 'zod'
import { VENDOR_FACTS, VENDORS, type Vendor } from '../routers/vendors.ts'
import { button, LIMITS, linkButton } from './limits.ts'

/** Ids of the buttons that views make and listeners answer. Messages outlive versions: an id is never given a new meaning. */
export const ACTION_IDS = {
  refreshLink: 'refresh_link',
  diagnoseLink: 'diagnose_link',
  refreshDiagnosis: 'refresh_diagnosis',
  showRunbook: 'show_runbook',
  openConsole: 'open_console',
  openDocument: 'open_document',
  acknowledge: 'acknowledge',
  undoAcknowledge: 'undo_acknowledge',
  silenceStory: 'silence_story',
  endSilence: 'end_silence',
  subscribeAnyway: 'subscribe_anyway',
  shareAnswer: 'share_answer',
  shareAnyway: 'share_anyway',
  filesHere: 'files_here',
  filesToMe: 'files_to_me',
  sayHere: 'say_here',
  homeFilter: 'home_filter',
  askAboutLink: 'ask_about_link',
  linkRunbook: 'link_runbook',
  listPage: 'list_page',
  listPageBack: 'list_page_back',
  pickLink: 'pick_link',
  openSteps: 'open_steps',
  stepDone: 'step_done',
  stepUndo: 'step_undo',
  routerPart: 'router_part',
} as const

/** The button of each router system has an id of its own: no two of one block may have the same. */
export const ROUTER_ACTION_IDS: Readonly<Record<Vendor, string>> = {
  frr: 'router_vendor_frr',
  bird: 'router_vendor_bird',
  ios_xe: 'router_vendor_ios_xe',
  junos: 'router_vendor_junos',
  routeros: 'router_vendor_routeros',
}

/**
 * The value of `refresh_link`, `diagnose_link` and `refresh_diagnosis`: the id of a link. What comes back from Slack is
 * looked at again before it is used.
 */
export const linkIdValue = z.string().trim().min(1).max(200)

/** The value of `show_runbook`: a status of the API, or the name of a runbook. */
export const runbookValue = z.string().trim().min(1).max(200)

/** The value of `link_runbook`: the id of a link, and the name of a runbook where not the first that is for it. */
export const linkRunbookValue = z.object({
  link: z.string().min(1).max(200),
  runbook: z.string().min(1).max(200).nullable(),
})

/** The value of `open_steps`: a story, its link where it has a single one, and the runbook where one was chosen. */
export const openStepsValue = z.object({
  story: z.string().min(1).max(255),
  link: z.string().min(1).max(200).nullable(),
  runbook: z.string().min(1).max(200).nullable(),
})

/** The value of `step_done` and `step_undo`: a step of a runbook opened for a story, and which of its messages this is. */
export const stepValue = z.object({
  story: z.string().min(1).max(255),
  link: z.string().min(1).max(200).nullable(),
  runbook: z.string().min(1).max(200),
  step: z.string().min(1).max(64),
  page: z.number().int().min(0).max(50),
})

/** The value of `list_page` and `list_page_back`: the filter of a list, and the page to show, counted from 1. */
export const listPageValue = z.object({
  filter: z.string().max(1900),
  page: z.number().int().min(1).max(100_000),
})

/** The commands that go on with what is picked in a menu (`pick_link`): the menu's block names one of them. */
const PICKING_COMMANDS = [
  'status',
  'diagnose',
  'why',
  'history',
  'router',
  'runbook',
  'whatif down',
  'vpc',
  'partner',
  'fix',
] as const

export type PickingCommand = (typeof PICKING_COMMANDS)[number]

/** The value of an option of `pick_link`: an id, after `pop:`, `partner:` or `connection:` where it is not a link's. */
const pickValue = z.string().trim().min(1).max(75)

const PICK_BLOCK = 'pick_link:'

/** Words that follow the choice: a period, a router system. The id of a block holds 255 characters. */
const pickAfter = z.string().max(100)

/** The id of the block of a menu `pick_link` whose choice `command` goes on with; what was typed `after` the name follows. */
export function pickBlockId(command: PickingCommand, after = ''): string {
  const fits = after !== '' && pickAfter.safeParse(after).success
  return `${PICK_BLOCK}${command}${fits ? `:${after}` : ''}`
}

/** The words after `/interlink` that a choice in a menu `pick_link` stands for; null for what no version of the bot has made. */
export function pickedWords(blockId: string, value: unknown): string | null {
  const begun = `${blockId}:`
  const command = PICKING_COMMANDS.find((known) => begun.startsWith(`${pickBlockId(known)}:`))
  const picked = pickValue.safeParse(value)
  if (command === undefined || !picked.success) return null
  const after = pickAfter.safeParse(blockId.slice(pickBlockId(command).length + 1))
  return after.success ? `${command} ${picked.data} ${after.data}`.trim() : null
}

/** The value of `acknowledge`, `undo_acknowledge` and `silence_story`: the key of a story. */
export const storyValue = z.string().trim().min(1).max(255)

/** The value of `end_silence`: the id of a silence. */
export const silenceIdValue = z.string().trim().min(1).max(200)

/** The value of `subscribe_anyway`: the words that were typed after `subscribe`, which may be none. */
export const subscribeValue = z.object({ text: z.string().max(1500) })

/** The value of `share_answer`, `share_anyway`, `files_here` and `files_to_me`: the words of a command. */
export const sayValue = z.object({ say: z.string().min(1).max(1900) })

/** Whether a button can carry the words of a command. */
export function isSayable(say: string): boolean {
  return sayValue.safeParse({ say }).success && JSON.stringify({ say }).length <= LIMITS.buttonValue
}

/** Answers a command to whoever presses it. */
export function sayHereButton(say: string, label: string): Button {
  return button(`${ACTION_IDS.sayHere}:${say}`, label, JSON.stringify({ say }))
}

/** Opens the window that asks which link, and what of it. */
export function askAboutLinkButton(): Button {
  return button(ACTION_IDS.askAboutLink, 'Ask about a link…', 'any', 'primary')
}

/** Says an answer again, to everyone in the channel or thread. */
export function shareButton(say: string): Button {
  return button(ACTION_IDS.shareAnswer, 'Share to channel', JSON.stringify({ say }))
}

/** The same where people of other organizations read it too. */
export function shareAnywayButton(say: string): Button {
  return button(ACTION_IDS.shareAnyway, 'Share anyway', JSON.stringify({ say }), 'danger')
}

/** Uploads the files of an answer to where it stands. */
export function filesHereButton(say: string): Button {
  return button(ACTION_IDS.filesHere, 'Show the picture here', JSON.stringify({ say }))
}

/** Uploads the files of an answer to a direct message. */
export function filesToMeButton(say: string): Button {
  return button(ACTION_IDS.filesToMe, 'Send me the picture', JSON.stringify({ say }))
}

/** Reads the link live and answers with its card. */
export function refreshButton(linkId: string, label = 'Refresh'): Button {
  return button(ACTION_IDS.refreshLink, label, linkId)
}

/** Diagnoses the link live, and answers with what was found. */
export function diagnoseButton(linkId: string, label = 'Diagnose'): Button {
  return button(ACTION_IDS.diagnoseLink, label, linkId)
}

/** Diagnoses the link anew, in the place of the diagnosis that it stands under. */
export function refreshDiagnosisButton(linkId: string): Button {
  return button(ACTION_IDS.refreshDiagnosis, 'Refresh', linkId)
}

/** Answers with the runbook of a status, or of that name. */
export function runbookButton(words: string, label = 'Runbook'): Button {
  return button(ACTION_IDS.showRunbook, label, words)
}

/** Answers with the runbook for a link, its facts filled in. */
export function linkRunbookButton(linkId: string, runbook: string | null = null, label = 'Runbook'): Button {
  return button(ACTION_IDS.linkRunbook, label, JSON.stringify({ link: linkId, runbook }))
}

/** Opens a runbook in the thread of a story, with its steps to tick off. */
export function openStepsButton(value: z.infer<typeof openStepsValue>, label = 'Work through it'): Button {
  return button(ACTION_IDS.openSteps, label, JSON.stringify(value))
}

/** Marks a step as done, for all who work on the story. */
export function stepDoneButton(value: z.infer<typeof stepValue>): Button {
  return button(ACTION_IDS.stepDone, 'Done', JSON.stringify(value))
}

/** Takes that back. */
export function stepUndoButton(value: z.infer<typeof stepValue>): Button {
  return button(ACTION_IDS.stepUndo, 'Undo', JSON.stringify(value))
}

/** Shows another page of a list in its place; null where the filter is too long for a button. */
export function listPageButton(
  direction: 'next' | 'previous',
  value: z.infer<typeof listPageValue>,
): Button | null {
  const text = JSON.stringify(value)
  if (text.length > LIMITS.buttonValue || !listPageValue.safeParse(value).success) return null
  // Two buttons of one block may not have the same id.
  return direction === 'next'
    ? button(ACTION_IDS.listPage, 'Next', text)
    : button(ACTION_IDS.listPageBack, 'Previous', text)
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

/** The value of `router_vendor_…` and `router_part`: the id of a link, a router system, and which part of its template. */
export const routerValue = z.object({
  link: linkIdValue,
  vendor: z.enum(VENDORS),
  part: z.number().int().min(1).max(999),
})

/** Shows the template of another router system in place of this one. */
export function routerVendorButton(link: string, vendor: Vendor): Button {
  const value = JSON.stringify({ link, vendor, part: 1 } satisfies z.infer<typeof routerValue>)
  return button(ROUTER_ACTION_IDS[vendor], VENDOR_FACTS[vendor].name, value)
}

/** Shows the next part of a template that one message cannot hold. */
export function routerPartButton(value: z.infer<typeof routerValue>, parts: number): Button {
  return button(ACTION_IDS.routerPart, `Part ${value.part} of ${parts}`, JSON.stringify(value), 'primary')
}

/** Opens a page of the Scaleway console; null where the address will not do. */
export function consoleButton(url: string): Button | null {
  return linkButton(ACTION_IDS.openConsole, 'Open console', url)
}

/** Opens a page of Scaleway's documentation; null where the address will not do. */
export function documentButton(url: string): Button | null {
  return linkButton(ACTION_IDS.openDocument, 'Read the document', url)
}
