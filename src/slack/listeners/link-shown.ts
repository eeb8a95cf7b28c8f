import type { StatusAnswer } from '../../queries/answers.ts'
import type { DiagnoseAnswer } from '../../queries/diagnose.ts'
import { type Asker, heldBack } from '../../remedies/authorise.ts'
import { isEnded, type Reorder } from '../../remedies/reorder/saga.ts'
import { clip } from '../escape.ts'
import { fitMessage, LIMITS, type RenderedMessage, section } from '../limits.ts'
import { byMention } from '../mentions.ts'
import { deletedLine, type LinkRecords, recordLines, renderFix } from '../views/fix.ts'
import { renderLinkCard } from '../views/link-card.ts'
import { renderReorder } from '../views/reorder-progress.ts'
import { renderStatusAnswer } from '../views/which-link.ts'
import { type Asking, type Helpers, namingOf } from './helpers.ts'
import { toldTo } from './naming-channels.ts'
import { askerOf } from './remedy-window.ts'
import { privateReply, type Reply } from './reply.ts'

/** What can be done about the link that the words name, for whoever asks. */
export async function fix(words: string, asking: Asking, helpers: Helpers): Promise<Reply> {
  const { questions, clock } = helpers
  const found = await questions.status(words)
  if (found.type !== 'found')
    return privateReply(await withDeletion(found, renderStatusAnswer(found, clock.now(), 'fix'), helpers))
  return privateReply(await fixShown(found.card.evidence.link.id, askerOf(asking, null), helpers))
}

/** The card of a link, with what is written down of it; or which link may be meant. */
export async function statusShown(
  answer: StatusAnswer,
  asking: Asking,
  helpers: Helpers,
): Promise<RenderedMessage> {
  const now = helpers.clock.now()
  if (answer.type !== 'found') return withDeletion(answer, renderStatusAnswer(answer, now), helpers)
  const { evidence, incident } = answer.card
  const [records, told, naming] = await Promise.all([
    recordsOf(evidence.link.id, helpers),
    toldTo(asking, incident === null ? [] : [incident.id], helpers),
    namingOf(handlersOf(answer), asking, helpers),
  ])
  return renderLinkCard(answer.card, now, recordLines(records), told.get(incident?.id ?? ''), naming)
}

/** What a card names people in: who has taken its incident on, and who made its silences. */
export function handlersOf(answer: StatusAnswer | DiagnoseAnswer): unknown {
  if (answer.type !== 'found') return null
  const { incident, silences } = 'card' in answer ? answer.card : answer
  return { incident, silences }
}

async function recordsOf(linkId: string, { remedies }: Helpers): Promise<LinkRecords> {
  const [contacts, tickets, reorders] = await Promise.all([
    remedies.records.contactsOf([linkId]),
    remedies.records.ticketsOf([linkId]),
    remedies.reorders.ofLink(linkId),
  ])
  return {
    contacted: contacts.get(linkId) ?? null,
    tickets: tickets.get(linkId) ?? [],
    reorder: reorders.find(({ old }) => old.id === linkId) ?? null,
    orderedBy: reorders.find(({ newLinkId }) => newLinkId === linkId) ?? null,
  }
}

/** What can be done about a link, by its id: `fix_link`. */
export async function fixShown(linkId: string, asker: Asker, helpers: Helpers): Promise<RenderedMessage> {
  const [answer, records] = await Promise.all([
    helpers.remedies.desk.offers(linkId, asker),
    recordsOf(linkId, helpers),
  ])
  const message = renderFix(answer, records, asker.channel)
  // Where a region cannot be read, nobody can say whether the link is gone: its deletion is what is known of it.
  return answer.type === 'refused' && (answer.why === 'gone' || answer.why === 'unknown')
    ? withReorder(message, records.reorder, helpers)
    : message
}

/** The answer about a link that is gone, with what this bot did to it, if it did. */
async function withDeletion(
  answer: Exclude<StatusAnswer, { type: 'found' }>,
  message: RenderedMessage,
  helpers: Helpers,
): Promise<RenderedMessage> {
  const link = answer.type === 'vanished' || answer.type === 'gone' ? answer.link : null
  return link === null ? message : withReorder(message, (await recordsOf(link.id, helpers)).reorder, helpers)
}

/** With its deletion, or order again: where things stand and what to press while it has not ended, else that it was done. */
function withReorder(
  { text, blocks }: RenderedMessage,
  reorder: Reorder | null,
  { remedies }: Helpers,
): RenderedMessage {
  if (reorder === null) return { text, blocks }
  const line = deletedLine(reorder)
  const more = isEnded(reorder)
    ? { text: line, blocks: [section(line)] }
    : renderReorder(reorder, byMention, heldBack(remedies.settings))
  return {
    text: clip(`${text}\n${more.text}`, LIMITS.fallbackText),
    blocks: fitMessage([...blocks], more.blocks),
  }
}
