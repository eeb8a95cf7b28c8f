import type { Alert } from '../../alerting/alert.ts'
import { OWN_CHANGE } from '../../alerting/level-rules.ts'
import { diagnose } from '../../diagnostics/diagnose.ts'
import type { Diagnosis } from '../../diagnostics/diagnosis.ts'
import { DOCUMENTS } from '../../diagnostics/documents.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import { linkStatus } from '../../domain/status.ts'
import { consoleButton, diagnoseButton, refreshButton } from '../actions.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fields, fitMessage, header, LIMITS, section } from '../limits.ts'
import { fixButton, undoContactedButton } from '../remedy-actions.ts'
import { ago, duration, moment, utc } from '../text.ts'
import { contactFor, contactSections, contactText } from './contact.ts'
import { handlingButtons, handlingLines, handlingOf, handlingWords, meantText } from './handling.ts'
import { headline } from './headline.ts'
import { historySections } from './history.ts'
import { impact, impactOfDeletion } from './impact.ts'
import { diagnosisSections, expiryFact, linkFacts, stepLines, verdictText } from './link-facts.ts'
import { inferredText, moveText } from './moves.ts'
import { storyRunbookButton } from './runbook-press.ts'
import { standing } from './standing.ts'
import type { Voice } from './voice.ts'
import { whoChangedSentence, whoChangedText } from './who-changed.ts'
import {
  CLOSED,
  CONFIRMING,
  foreignNames,
  foreignStatus,
  LEVEL_MARKS,
  MOVER_WORDS,
  RECOVERED,
  statusName,
  statusText,
} from './words.ts'
import { contactShownAt, incidentLines } from './written-down.ts'

type LinkAlert = Extract<Alert, { type: 'link' }>

/** What an incident's message says of its state. `story` and `impact` are mrkdwn, `now` plain text. */
interface Telling {
  readonly mark: string
  readonly word: string
  /** Follows the name of the link. */
  readonly now: string
  readonly impact: string
  readonly story: string
  /** Whether there is something to do: an open incident, or news of one that has nothing left to follow. */
  readonly asks: boolean
}

/** How long an incident lasted as far as polls can tell, in words. */
export function lasted(incident: LinkAlert['incident']): string {
  const end = incident.upSince ?? incident.resolvedAt
  return end === null ? '' : duration(end - incident.firstBadAt)
}

function tell(alert: LinkAlert, evidence: Evidence, diagnosis: Diagnosis, { naming }: Voice): Telling {
  const { incident, move } = alert
  const loud = { ...LEVEL_MARKS[incident.level], story: verdictText(diagnosis, evidence, naming), asks: true }
  const deletion = { now: 'is gone', impact: impactOfDeletion(evidence) }
  const present =
    move.to === null
      ? deletion
      : { now: standing(evidence), impact: impact(evidence, incident.upSince === null) }
  const after = lasted(incident)
  switch (incident.ending) {
    case null:
      if (incident.upSince === null) return { ...loud, ...present }
      return {
        ...CONFIRMING,
        ...present,
        story: `Up again after ${after}; it has to stay so before this is over.`,
        asks: false,
      }
    case 'told_once':
      if (move.to === null || move.from === null) return { ...loud, ...present }
      // Nothing but its VPC changed: what it does now is well, what it did before is the news.
      if (move.from === move.to)
        return { ...loud, ...present, now: 'leads into another VPC now', story: incident.reason }
      return { ...loud, ...present, now: `went from ${statusName(move.from)} to ${statusName(move.to)}` }
    case 'recovered': {
      const back = move.from === move.to ? `Back to ${moveText(move)}` : moveText(move)
      return { ...RECOVERED, ...present, story: `${back}, after ${after}.`, asks: false }
    }
    case 'closed':
      return {
        ...CLOSED,
        ...present,
        story: `Now ${statusText(move.to ?? '')}, after ${after}.${closedByBot(incident)}`,
        asks: false,
      }
    case 'meant':
      return { ...CLOSED, ...present, story: meantText(incident, naming), asks: false }
    case 'gone':
      return { ...CLOSED, ...deletion, story: `${courseText(alert)}, after ${after}.`, asks: false }
    case 'unwatched':
      return {
        ...CLOSED,
        now: 'is no longer watched',
        impact: 'Its region is not configured any more: nobody sees how it goes on.',
        story: `It was ${statusText(move.to ?? '')} when it was last seen.`,
        asks: false,
      }
  }
}

/** That it was closed by what the bot was asked to do, as a sentence to follow another; empty for every other end. */
export function closedByBot({ ending, rule }: Pick<LinkAlert['incident'], 'ending' | 'rule'>): string {
  return ending === 'closed' && rule === OWN_CHANGE ? ' This bot was asked to leave it so.' : ''
}

/** The move; of a link that is gone by way of what was bad about it: "Requesting → Refused → gone". As mrkdwn. */
function courseText({ incident, move }: LinkAlert): string {
  const { ending, upSince, badStatus } = incident
  if (ending !== 'gone' || upSince !== null || badStatus === null) return moveText(move)
  const end = moveText({ from: badStatus, to: move.to })
  return move.from === null || move.from === badStatus ? end : `${statusText(move.from)} → ${end}`
}

function times({ incident, move }: LinkAlert): [string, string][] {
  const good = incident.lastGoodAt === null ? 'Never seen good' : moment(incident.lastGoodAt)
  if (incident.ending === 'told_once') {
    const label = move.to === null ? 'Found gone' : 'Seen'
    return [
      [move.to === null ? 'Last seen' : 'Last poll before', good],
      [label, moment(incident.firstBadAt)],
    ]
  }
  const rows: [string, string][] = [
    ['Last good', good],
    [
      'First bad',
      incident.resolvedAt === null && incident.upSince === null
        ? `${moment(incident.firstBadAt)}\n${ago(incident.firstBadAt)}`
        : moment(incident.firstBadAt),
    ],
  ]
  if (incident.upSince !== null) rows.push(['Up since', moment(incident.upSince)])
  if (incident.resolvedAt === null) return rows
  if (incident.ending === 'unwatched') return [...rows, ['Not watched since', moment(incident.resolvedAt)]]
  return [...rows, ['Over since', moment(incident.resolvedAt)], ['Lasted', lasted(incident)]]
}

/** The evidence of a link that is gone, as one that is deleted: what it last was would be diagnosed as if it still were. */
function asDeleted(evidence: Evidence): Evidence {
  return { ...evidence, link: { ...evidence.link, status: 'deleted' } }
}

/** Which link it was ordered in the place of, as mrkdwn; empty for any that the bot did not order. */
function orderedText({ orderedFor }: Evidence): string {
  if (orderedFor === undefined) return ''
  return `Ordered again by this bot, in place of ${code(orderedFor.name, 80)} (${code(orderedFor.id, 60)}), which it deleted.`
}

/** That the bot deleted it, when and for whom as far as that is known, as mrkdwn; empty where somebody else did. */
export function deletedText({ deletedByBot, deletedFor }: Evidence, { naming }: Voice): string {
  if (deletedByBot !== true) return ''
  return deletedFor === undefined
    ? 'This bot deleted it, as asked.'
    : `This bot deleted it at ${moment(deletedFor.at)}, as ${naming(deletedFor.by)} had asked.`
}

/** Who left it without a path, as mrkdwn; empty where the bot took none away, or goes on with what it did that for. */
function haltedText({ halted }: Evidence, { naming }: Voice): string {
  if (halted === undefined) return ''
  const { how, by, at } = halted
  const who = naming(by)
  return how === 'given_up'
    ? `This bot took its path away to delete it, which ${who} gave up at ${moment(at)}.`
    : `This bot took its path away to delete it, as ${who} had asked, which stopped at ${moment(at)}: \`/interlink status\` says where it stands.`
}

/** An incident of one link, told as a message that is edited as it changes. What it means for people comes first. */
export function renderLinkAlert(alert: LinkAlert, now: number, voice: Voice): RenderedMessage {
  const { incident, move } = alert
  const gone = move.to === null
  const evidence = gone ? asDeleted(alert.evidence) : alert.evidence
  const { link } = evidence
  const names = foreignNames(alert.evidence)
  const diagnosis = diagnose(evidence, now)
  const told = tell(alert, evidence, diagnosis, voice)
  const handling = handlingOf([incident])
  const isOver = incident.resolvedAt !== null
  const asked = { id: incident.id, isOver, since: incident.firstBadAt, status: link.status }
  const handled = [
    ...handlingLines(handling, voice),
    ...incidentLines(voice.records, link.id, asked, voice.naming),
  ]
  const contactedAt = contactShownAt(voice.records, link.id, asked)
  const word = `${told.word}${handlingWords(handling)}`
  const left = told.asks ? headline(alert.evidence, gone ? alert.evidence.carried : undefined) : null
  const mover = MOVER_WORDS[diagnosis.mover]
  // Who changed the link before has no part in what the bot was asked to end it with.
  const who = closedByBot(incident) === '' ? (alert.evidence.changedBy ?? null) : null
  const past = gone || incident.ending === 'unwatched'
  const contact = contactFor(voice, told.asks ? alert.evidence : null)
  const whom = contactText(contact)
  const level = LEVEL_MARKS[incident.level].word.toLowerCase()
  const says = [
    left?.mrkdwn ?? '',
    told.impact,
    told.story,
    orderedText(alert.evidence),
    gone ? deletedText(alert.evidence, voice) : '',
    haltedText(alert.evidence, voice),
  ].filter((line) => line !== '')
  const small = [
    `${told.asks ? 'Why' : 'Was'} ${level}: ${prose(incident.reason, names)}`,
    ...(alert.inferred === null ? [] : [inferredText(alert.inferred)]),
    ...(past ? [] : [`As polled ${moment(alert.at)}.`]),
  ]
  const blocks = fitMessage(
    [
      header(
        left === null
          ? `${told.mark} ${word} · ${plainName(link.name, 80)} ${told.now}`
          : `${told.mark} ${word} · ${plainName(link.name, 50)} ${told.now}: ${left.short}`,
      ),
      section([...says, ...handled].join('\n')),
      ...fields([
        ...times(alert),
        ['Status', courseText(alert)],
        ...(past ? [] : expiryFact(link, now)),
        ...(who === null
          ? []
          : ([[gone ? 'Deleted by' : 'Changed by', whoChangedText(who, voice.naming)]] as const)),
        ...(told.asks ? ([['Whose move', mover]] as const) : []),
      ]),
      ...(told.asks ? diagnosisSections(diagnosis, evidence, voice.naming) : []),
      ...contactSections(contact),
      ...historySections(incident, voice),
      divider(),
      ...(past ? [context(['The link as it was last seen'])] : []),
      ...linkFacts(evidence),
    ],
    [
      actions([
        ...handlingButtons(handling, voice),
        ...(contactedAt === null
          ? []
          : [undoContactedButton({ link: link.id, at: contactedAt, channel: null })]),
        ...(past ? [] : [diagnoseButton(link.id), fixButton(link.id)]),
        // Which runbook is for a link that is not read any more can only be told by its last status.
        storyRunbookButton(voice, { link: link.id, runbook: past ? linkStatus(link.status) : null }),
        ...(past ? [] : [refreshButton(link.id)]),
        consoleButton(DOCUMENTS.links),
      ]),
      context(small),
    ],
  )
  const lines = [
    `${told.mark} ${word}: ${code(link.name, 120)} ${prose(told.now, foreignStatus(alert.evidence.link.status))}.`,
    ...says,
    ...handled,
    told.asks
      ? `${courseText(alert)}. ${incident.ending === null ? 'First bad' : 'Seen'} ${utc(incident.firstBadAt)}.`
      : `First bad ${utc(incident.firstBadAt)}.`,
    ...(who === null ? [] : [whoChangedSentence(who, gone, voice.naming)]),
    ...(told.asks ? [`Whose move: ${mover}.`, ...stepLines(diagnosis, evidence, voice.naming)] : []),
    ...(whom === '' ? [] : [whom]),
    ...(alert.inferred === null ? [] : [inferredText(alert.inferred)]),
  ]
  return { text: clip(lines.join('\n'), LIMITS.fallbackText), blocks }
}
