import type { Button, KnownBlock } from '@slack/types'
import { filesHereButton, filesToMeButton, isSayable, shareButton } from '../actions.ts'
import { code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, LIMITS } from '../limits.ts'
import { byMention } from '../mentions.ts'

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
