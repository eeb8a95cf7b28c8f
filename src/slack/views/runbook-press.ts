import type { Button } from '@slack/types'
import type { IncidentSubject } from '../../domain/incident.ts'
import { linkRunbookButton, openStepsButton, runbookButton } from '../actions.ts'
import type { Voice } from './voice.ts'

/** The runbook for what links share, where that is what is bad. A link's own follows from its status and findings. */
export const SHARED_RUNBOOKS = {
  connection: 'connection_not_active',
  policy: 'filters',
  scope: 'bot_blind',
} as const satisfies Readonly<Record<Exclude<IncidentSubject['type'], 'link'>, string>>

/** The runbook of an incident about what links share, for whoever presses; null for that of a link. */
export function sharedRunbookButton({ type }: IncidentSubject): Button | null {
  return type === 'link' ? null : runbookButton(SHARED_RUNBOOKS[type])
}

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
