import type { WhyAnswer } from '../../queries/why.ts'
import { linkRunbookButton, refreshButton } from '../actions.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, fields, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { byMention, channelText, type Naming } from '../mentions.ts'
import { ago, moment } from '../text.ts'
import { NOWHERE, type Told } from '../told-at.ts'
import { handlingLines, handlingOf } from './handling.ts'
import { silenceText } from './silence-words.ts'
import { snapshotAge } from './snapshot-age.ts'
import { subscriptionText } from './subscriptions.ts'
import { toldIn } from './telling.ts'
import { renderStatusAnswer } from './which-link.ts'
import { foreignStatus, LEVEL_MARKS, RECOVERED, statusText } from './words.ts'

type Found = Extract<WhyAnswer, { type: 'found' }>

/**
 * Why a link was told or not told of: what is open, what holds it back, who hears of it, the latest decisions. `isPartial`:
 * other channels hear of it that are not named.
 */
export function renderWhy(
  answer: WhyAnswer,
  now: number,
  naming: Naming = byMention,
  told: Told = NOWHERE,
  isPartial = false,
): RenderedMessage {
  return answer.type === 'found'
    ? renderFound(answer, now, naming, told, isPartial)
    : renderStatusAnswer(answer, now, 'why')
}

function renderFound(
  { link, incident, silences, alertChannel, subscriptions, reasons, scopes }: Found,
  now: number,
  naming: Naming,
  messages: Told,
  isPartial: boolean,
): RenderedMessage {
  const age = snapshotAge(scopes, now)
  const mark = incident === null ? RECOVERED : LEVEL_MARKS[incident.level]
  const told =
    incident === null
      ? 'No incident of it is open.'
      : `*${mark.word}*, bad since ${moment(incident.firstBadAt)}, ${ago(incident.firstBadAt)}: ${prose(incident.reason.slice(0, 500), [link.name, ...foreignStatus(link.status)])}${incident.rootKey === null ? ' Nothing was told of it so far.' : ''}`
  const handled = incident === null ? [] : handlingLines(handlingOf([incident]), { naming })
  const paged =
    incident === null
      ? []
      : [incident.page === null ? 'Nobody was paged.' : `*Paged* at ${moment(incident.page.at)}.`]
  const where = incident === null ? '' : toldIn(messages.get(incident.id))
  const opening = [told, ...handled, ...paged, ...(where === '' ? [] : [where])].join('\n')
  const silenced = silences.slice(0, 5).map((silence) => `• ${silenceText(silence, naming)}`)
  const heard = subscriptions
    .slice(0, 8)
    .map((one) => `• ${channelText(one.channel)}: ${subscriptionText(one, naming)}`)
  const decided = reasons.map(
    ({ at, reason }) =>
      `• ${moment(at)} ${prose(reason.slice(0, 400), [link.name, ...foreignStatus(link.status)])}`,
  )
  const parts = [
    [
      `*Silences that fit it*${more(silences.length, silenced.length)}`,
      ...(silenced.length === 0 ? ['None.'] : silenced),
    ],
    [
      `*Who is told of it*${more(subscriptions.length, heard.length)}`,
      `• ${channelText(alertChannel)}, always`,
      ...heard,
      ...(isPartial
        ? ['• other channels: to see which, ask with `/interlink why` where you alone read it']
        : []),
    ],
  ]
  const why = lineSections(
    ['*Latest decisions*, newest first', ...(decided.length === 0 ? ['None was recorded so far.'] : decided)],
    5000,
  )
  const title = `${mark.mark === RECOVERED.mark ? '' : `${mark.mark} `}Why ${plainName(link.name, 80)} was told, or not`
  return {
    text: clip(
      [
        `Why ${code(link.name, 80)} was told, or not.`,
        opening,
        ...decided,
        ...parts.flat(),
        ...age.outdated,
      ].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header(title),
        section(opening),
        ...fields([
          ['Status', statusText(link.status)],
          ['Region', code(link.region, 40)],
        ]),
        ...why.blocks,
        ...(why.left === 0 ? [] : [context([`and ${why.left} earlier`])]),
        ...parts.map((lines) => section(lines.join('\n'))),
      ],
      [
        actions([refreshButton(link.id, 'Show the link'), linkRunbookButton(link.id)]),
        context([`Link id ${code(link.id, 60)}. Decisions are of polls, and of what people did.`]),
        ...age.blocks,
      ],
    ),
  }
}

function more(all: number, shown: number): string {
  return all > shown ? ` (${shown} of ${all})` : ''
}
