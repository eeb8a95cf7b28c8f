import type { z } from 'zod'
import type { DeskAnswer } from '../../domain/desk-answer.ts'
import {
  ACTION_IDS,
  linkIdValue,
  linkRunbookValue,
  listPageValue,
  openStepsValue,
  pickedWords,
  ROUTER_ACTION_IDS,
  routerValue,
  runbookValue,
  sayValue,
  silenceIdValue,
  stepValue,
  storyValue,
  subscribeValue,
} from '../actions.ts'
import type { RenderedMessage } from '../limits.ts'
import { renderDeskAnswer } from '../views/desk-answer.ts'
import { LINK_WINDOW_LATE, linkWindow } from '../views/link-window.ts'
import { renderList } from '../views/list.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRouter } from '../views/router.ts'
import { renderRunbookAnswer } from '../views/runbook.ts'
import { askBeforeSharing, sharedBy } from '../views/share.ts'
import { silenceModal } from '../views/silence-modal.ts'
import { filesHere, filesToMe } from './answer-files.ts'
import { answerCommand } from './commands.ts'
import { jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import { statusShown } from './link-shown.ts'
import { outsidersIn } from './outsiders.ts'
import { type KnownPress, type Press, type Pressed, STALE, withValue } from './press.ts'
import { REMEDY_PRESSES } from './remedy-presses.ts'
import { privateReply, type Reply, reply } from './reply.ts'
import { markStep, openSteps } from './runbook-steps.ts'
import { silenceMetadata } from './silence-form.ts'
import { subscribe } from './subscribe.ts'
import { openForm } from './window.ts'

const acting = (
  schema: z.ZodType<string>,
  act: (value: string, by: string, helpers: Helpers) => Promise<DeskAnswer>,
): Press =>
  withValue(schema, async (value, { by }, helpers) => renderDeskAnswer(await act(value, by, helpers)))

/** A button that stands for a command. */
const saying = (schema: z.ZodType<string>, command: (value: string) => string): Press =>
  withValue(schema, (value, pressed, helpers) => answerCommand(command(value), pressed, helpers))

/** Every button that does something. */
export const PRESSES: Readonly<Record<string, KnownPress>> = {
  [ACTION_IDS.refreshLink]: {
    place: 'instead',
    press: withValue(linkIdValue, async (linkId, pressed, helpers) =>
      reply(await statusShown(await helpers.questions.refresh(linkId), pressed, helpers), `status ${linkId}`),
    ),
  },
  [ACTION_IDS.diagnoseLink]: { place: 'thread', press: saying(linkIdValue, (id) => `diagnose ${id}`) },
  [ACTION_IDS.refreshDiagnosis]: { place: 'anew', press: saying(linkIdValue, (id) => `diagnose ${id}`) },
  [ACTION_IDS.showRunbook]: { place: 'asker', press: saying(runbookValue, (words) => `runbook ${words}`) },
  [ACTION_IDS.linkRunbook]: {
    place: 'asker',
    press: withValue(
      linkRunbookValue,
      async ({ link, runbook }, _pressed, { runbooks }) =>
        renderRunbookAnswer(await runbooks.forLink(link, runbook)),
      jsonOf,
    ),
  },
  [ACTION_IDS.openSteps]: { place: 'asker', press: withValue(openStepsValue, openSteps, jsonOf) },
  [ACTION_IDS.stepDone]: { place: 'itself', press: withValue(stepValue, markStep('done'), jsonOf) },
  [ACTION_IDS.stepUndo]: { place: 'itself', press: withValue(stepValue, markStep('undo'), jsonOf) },
  [ACTION_IDS.listPage]: { place: 'instead', press: withValue(listPageValue, listPage, jsonOf) },
  [ACTION_IDS.listPageBack]: { place: 'instead', press: withValue(listPageValue, listPage, jsonOf) },
  [ACTION_IDS.pickLink]: {
    place: 'instead',
    press: async (pressed, helpers) => {
      const words = pickedWords(pressed.blockId, pressed.value)
      return words === null ? privateReply(renderProblem(STALE)) : answerCommand(words, pressed, helpers)
    },
  },
  [ACTION_IDS.routerPart]: { place: 'instead', press: withValue(routerValue, routerPart, jsonOf) },
  ...Object.fromEntries(
    Object.values(ROUTER_ACTION_IDS).map((id) => [
      id,
      { place: 'instead', press: withValue(routerValue, routerPart, jsonOf) } as const,
    ]),
  ),
  [ACTION_IDS.acknowledge]: {
    place: 'asker',
    press: acting(storyValue, (story, by, { desk }) => desk.acknowledge(story, by)),
  },
  [ACTION_IDS.undoAcknowledge]: {
    place: 'asker',
    press: acting(storyValue, (story, by, { desk }) => desk.undoAcknowledge(story, by)),
  },
  [ACTION_IDS.silenceStory]: {
    place: 'asker',
    opensWindow: true,
    press: withValue(storyValue, openSilenceModal),
  },
  [ACTION_IDS.endSilence]: {
    place: 'instead',
    press: acting(silenceIdValue, (id, by, { desk }) => desk.unsilence(id, by)),
  },
  [ACTION_IDS.subscribeAnyway]: {
    place: 'instead',
    press: withValue(
      subscribeValue,
      ({ text }, pressed, helpers) => subscribe(text, pressed, helpers, true),
      jsonOf,
    ),
  },
  [ACTION_IDS.sayHere]: {
    place: 'asker',
    press: withValue(sayValue, ({ say }, pressed, helpers) => answerCommand(say, pressed, helpers), jsonOf),
  },
  [ACTION_IDS.askAboutLink]: {
    place: 'asker',
    opensWindow: true,
    press: async ({ triggerId }, { client }) => {
      const late = await openForm(client, triggerId, linkWindow([]), LINK_WINDOW_LATE)
      return late === null ? null : privateReply(late)
    },
  },
  [ACTION_IDS.shareAnswer]: {
    place: 'everyone',
    press: withValue(
      sayValue,
      async ({ say }, pressed, helpers) => {
        const outsiders = await outsidersIn(pressed.channel, helpers)
        return outsiders === 'none'
          ? shareAnswer(say, pressed, helpers)
          : privateReply(askBeforeSharing(outsiders, say))
      },
      jsonOf,
    ),
  },
  [ACTION_IDS.shareAnyway]: {
    place: 'everyone',
    press: withValue(sayValue, ({ say }, pressed, helpers) => shareAnswer(say, pressed, helpers), jsonOf),
  },
  ...REMEDY_PRESSES,
  [ACTION_IDS.filesHere]: { place: 'asker', press: withValue(sayValue, filesHere, jsonOf) },
  [ACTION_IDS.filesToMe]: { place: 'asker', press: withValue(sayValue, filesToMe, jsonOf) },
}

/** An answer once more, for everyone, with its picture. */
async function shareAnswer(say: string, pressed: Pressed, helpers: Helpers): Promise<Reply> {
  const answer = await answerCommand(say, pressed, helpers)
  const shared = { ...answer, message: sharedBy(answer.message, pressed.by, say) }
  if (answer.files === null) return shared
  // Where the picture cannot be shown, the words are, with the button that shows it once somebody has mended that.
  return (await filesHere({ say }, pressed, helpers)) === null ? { ...shared, files: null } : shared
}

async function listPage(
  { filter, page }: z.infer<typeof listPageValue>,
  _pressed: Pressed,
  { questions, clock }: Helpers,
): Promise<Reply> {
  const message = renderList(await questions.list(filter), clock.now(), page)
  return reply(message, `list ${filter}`.trim())
}

async function routerPart(
  { link, vendor, part }: z.infer<typeof routerValue>,
  _pressed: Pressed,
  { questions, clock }: Helpers,
): Promise<Reply> {
  const say = `router ${link} ${vendor}`
  const message = renderRouter(await questions.router(`${link} ${vendor}`), clock.now(), part)
  return reply(message, say)
}

async function openSilenceModal(
  story: string,
  { channel, threadTs, triggerId }: Pressed,
  { client }: Helpers,
): Promise<RenderedMessage | null> {
  const modal = silenceModal(silenceMetadata({ story, channel: channel || null, threadTs }))
  const late = renderProblem(
    'The window could not be opened in time, and nothing was silenced. Press Silence… again.',
    'Or type `/interlink silence &lt;filter&gt; &lt;duration&gt; [reason]`.',
  )
  return openForm(client, triggerId, modal, late)
}
