import type { OpenReorder } from '../domain/open-reorder.ts'
import type { Logger } from './logger.ts'
import { redact } from './logger.ts'
import type { MessagePlace, StoryMessages } from './ports.ts'

/** A message that tells an incident, and the address that leads whoever may read its channel to it. */
export interface TellingMessage {
  readonly channel: string
  readonly url: string
}

/** The messages that tell incidents, by the incidents' ids, a story's first message first; and those that show reorders, by theirs. */
export type Told = ReadonlyMap<string, readonly TellingMessage[]>

/**
 * Finds the messages that tell incidents, by the incidents' ids, and addresses those that show reorders. Never throws: an
 * answer does without links as well.
 */
export type ToldAt = (
  incidentIds: readonly string[],
  reorders?: readonly Pick<OpenReorder, 'id' | 'shownIn'>[],
) => Promise<Told>

/** Where nobody looked: nothing is linked. */
export const NOWHERE: Told = new Map()

/** Looks incidents up among the stored messages. `workspaceUrl` is the `url` of auth.test; null where it is not known. */
export function createToldAt(parts: {
  readonly stories: Pick<StoryMessages, 'messagesOfIncidents'>
  readonly workspaceUrl: string | null
  readonly logger: Logger
}): ToldAt {
  const { stories, workspaceUrl, logger } = parts
  const find = async (incidentIds: readonly string[]) => {
    if (incidentIds.length === 0) return []
    try {
      return [...(await stories.messagesOfIncidents(incidentIds))]
    } catch (error) {
      logger.warn({ error: redact(String(error)) }, 'The messages of incidents were not found for an answer')
      return []
    }
  }
  return async (incidentIds, reorders = []) => {
    if (workspaceUrl === null) return NOWHERE
    const shown = reorders.flatMap(({ id, shownIn }) => (shownIn === null ? [] : [[id, [shownIn]] as const]))
    const places = [...(await find(incidentIds)), ...shown]
    if (places.length === 0) return NOWHERE
    return new Map(
      places.map(([id, messages]) => [id, messages.flatMap((place) => telling(workspaceUrl, place))]),
    )
  }
}

function telling(workspaceUrl: string, place: MessagePlace): readonly TellingMessage[] {
  const url = permalink(workspaceUrl, place)
  return url === null ? [] : [{ channel: place.channel, url }]
}

/**
 * The address of a message, as `chat.getPermalink` answers it
 * (https://docs.slack.dev/reference/methods/chat.getPermalink): it holds ids alone, and Slack shows what is there to those
 * who may read the channel. Null where one of them is no id of Slack's.
 */
export function permalink(workspaceUrl: string, { channel, ts }: MessagePlace): string | null {
  const isWhole = /^[CGD][A-Z0-9]{1,30}$/u.test(channel) && /^\d{1,15}\.\d{6}$/u.test(ts)
  if (!isWhole || !URL.canParse(workspaceUrl)) return null
  return new URL(`/archives/${channel}/p${ts.replace('.', '')}`, workspaceUrl).href
}
