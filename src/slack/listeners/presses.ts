import {
  ACTION_IDS,
  linkIdValue,
  runbookValue,
  silenceIdValue,
  storyValue,
  subscribeValue,
} from '../actions.ts'
import type { RenderedMessage } from '../limits.ts'
import { sendFailure } from '../send-errors.ts'
import { renderDeskAnswer } from '../views/desk-answer.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRunbookAnswer } from '../views/runbook.ts'
import { silenceModal } from '../views/silence-modal.ts'
import { renderStatusAnswer } from '../views/which-link.ts'
import type { Asking, Helpers } from './helpers.ts'
import { silenceMetadata } from './silence-form.ts'
import { subscribe } from './subscribe.ts'

/** A button that was pressed. Its value is foreign by the time it comes back. */
export interface Pressed extends Asking {
  readonly value: string | undefined
  /** Opens a modal within 3 s. */
  readonly triggerId: string
  readonly threadTs: string | null
}

/** What a button does; null where there is nothing to answer. */
type Press = (pressed: Pressed, helpers: Helpers) => Promise<RenderedMessage | null>

/** The answer to what only another version of the bot can have made. */
export const STALE =
  'This button is from another version of the bot, and nothing was done. Ask again with `/interlink`.'

/** Reads a button's value as JSON where it is some; what is none reads as nothing. */
function jsonOf(value: string | undefined): unknown {
  try {
    return JSON.parse(value ?? '')
  } catch {
    return null
  }
}

/** Every button that does something. `replacesOwnAnswer`: its answer takes the place of the answer it stands on. */
export const PRESSES: Readonly<
  Record<string, { readonly press: Press; readonly replacesOwnAnswer: boolean }>
> = {
  [ACTION_IDS.refreshLink]: {
    replacesOwnAnswer: true,
    press: async ({ value }, { queries, clock }) => {
      const linkId = linkIdValue.safeParse(value)
      if (!linkId.success) return renderProblem(STALE)
      return renderStatusAnswer(await queries.refresh(linkId.data), clock.now())
    },
  },
  [ACTION_IDS.showRunbook]: {
    replacesOwnAnswer: false,
    press: async ({ value }, { queries }) => {
      const words = runbookValue.safeParse(value)
      return words.success ? renderRunbookAnswer(queries.runbook(words.data)) : renderProblem(STALE)
    },
  },
  [ACTION_IDS.acknowledge]: {
    replacesOwnAnswer: false,
    press: async ({ value, by }, { desk }) => {
      const story = storyValue.safeParse(value)
      return story.success ? renderDeskAnswer(await desk.acknowledge(story.data, by)) : renderProblem(STALE)
    },
  },
  [ACTION_IDS.undoAcknowledge]: {
    replacesOwnAnswer: false,
    press: async ({ value, by }, { desk }) => {
      const story = storyValue.safeParse(value)
      return story.success
        ? renderDeskAnswer(await desk.undoAcknowledge(story.data, by))
        : renderProblem(STALE)
    },
  },
  [ACTION_IDS.silenceStory]: { replacesOwnAnswer: false, press: openSilenceModal },
  [ACTION_IDS.endSilence]: {
    replacesOwnAnswer: true,
    press: async ({ value, by }, { desk }) => {
      const id = silenceIdValue.safeParse(value)
      return id.success ? renderDeskAnswer(await desk.unsilence(id.data, by)) : renderProblem(STALE)
    },
  },
  [ACTION_IDS.subscribeAnyway]: {
    replacesOwnAnswer: true,
    press: async (pressed, helpers) => {
      const typed = subscribeValue.safeParse(jsonOf(pressed.value))
      return typed.success ? subscribe(typed.data.text, pressed, helpers, true) : renderProblem(STALE)
    },
  },
}

async function openSilenceModal(pressed: Pressed, { client }: Helpers): Promise<RenderedMessage | null> {
  const story = storyValue.safeParse(pressed.value)
  if (!story.success) return renderProblem(STALE)
  const { channel, threadTs } = pressed
  try {
    await client.views.open({
      trigger_id: pressed.triggerId,
      view: silenceModal(silenceMetadata({ story: story.data, channel, threadTs })),
    })
    return null
  } catch (error) {
    const failure = sendFailure(error)
    if (failure.type === 'unrenderable' || failure.type === 'parent_gone') throw error
    // A trigger lives for 3 s (https://docs.slack.dev/surfaces/modals): whoever was slow, another press has a new one.
    return renderProblem(
      'The window could not be opened in time, and nothing was silenced. Press Silence… again.',
      'Or type `/interlink silence &lt;filter&gt; &lt;duration&gt; [reason]`.',
    )
  }
}
