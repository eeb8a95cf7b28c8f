import { ACTION_IDS, type PickingCommand, pickBlockId } from '../actions.ts'
import { clip } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, LIMITS, plainText, section } from '../limits.ts'

/** Asks which link `command` is to go on with, by a menu that looks links up. `usage` is how it is typed, as mrkdwn. */
export function renderLinkWanted(command: PickingCommand, usage: string): RenderedMessage {
  const sentence = `Which link? Name it: ${usage}.`
  const advice = '`/interlink list` shows all of them.'
  return {
    text: clip(`${sentence} ${advice}`, LIMITS.fallbackText),
    blocks: [
      section(sentence),
      {
        type: 'actions',
        block_id: pickBlockId(command),
        elements: [
          {
            type: 'external_select',
            action_id: ACTION_IDS.pickLink,
            placeholder: plainText('Type a name, an id or a status', LIMITS.placeholder),
            min_query_length: 0,
          },
        ],
      },
      context([advice]),
    ],
  }
}
