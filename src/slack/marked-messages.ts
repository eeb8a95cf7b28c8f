import type { MessageMetadata } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { findMessage, type MessageMark } from './find-message.ts'
import type { RenderedMessage } from './limits.ts'
import type { MessagePlace } from './ports.ts'
import { NO_UNFURLS, type Place, threadOf } from './posting.ts'
import { sendFailure } from './send-errors.ts'

/** So many searches in a row have to miss a message whose answer was lost before it is posted again. */
const SEARCHES = 2

/** A message may be there and cannot be found yet: nothing is posted until that is known. */
class InDoubtError extends Error {
  override readonly name = 'InDoubtError'
}

/**
 * Messages that are posted once, though the answer to a post may be lost: each has a mark in its metadata that is looked for
 * before it is posted again.
 */
export interface MarkedMessages {
  /**
   * Posts a message of this mark; `isLoud`: seen in the channel too. Null where Slack does not say which message it is. Throws
   * what Slack says.
   */
  post(
    mark: string,
    content: RenderedMessage & { readonly metadata: MessageMetadata },
    place: Place & { readonly isLoud: boolean },
  ): Promise<MessagePlace | null>
  /**
   * A message of this mark that stands there, `since` (ms) or later; null where there is none, so that one may be posted. Throws
   * where that is not known yet.
   */
  find(place: Place, since: number, mark: MessageMark): Promise<MessagePlace | null>
}

/** Makes them; what is in doubt is known to this life alone. */
export function createMarkedMessages(client: WebClient): MarkedMessages {
  /** How many searches have yet to miss a post whose answer was lost, by the mark of the message. */
  const doubts = new Map<string, number>()

  const post: MarkedMessages['post'] = async (mark, content, { channel, parentTs, isLoud }) => {
    const message = { channel, ...NO_UNFURLS, ...content }
    try {
      const posted = await client.chat.postMessage({ ...message, ...threadOf(parentTs, isLoud) })
      doubts.delete(mark)
      return posted.ts === undefined ? null : { channel: posted.channel ?? channel, ts: posted.ts }
    } catch (error) {
      const { type } = sendFailure(error)
      // The message that the thread is under was deleted, or locked: what goes on is told beside it.
      if (type === 'parent_gone' && parentTs !== null)
        return post(mark, content, { channel, parentTs: null, isLoud })
      if (type === 'unknown') doubts.set(mark, SEARCHES)
      throw error
    }
  }

  return {
    post,
    async find({ channel, parentTs }, since, mark) {
      const search = await findMessage(client, { channel, parentTs, since, mark })
      if (search.type === 'found') return { channel, ts: search.ts }
      if (search.type === 'failed') throw new InDoubtError(search.error)
      const left = (doubts.get(mark.value) ?? 0) - 1
      if (left > 0 && search.type === 'not_found') {
        doubts.set(mark.value, left)
        throw new InDoubtError('It does not show yet')
      }
      return null
    },
  }
}
