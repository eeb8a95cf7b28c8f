import type { RespondFn } from '@slack/bolt'
import type { Clock } from '../../domain/clock.ts'
import type { RenderedMessage } from '../limits.ts'
import { patiently } from '../patience.ts'
import { NO_UNFURLS } from '../posting.ts'
import { withShare } from '../views/share.ts'
import type { Answer } from './doorman.ts'
import type { Reply } from './reply.ts'

/** Answers over a `response_url` (5 uses in 30 minutes), which works wherever the person is, a member or not. */
export function byResponseUrl(
  respond: RespondFn,
  threadTs: string | null,
  clock: Clock,
): (answer: Answer) => Promise<unknown> {
  return ({ message, place }) => {
    const answer = {
      response_type: place === 'everyone' ? 'in_channel' : 'ephemeral',
      replace_original: place === 'instead',
      ...(threadTs === null ? {} : { thread_ts: threadTs }),
      ...NO_UNFURLS,
      ...message,
    } as const
    return patiently(() => respond(answer), { clock, isRepeatable: place !== 'everyone' })
  }
}

/** The message of a reply with the buttons that pass it on. `isShared`: others see it already. */
export function passable({ message, say, files }: Reply, isShared: boolean): RenderedMessage {
  return say === null ? message : withShare(message, { say, hasFiles: files !== null, isShared })
}
