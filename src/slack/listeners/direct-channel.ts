import type { RenderedMessage } from '../limits.ts'
import { sendFailure } from '../send-errors.ts'
import { renderProblem } from '../views/problem.ts'
import type { Helpers } from './helpers.ts'

/** The direct conversation with a person (`conversations.open`, scope im:write); or why there is none, for that person. */
export async function directChannel(
  userId: string,
  { client }: Pick<Helpers, 'client'>,
): Promise<{ readonly channel: string } | RenderedMessage> {
  try {
    const { channel } = await client.conversations.open({ users: userId })
    if (channel?.id !== undefined) return { channel: channel.id }
  } catch (error) {
    const failure = sendFailure(error)
    if (failure.type === 'rejected' && failure.error === 'missing_scope')
      return renderProblem(
        'The file was not sent: the bot may not write to you, since it lacks the scope `im:write`. Install it again with the manifest.',
      )
    if (failure.type === 'unrenderable') throw error
  }
  return renderProblem('Slack did not open a conversation with you just now. Press again in a minute.')
}
