import type { Button } from '@slack/types'
import { linkRunbookButton, openStepsButton, runbookButton } from '../actions.ts'
import type { Voice } from './voice.ts'

/**
 * The runbook of a message that tells a story: it opens in the thread, to be worked through by all. Without a story it
 * answers whoever presses. `link` is the id of the one link that it is about, `runbook` the name of the one to follow; null
 * for the one that is for the link as it stands when the button is pressed.
 */
export function storyRunbookButton(
  { story }: Pick<Voice, 'story'>,
  about:
    | { readonly link: string; readonly runbook: string | null }
    | { readonly link: null; readonly runbook: string },
): Button {
  if (story !== null) return openStepsButton({ story, ...about }, 'Runbook')
  return about.link === null ? runbookButton(about.runbook) : linkRunbookButton(about.link, about.runbook)
}
