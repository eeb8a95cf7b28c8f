import type { Alert } from '../../alerting/alert.ts'
import { clip, code, plainName } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, section } from '../limits.ts'
import { count, moment } from '../text.ts'
import { overCause } from './group.ts'
import { CLOSED } from './words.ts'

type Moved = Extract<Alert, { type: 'moved' }>

const NAMED = 10

/**
 * What is left of a message whose links are told with others: which they are, and the cause by which the other message is
 * known.
 */
export function renderMoved({ at, links, ...shared }: Moved): RenderedMessage {
  const [first, ...others] = links
  const what =
    first !== undefined && others.length === 0 ? plainName(first.name, 80) : count(links.length, 'link')
  const named = links.slice(0, NAMED).map((link) => code(link.name, 60))
  const more = links.length > named.length ? ` and ${links.length - named.length} more` : ''
  const story = `${named.join(', ')}${more}: part of what went bad ${overCause(shared, (name) => code(name, 60))}. How it goes on, and who has it, stands in the one message about all of these links.`
  return {
    text: clip(`${CLOSED.mark} Told with others from now on: ${story}`, LIMITS.fallbackText),
    blocks: fitMessage(
      [header(`${CLOSED.mark} Told with others from now on · ${what}`), section(story)],
      [context([`Moved there ${moment(at)}: what is pressed or written here acts there no more.`])],
    ),
  }
}
