import type { KnownBlock } from '@slack/types'
import { oneLine } from '../../diagnostics/words.ts'
import type { OffersAnswer } from '../../remedies/desk.ts'
import type { Offer } from '../../remedies/offers.ts'
import type { ContactRecord, TicketRecord } from '../../remedies/ports.ts'
import { contactRecordLine, ticketRecordLine } from '../../remedies/records.ts'
import type { Reorder } from '../../remedies/reorder/saga.ts'
import { whereThingsStand } from '../../remedies/reorder/standing.ts'
import { diagnoseButton } from '../actions.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import { actions, context, fitMessage, header, LIMITS, type RenderedMessage, section } from '../limits.ts'
import { byMention } from '../mentions.ts'
import { remedyButton } from '../remedy-actions.ts'
import { capital, moment } from '../text.ts'
import { renderRefusal, whomText } from './remedy-words.ts'
import { statusText, UNREAD_MARK } from './words.ts'

/** What is written down of a link, beside what can be done about it. */
export interface LinkRecords {
  readonly contacted: ContactRecord | null
  readonly tickets: readonly TicketRecord[]
  /** The latest deletion or order of it; null where there is none. */
  readonly reorder: Reorder | null
}

const MOST_TICKETS = 3

/**
 * All that can be done about a link: what is offered to whoever asks, with its button; what is not, with the reason.
 * `channel` is Slack's id of the one that it was asked in; null in the Home tab.
 */
export function renderFix(
  answer: OffersAnswer,
  records: LinkRecords,
  channel: string | null,
): RenderedMessage {
  if (answer.type === 'refused') return renderRefusal(answer)
  const { evidence, offers, wait, notRead, denied } = answer
  const { link } = evidence
  const names = [link.name, ...link.tags]
  const stale =
    notRead === null
      ? []
      : [
          `${UNREAD_MARK} Shown as last polled: ${prose(notRead.message)} What changes something reads it again first.`,
        ]
  const parts = [
    { title: 'The way out', offers: offers.filter(({ isWayOut }) => isWayOut) },
    { title: 'What else can be done', offers: offers.filter(({ isWayOut }) => !isWayOut) },
  ].filter((part) => part.offers.length > 0)
  const opening = [
    `Status: ${statusText(link.status)}.`,
    ...stale,
    ...(wait === null ? [] : [prose(wait)]),
    ...recordLines(records),
    ...(offers.length === 0 ? ['Nothing is left to be done about it.'] : []),
  ]
  const body: KnownBlock[] = parts.flatMap(({ title, offers: some }) => [
    section(`*${title}*`),
    ...rows(some, link.id, channel),
    ...withheldLines(some, names, denied).map((line) => section(line)),
  ])
  const texts = parts.flatMap(({ offers: some }) => [
    ...some.filter(isOpen).map(({ label }) => `• ${label}`),
    ...withheldLines(some, names, denied),
  ])
  return {
    text: clip(
      [`What can be done about ${code(link.name, 120)}.`, ...opening, ...texts].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [header(`Fix ${plainName(link.name, 120)}`), section(opening.join('\n')), ...body],
      [
        actions([diagnoseButton(link.id)]),
        context([
          'Before anything is done you are shown exactly what will happen. What is done is noted, and told in the thread.',
          `Link id ${code(link.id, 60)}`,
        ]),
      ],
    ),
  }
}

/** What was agreed with the partner and with support, and a deletion or order that is under way, as mrkdwn. */
export function recordLines({ contacted, tickets, reorder }: LinkRecords): readonly string[] {
  const words = { person: byMention, moment, foreign: (text: string) => code(oneLine(text), 100) }
  const open = reorder !== null && reorder.standing.type !== 'ended' ? reorder : null
  return [
    ...(open === null
      ? []
      : [
          `*${open.order === null ? 'It is being deleted' : 'It is being deleted and ordered again'}.* ${whereThingsStand(
            open,
          )
            .map((sentence) => prose(sentence, [open.old.name]))
            .join(' ')}`,
        ]),
    ...(contacted === null ? [] : [contactRecordLine(contacted, words)]),
    ...tickets.slice(0, MOST_TICKETS).map((ticket) => ticketRecordLine(ticket, words)),
  ]
}

function isOpen({ state }: Offer): boolean {
  return state.type !== 'withheld'
}

/** The buttons of what is offered, and of what is shown as code. */
function rows(offers: readonly Offer[], link: string, channel: string | null): readonly KnownBlock[] {
  const open = offers.filter(isOpen)
  if (open.length === 0) return []
  const buttons = open.map(({ remedy, family, label, isDestructive, state }) =>
    remedyButton(
      { link, remedy, family, channel },
      state.type === 'as_code' ? `${label} (as code)` : `${label}…`,
      isDestructive && state.type === 'offered' ? 'danger' : undefined,
    ),
  )
  const reasons = new Set(open.flatMap(({ state }) => (state.type === 'as_code' ? [state.reason] : [])))
  return [...[...reasons].map((reason) => section(prose(reason))), actions(buttons)]
}

/** What is not offered, by the reason: often one is the reason for several. */
function withheldLines(
  offers: readonly Offer[],
  names: readonly string[],
  denied: Extract<OffersAnswer, { type: 'found' }>['denied'],
): readonly string[] {
  const byReason = new Map<string, { labels: string[]; ask: string }>()
  for (const { label, state } of offers) {
    if (state.type !== 'withheld') continue
    const ask = state.because === 'permission' && denied !== null ? whomText(denied) : ''
    const known = byReason.get(state.reason) ?? { labels: [], ask }
    known.labels.push(label)
    byReason.set(state.reason, known)
  }
  return [...byReason].map(
    ([reason, { labels, ask }]) =>
      `_Not offered:_ ${prose(capital(labels.join('; ')), names)}.\n${prose(reason, names)}${ask}`,
  )
}
