import type { KnownBlock } from '@slack/types'
import { oneLine } from '../../diagnostics/words.ts'
import { type OpenReorder, type ReorderState, waitsForPerson } from '../../domain/open-reorder.ts'
import { clip, code, prose } from '../escape.ts'
import { context, section } from '../limits.ts'
import type { Naming } from '../mentions.ts'
import { fixButton } from '../remedy-actions.ts'
import { count, localDate } from '../text.ts'
import type { Told } from '../told-at.ts'
import { messageLink } from './telling.ts'
import { UNREAD_MARK } from './words.ts'

const STATES: Readonly<Record<ReorderState['type'], { readonly mark: string; readonly word: string }>> = {
  stopped: { mark: UNREAD_MARK, word: 'Stopped: waits for a person' },
  held: { mark: '⏸', word: 'Held back' },
  waiting: { mark: '⏳', word: 'Waits' },
  running: { mark: '▶', word: 'Under way' },
}

/** Those that are named where there is no room for all, and the characters of each, as markup: much of that is not seen. */
const MOST = 5
const CHARACTERS = 550

/** What is done to a link, as mrkdwn, to follow an article: "deletion and new order of `paris-a`". */
export function reorderText({
  isOrder,
  link,
}: {
  readonly isOrder: boolean
  readonly link: { readonly name: string }
}): string {
  return `${isOrder ? 'deletion and new order' : 'deletion'} of ${code(oneLine(link.name), 120)}`
}

/** How one stands, for how long, in whose hands, with what leads to its message; and why. As mrkdwn. */
function openReorderText(reorder: OpenReorder, naming: Naming, told: Told): string {
  const { id, link, by, state } = reorder
  const { mark, word } = STATES[state.type]
  const [message] = told.get(id) ?? []
  const leads = message === undefined ? '' : ` · ${messageLink(message)}`
  const line = `${mark} *${word}* ${reorderText(reorder)} in ${code(link.region, 20)} · since ${localDate(state.since)} · in the hands of ${naming(by)}${leads}`
  const why = state.type === 'running' ? '' : `\n${prose(state.why.slice(0, 200), [link.name])}`
  return clip(`${line}${why}`, CHARACTERS)
}

/** How many there are, and how many of them somebody has to do something about; empty for none. */
export function openReordersTitle(reorders: readonly OpenReorder[]): string {
  if (reorders.length === 0) return ''
  const all = `${count(reorders.length, 'deletion or order has', 'deletions and orders have')} not ended`
  const waits = reorders.filter(waitsForPerson).length
  return waits === 0 ? all : `${all}, ${count(waits, 'waits', 'wait')} for a person`
}

/** The first of them, each with a button that leads to what can be done; `lines` say the same. */
export function openReorderSections(
  reorders: readonly OpenReorder[],
  naming: Naming,
  told: Told,
): { readonly blocks: readonly KnownBlock[]; readonly lines: readonly string[] } {
  const shown = reorders
    .slice(0, MOST)
    .map((one) => ({ text: openReorderText(one, naming, told), linkId: one.link.id }))
  const left = reorders.length - shown.length
  const more = left === 0 ? [] : [`and ${left} more: ask \`/interlink fix\` of each link`]
  return {
    blocks: [
      ...shown.map(({ text, linkId }) => section(text, fixButton(linkId))),
      ...more.map((line) => context([line])),
    ],
    lines: [...shown.map(({ text }) => text), ...more],
  }
}
