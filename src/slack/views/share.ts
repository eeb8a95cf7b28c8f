import type { Button, KnownBlock } from '@slack/types'
import { filesHereButton, filesToMeButton, isSayable, shareAnywayButton, shareButton } from '../actions.ts'
import { code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, fitMessage, LIMITS, section } from '../limits.ts'
import { byMention } from '../mentions.ts'
import { UNREAD_MARK } from './words.ts'

/** Whether people of other organizations or workspaces read a channel, as far as Slack says. */
export type Outsiders = 'none' | 'some' | 'unknown'

const OUTSIDERS_WORDS: Readonly<Record<Exclude<Outsiders, 'none'>, string>> = {
  some: '*People of other organizations or workspaces read this channel.*',
  unknown: '*Slack did not say whether people of other organizations read this channel.*',
}

/** Asks whether an answer is to be shown to people from elsewhere; for whoever wants to share it alone. */
export function askBeforeSharing(outsiders: Exclude<Outsiders, 'none'>, say: string): RenderedMessage {
  const sentence = `${UNREAD_MARK} ${OUTSIDERS_WORDS[outsiders]} All who do would read the answer to ${code(`/interlink ${say}`, 120)}: names, addresses, VPCs, contacts and outages. Nothing was shared so far.`
  return { text: sentence, blocks: fitMessage([section(sentence)], [actions([shareAnywayButton(say)])]) }
}

/** Says why an answer to what was said aloud is seen by whoever asked alone. */
export function withheld(message: RenderedMessage, outsiders: Exclude<Outsiders, 'none'>): RenderedMessage {
  const line = `${OUTSIDERS_WORDS[outsiders]} So this answer is seen by you alone.`
  return message.blocks.length < LIMITS.blocks
    ? { ...message, blocks: [...message.blocks, context([line])] }
    : message
}

/** How an answer may be passed on: `say` are the words of its command. */
export interface Passing {
  readonly say: string
  readonly hasFiles: boolean
  /** Whether others see it already. */
  readonly isShared: boolean
}

/** An answer with the buttons that pass it on; as it is where Slack takes no more of them, or no words as long as those. */
export function withShare(message: RenderedMessage, { say, hasFiles, isShared }: Passing): RenderedMessage {
  if (!isSayable(say)) return message
  const buttons: Button[] = [
    ...(isShared ? [] : [shareButton(say)]),
    ...(hasFiles && isShared ? [filesHereButton(say)] : []),
    ...(hasFiles ? [filesToMeButton(say)] : []),
  ]
  if (buttons.length === 0) return message
  if (message.blocks.length < LIMITS.blocks)
    return { ...message, blocks: beforeSmallPrint(message.blocks, buttons) }
  return message
}

/** Whose answer it is, on one that was passed on. */
export function sharedBy(message: RenderedMessage, by: string, say: string): RenderedMessage {
  const line = `${byMention(by)} asked ${code(`/interlink ${say}`, 120)}`
  return {
    text: `${message.text}\n${line}`,
    blocks: message.blocks.length < LIMITS.blocks ? [...message.blocks, context([line])] : message.blocks,
  }
}

function beforeSmallPrint(blocks: readonly KnownBlock[], buttons: readonly Button[]): KnownBlock[] {
  const last = blocks.at(-1)
  return last?.type === 'context'
    ? [...blocks.slice(0, -1), actions(buttons), last]
    : [...blocks, actions(buttons)]
}
