import { PictureError } from '../../pictures/render.ts'
import { code, prose } from '../escape.ts'
import { uploadFiles } from '../files.ts'
import type { RenderedMessage } from '../limits.ts'
import { redact } from '../logger.ts'
import { byMention } from '../mentions.ts'
import { renderProblem } from '../views/problem.ts'
import { answerCommand } from './commands.ts'
import { directChannel } from './direct-channel.ts'
import type { Asking, Helpers } from './helpers.ts'

interface Words {
  /** The words of a command whose answer has files. */
  readonly say: string
}

/** Uploads the files of an answer to the channel or thread it is asked in; null when they are there. */
export async function filesHere(
  { say }: Words,
  asking: Asking & { readonly threadTs: string | null },
  helpers: Helpers,
): Promise<RenderedMessage | null> {
  const comment = `${byMention(asking.by)} asked ${code(`/interlink ${say}`, 120)}`
  return send(say, asking, { channel: asking.channel, threadTs: asking.threadTs, comment }, helpers)
}

/** Uploads them to a direct message with whoever asks (`conversations.open`, scope im:write). */
export async function filesToMe({ say }: Words, asking: Asking, helpers: Helpers): Promise<RenderedMessage> {
  const direct = await directChannel(asking.by, helpers)
  if ('text' in direct) return direct
  const place = { channel: direct.channel, threadTs: null, comment: code(`/interlink ${say}`, 120) }
  return (
    (await send(say, asking, place, helpers)) ?? renderProblem('Sent: look at your messages with the bot.')
  )
}

async function send(
  say: string,
  asking: Asking,
  place: Parameters<typeof uploadFiles>[2],
  helpers: Helpers,
): Promise<RenderedMessage | null> {
  const { files, message } = await answerCommand(say, asking, helpers)
  // What was asked for has nothing to draw any more: the answer says why.
  if (files === null) return message
  try {
    const problem = await uploadFiles(helpers.client, await files(), place)
    return problem === null ? null : renderProblem(problem)
  } catch (error) {
    if (!(error instanceof PictureError)) throw error
    helpers.logger.error({ error: redact(error.message) }, 'A picture was not drawn')
    return renderProblem(prose(error.message))
  }
}
