import type { KnownBlock } from '@slack/types'
import { isRecovered } from '../../alerting/decision.ts'
import { oneLine } from '../../diagnostics/words.ts'
import type { Link } from '../../domain/link.ts'
import { linkStatus } from '../../domain/status.ts'
import type { OffersAnswer } from '../../remedies/desk.ts'
import type { Offer } from '../../remedies/offers.ts'
import type { LinkRecord } from '../../remedies/records.ts'
import { mentionedNames } from '../../remedies/reorder/names.ts'
import { holdsLink, type Reorder } from '../../remedies/reorder/saga.ts'
import { whereThingsStand } from '../../remedies/reorder/standing.ts'
import { diagnoseButton, sayHereButton } from '../actions.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import { actions, context, fitMessage, header, LIMITS, type RenderedMessage, section } from '../limits.ts'
import { byMention } from '../mentions.ts'
import { askRightsAgainButton, remedyButton, undoContactedButton } from '../remedy-actions.ts'
import { moment } from '../text.ts'
import { notOfferedText, renderRefusal, whomText } from './remedy-words.ts'
import { reorderButtons } from './reorder-progress.ts'
import { statusText, UNREAD_MARK } from './words.ts'
import { writtenLines } from './written-down.ts'

/** What is written down of a link, beside what can be done about it. */
export interface LinkRecords extends LinkRecord {
  /** Its latest deletion, and order again; null where there is none. */
  readonly reorder: Reorder | null
  /** What ordered it in the place of another link; null where nothing did. */
  readonly orderedBy: Reorder | null
}

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
  const { evidence, offers, wait, device, notRead, denied } = answer
  const { link } = evidence
  const names = [link.name, ...link.tags]
  const stale =
    notRead === null
      ? []
      : [
          `${UNREAD_MARK} Shown as last polled: ${prose(notRead.message)} What changes something reads it again first.`,
        ]
  const parts = [
    { title: 'The way out', device, offers: offers.filter(({ isWayOut }) => isWayOut) },
    { title: 'What else can be done', device: null, offers: offers.filter(({ isWayOut }) => !isWayOut) },
  ]
    .map((part) => ({ ...part, withheld: withheldLines(part.offers, offers, names, denied) }))
    .filter(
      ({ offers: some, withheld, device: own }) => some.some(isOpen) || withheld.length > 0 || own !== null,
    )
  const opening = [
    `Status: ${statusText(link.status)}.`,
    ...stale,
    ...(wait === null ? [] : [prose(wait)]),
    ...recordLines(records),
    ...(offers.length === 0 ? ['Nothing is left to be done about it.'] : []),
    ...(isWell(link) && !offers.some(({ isWayOut }) => isWayOut) ? [WELL] : []),
  ]
  const body: KnownBlock[] = parts.flatMap(({ title, device: own, offers: some, withheld }) => [
    section(`*${title}*`),
    ...(own === null
      ? []
      : [section(prose(own)), actions([sayHereButton(`router ${link.id}`, 'Router configuration')])]),
    ...rows(some, link.id, channel),
    ...withheld.map((line) => section(line)),
  ])
  const texts = parts.flatMap(({ device: own, offers: some, withheld }) => [
    ...(own === null ? [] : [`• ${prose(own)}`]),
    ...some.filter(isOpen).map(({ label }) => `• ${label}`),
    ...withheld,
  ])
  return {
    text: clip(
      [`What can be done about ${code(link.name, 120)}.`, ...opening, ...texts].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header(`Fix ${plainName(link.name, 120)}`),
        section(opening.join('\n')),
        ...(denied === null ? [...undoing(records, link.id, channel), ...goingOn(records, link.id)] : []),
        ...body,
      ],
      [
        actions([
          diagnoseButton(link.id),
          ...(offers.some(({ state }) => state.type === 'withheld' && state.because === 'right')
            ? [askRightsAgainButton(link.id, channel)]
            : []),
        ]),
        context([
          'Before anything is done you are shown exactly what will happen. What is done is noted, and told in the thread.',
          `Link id ${code(link.id, 60)}`,
        ]),
      ],
    ),
  }
}

const WELL =
  'Nothing is missing on its path, and every session in use is up: nothing has to be done. Traffic itself is not measured.'

function isWell(link: Link): boolean {
  return linkStatus(link.status) === 'active' && isRecovered(link)
}

/** What was agreed with the partner and with support, and a deletion or order that is under way, as mrkdwn. */
export function recordLines({ reorder, orderedBy, ...written }: LinkRecords): readonly string[] {
  const open = reorder !== null && reorder.standing.type !== 'ended' ? reorder : null
  return [
    ...(open === null
      ? []
      : [
          `${underWay(open)} ${whereThingsStand(open)
            .map((sentence) => prose(sentence, mentionedNames(open)))
            .join(' ')}`,
        ]),
    ...(orderedBy === null ? [] : [orderedLine(orderedBy)]),
    ...writtenLines(written, byMention),
  ]
}

function underWay({ order, standing }: Reorder): string {
  if (standing.type !== 'stopped')
    return order === null ? '*It is being deleted.*' : '*It is being deleted and ordered again.*'
  const what = order === null ? 'Its deletion' : 'Its deletion and new order'
  return `*${what} has stopped: somebody has to go on with it, or give it up.* ${prose(standing.why)}`
}

/** Takes back what was written down of the partner, by mistake. */
function undoing({ contacted }: LinkRecords, link: string, channel: string | null): readonly KnownBlock[] {
  return contacted === null ? [] : [actions([undoContactedButton({ link, at: contacted.at, channel })])]
}

/** The buttons of what stands still, or is not done, of the deletion or order that a link is part of. */
function goingOn({ reorder, orderedBy }: LinkRecords, linkId: string): readonly KnownBlock[] {
  return [reorder, orderedBy]
    .filter((one) => one !== null && (one.standing.type === 'stopped' || holdsLink(one, linkId)))
    .flatMap((one) => (one === null ? [] : reorderButtons(one, linkId)))
}

/** Of a link that is gone: that this bot deleted it, for whom, and what it ordered instead; as mrkdwn. */
export function deletedLine({ old, order, newLinkId, by, startedAt }: Reorder): string {
  const what = `*Deleted by this bot*, as ${byMention(by)} asked at ${moment(startedAt)}`
  return order === null || newLinkId === null
    ? `${what}.`
    : `${what}: ${code(oneLine(order.name), 100)} (${code(newLinkId, 60)}) was ordered in place of ${code(oneLine(old.name), 100)}.`
}

/** Which link it took the place of, and what it still lacks of that; as mrkdwn. */
function orderedLine(reorder: Reorder): string {
  const { old, standing, startedAt } = reorder
  const names = mentionedNames(reorder)
  const stands = standing.type === 'ended' ? [] : whereThingsStand(reorder).slice(1)
  const line = `*Ordered again by this bot* in place of ${code(oneLine(old.name), 100)} (${code(old.id, 60)}), as asked at ${moment(startedAt)}.`
  return [line, ...stands.map((sentence) => prose(sentence, names))].join(' ')
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

/** What one reason withholds: in the part that tells it, which is the first one, and in the other. */
interface Withheld {
  readonly isWayOut: boolean
  readonly here: string[]
  readonly besides: string[]
  /** Whom to ask, as mrkdwn; empty where that is nobody. */
  readonly ask: string
}

/**
 * What of a part is not offered, by the reason: often one is the reason for several. It is said once, for those of the other
 * part as well, in the first part that it withholds something of.
 */
function withheldLines(
  part: readonly Offer[],
  all: readonly Offer[],
  names: readonly string[],
  denied: Extract<OffersAnswer, { type: 'found' }>['denied'],
): readonly string[] {
  const reasons = new Map<string, Withheld>()
  for (const { label, isWayOut, state } of all) {
    if (state.type !== 'withheld') continue
    const ask = state.because === 'permission' && denied !== null ? whomText(denied) : ''
    const known = reasons.get(state.reason) ?? { isWayOut, here: [], besides: [], ask }
    const list = known.isWayOut === isWayOut ? known.here : known.besides
    list.push(label)
    reasons.set(state.reason, known)
  }
  const isHere = part[0]?.isWayOut ?? false
  return [...reasons].flatMap(
    ([
      reason,
      {
        isWayOut,
        here,
        besides: [next, ...more],
        ask,
      },
    ]) => {
      if (part.length === 0 || isWayOut !== isHere) return []
      const labels = next === undefined ? here : [...here, `and besides: ${next}`, ...more]
      return [notOfferedText(labels, reason, { names, ask })]
    },
  )
}
