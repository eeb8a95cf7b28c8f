import type { z } from 'zod'
import type { openStepsValue, stepValue } from '../actions.ts'
import type { RenderedMessage } from '../limits.ts'
import { byMention } from '../mentions.ts'
import { NO_UNFURLS } from '../posting.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRunbookSheet, renderSheetAnswer, stepAnswerText } from '../views/runbook-steps.ts'
import type { Asking, Helpers } from './helpers.ts'
import { privateReply, type Reply, reply } from './reply.ts'

/** For so long a runbook stands once in the thread of a story (ms). */
const ONCE_WITHIN_MS = 7 * 24 * 60 * 60_000

interface Pressing extends Asking {
  readonly threadTs: string | null
  readonly messageTs: string | null
}

/**
 * Opens a runbook in the thread of the alert that its button stands on, for all to work through. Where it stands there
 * already, whoever presses is shown it as it is now.
 */
export async function openSteps(
  { story, link, runbook }: z.infer<typeof openStepsValue>,
  { channel, threadTs, messageTs }: Pressing,
  { runbooks, client, handled, clock }: Helpers,
): Promise<RenderedMessage | null> {
  const answer = await runbooks.open({ story, linkId: link, runbook })
  const pages = renderSheetAnswer(answer, byMention)
  const thread = threadTs ?? messageTs
  const [first] = pages
  if (answer.type === 'refused' || thread === null || channel === '') return first ?? null
  const key = `sheet:${story}:${channel}:${answer.sheet.runbook.name}`
  if (!(await handled.claimOnce(key, clock.now(), ONCE_WITHIN_MS))) return first ?? null
  for (const page of pages)
    await client.chat.postMessage({
      channel,
      thread_ts: thread,
      ...NO_UNFURLS,
      ...page,
    })
  return null
}

/** Done or Undo at a step: the message that it stands in shows what became of it, for all who see it. */
export function markStep(act: 'done' | 'undo') {
  return async (
    { link, page, ...step }: z.infer<typeof stepValue>,
    { by, channel, threadTs }: Pressing,
    { runbooks, client }: Helpers,
  ): Promise<Reply> => {
    const press = { ...step, linkId: link }
    const answer = act === 'done' ? await runbooks.done(press, by) : await runbooks.undo(press)
    const sentence = stepAnswerText(answer, byMention)
    if (answer.type === 'refused') return privateReply(renderProblem(sentence ?? ''))
    if (sentence !== null && channel !== '')
      await client.chat.postEphemeral({
        channel,
        user: by,
        ...(threadTs === null ? {} : { thread_ts: threadTs }),
        ...renderProblem(sentence),
      })
    const sheet = renderRunbookSheet(answer.sheet, byMention)[page]
    return sheet === undefined
      ? privateReply(renderProblem('This part of the runbook is not there any more. Open it again.'))
      : reply(sheet, null)
  }
}
