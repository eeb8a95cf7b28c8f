import { code } from '../escape.ts'
import { uploadFiles } from '../files.ts'
import type { RenderedMessage } from '../limits.ts'
import { renderAudit } from '../views/audit.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRefusal } from '../views/remedy-words.ts'
import { directChannel } from './direct-channel.ts'
import { type Asking, type Helpers, namingOf } from './helpers.ts'
import type { TurnedAway } from './press.ts'
import { askerOf } from './remedy-window.ts'

/** What was done and refused: `/interlink audit [filter]`. `words` with mentions as Slack's own tokens. */
export async function audit(words: string, asking: Asking, helpers: Helpers): Promise<RenderedMessage> {
  const page = await helpers.remedies.audit.page(words, askerOf(asking, null))
  return renderAudit(page, await namingOf(page, asking, helpers))
}

/** The same as a file, to a direct message with the operator who asks. `say` is the command's words. */
export async function auditToMe(
  { say }: { readonly say: string },
  asking: Asking,
  helpers: Helpers,
): Promise<RenderedMessage> {
  const words = say.replace(/^audit ?/u, '')
  const answer = await helpers.remedies.audit.file(words, askerOf(asking, null))
  if (answer.type === 'refused') return renderRefusal(answer)
  if (answer.type === 'problem') return renderAudit(answer, (id) => id)
  const direct = await directChannel(asking.by, helpers)
  if ('text' in direct) return direct
  const file = { name: 'interlink-audit.csv', alt: '', content: Buffer.from(answer.csv) }
  const place = { channel: direct.channel, threadTs: null, comment: code(`/interlink ${say}`, 120) }
  const problem = await uploadFiles(helpers.client, [file], place)
  return renderProblem(problem ?? 'Sent: look at your messages with the bot.')
}

/** Notes that somebody asked for the file who may not use the bot. */
export async function auditTurnedAway(
  pressed: TurnedAway,
  reason: string,
  { remedies }: Helpers,
): Promise<void> {
  await remedies.audit.noteRefused(askerOf(pressed, null), reason)
}
