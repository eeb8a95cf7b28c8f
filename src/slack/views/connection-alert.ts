import type { Alert } from '../../alerting/alert.ts'
import { alertLevel } from '../../alerting/alert-level.ts'
import { DOCUMENTS } from '../../diagnostics/documents.ts'
import { type ConnectionStatus, connectionStatus } from '../../domain/status.ts'
import { consoleButton } from '../actions.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fields, fitMessage, header, LIMITS, section } from '../limits.ts'
import { ago, count, duration, moment, utc } from '../text.ts'
import { contactFor, contactSections, contactText } from './contact.ts'
import { entryLineIn } from './entry-line.ts'
import { handlingButtons, handlingLines, handlingOf, handlingWords } from './handling.ts'
import { historySections } from './history.ts'
import { listedLines } from './listed-lines.ts'
import { SHARED_RUNBOOKS, storyRunbookButton } from './runbook-press.ts'
import type { Voice } from './voice.ts'
import { impactLines, impactSections } from './vpc-impact.ts'
import { whoChangedSentence, whoChangedText } from './who-changed.ts'
import { CLOSED, CONFIRMING, LEVEL_MARKS, RECOVERED } from './words.ts'

type ConnectionAlert = Extract<Alert, { type: 'connection' }>
type ConnectionLine = Extract<Alert, { type: 'connection_line' }>

/** What a person does about a connection in each bad state, first things first. */
const STEPS: Readonly<
  Record<Extract<ConnectionStatus, 'failed' | 'disabled' | 'locked' | 'deleted'>, string>
> = {
  failed:
    'Look at your own port and cross-connect: light levels, errors, recent work at the PoP. Where they are fine, open a Scaleway ticket that names the connection.',
  disabled:
    'Find out who disabled it, and have it enabled again; if nobody of yours did, open a Scaleway ticket.',
  locked: 'Change nothing. Ask the account owner for mail from Trust and Safety, and open a Scaleway ticket.',
  deleted:
    'Find out who deleted it. It cannot be brought back: move the traffic to another path, and order a new connection.',
}

/** A dedicated connection that carries nothing, with the links it took down, in one message that is edited as it changes. */
export function renderConnectionAlert(alert: ConnectionAlert, voice: Voice): RenderedMessage {
  const { incident, connection, move, riders, entries } = alert
  const handling = handlingOf([incident], entries)
  const handled = handlingLines(handling, voice)
  const told = tell(alert)
  const { mark } = told
  const word = `${told.word}${handlingWords(handling)}`
  const name = plainName(connection.name, 80)
  const state = stateOf(alert)
  const over = incident.resolvedAt
  const who = alert.changedBy ?? null
  const deleted = incident.rule === 'connection_gone' || incident.rule === 'connection_deleted'
  const bad = over === null && incident.upSince === null
  const last = duration((incident.upSince ?? over ?? alert.at) - incident.firstBadAt)
  const story =
    over === null
      ? bad
        ? `${prose(incident.reason)} ${ridersText(riders)}`
        : `Up again after ${last}; it has to stay so before this is over. ${ridersText(riders)}`
      : incident.ending === 'unwatched'
        ? `Last seen ${statusWord(move)}; its region is not watched any more.`
        : `${statusWord(move)}, after ${last}.`
  const step = bad ? `*What to do next*\n1. ${STEPS[stepOf(move.to)]}` : null
  const pop = { id: connection.popId, name: '', displayName: '' }
  const contact = contactFor(voice, bad ? { link: null, partner: null, pop, connection } : null)
  const whom = contactText(contact)
  const lines = listedLines(entries.map(entryLineIn(voice)), 8000)
  const blocks = fitMessage(
    [
      header(`${mark} ${word} · connection ${name} ${state.plain}`),
      ...impactSections(alert.impact),
      section([story, ...handled].join('\n')),
      ...fields([
        ['Last good', incident.lastGoodAt === null ? 'Never seen good' : moment(incident.lastGoodAt)],
        ['First bad', `${moment(incident.firstBadAt)}${bad ? `\n${ago(incident.firstBadAt)}` : ''}`],
        ...(incident.upSince === null ? [] : ([['Up since', moment(incident.upSince)]] as const)),
        ['Status', statusWord(move)],
        ['Region', code(alert.region, 40)],
        ...(who === null
          ? []
          : ([[deleted ? 'Deleted by' : 'Changed by', whoChangedText(who, voice.naming)]] as const)),
        ...(over === null ? [] : ([['Over since', moment(over)]] as const)),
      ]),
      ...(step === null ? [] : [section(step)]),
      ...contactSections(contact),
      ...(lines.length === 0 ? [] : [divider(), ...lines]),
      ...historySections(incident, voice),
    ],
    [
      actions([
        ...handlingButtons(handling, voice),
        storyRunbookButton(voice, { link: null, runbook: SHARED_RUNBOOKS.connection }),
        consoleButton(DOCUMENTS.links),
      ]),
      context([
        `Its links are told here and not one by one. Connection id ${code(connection.id, 60)}. As polled ${moment(alert.at)}.`,
      ]),
    ],
  )
  const text = [
    `${mark} ${word}: dedicated connection ${code(connection.name, 80)} ${state.mrkdwn}.`,
    ...impactLines(alert.impact),
    story,
    ...handled,
    `First bad ${utc(incident.firstBadAt)}.`,
    ...(who === null ? [] : [whoChangedSentence(who, deleted, voice.naming)]),
    ...(step === null ? [] : [step]),
    ...(whom === '' ? [] : [whom]),
    ...entries.map(entryLineIn(voice)),
  ]
  return { text: clip(text.join('\n'), LIMITS.fallbackText), blocks }
}

/** One change in the story of a connection, as a line of its thread. */
export function renderConnectionLine(alert: ConnectionLine): RenderedMessage {
  const { incident, connection, move } = alert
  const name = code(connection.name, 80)
  const level = LEVEL_MARKS[incident.level]
  const lasted = duration((incident.upSince ?? incident.resolvedAt ?? alert.at) - incident.firstBadAt)
  const said: Readonly<Record<ConnectionLine['event'], string>> = {
    opened: `${level.mark} *${level.word}: these links share one cause.* Dedicated connection ${name}: ${statusWord(move)}.`,
    worsened: `${level.mark} *${level.word}: worse.* Dedicated connection ${name}: ${statusWord(move)}. ${prose(incident.reason)}`,
    changed: `${level.mark} Dedicated connection ${name}: ${statusWord(move)}.`,
    recovered: `${RECOVERED.mark} *The connection is back after ${lasted}.* ${name}: ${statusWord(move)}.`,
    closed: `${CLOSED.mark} *Closed after ${lasted}.* Dedicated connection ${name} is gone, and no link rides on it any more.`,
  }
  const text = said[alert.event]
  return {
    text: clip(text, LIMITS.fallbackText),
    blocks: fitMessage([section(text)], [context([`Seen ${moment(alert.at)}`])]),
  }
}

function tell(alert: ConnectionAlert): { readonly mark: string; readonly word: string } {
  const { incident, entries } = alert
  const open = entries.filter(({ resolvedAt }) => resolvedAt === null)
  if (incident.resolvedAt === null) {
    if (incident.upSince === null) return LEVEL_MARKS[alertLevel(alert)]
    const down = open.filter(({ upSince }) => upSince === null).length
    return down === 0
      ? CONFIRMING
      : { ...CONFIRMING, word: `${CONFIRMING.word}, ${count(down, 'link')} not yet` }
  }
  if (incident.ending === 'gone' || incident.ending === 'unwatched') return CLOSED
  return open.length === 0
    ? RECOVERED
    : { ...RECOVERED, word: `Connection back, ${count(open.length, 'link')} not yet` }
}

/** How the connection stands, as a predicate: a raw status is foreign text, so it is written otherwise in mrkdwn. */
function stateOf({ incident, move }: ConnectionAlert): { readonly plain: string; readonly mrkdwn: string } {
  const same = (words: string) => ({ plain: words, mrkdwn: words })
  if (incident.ending === 'unwatched') return same('is no longer watched')
  if (incident.ending === 'gone' || (incident.ending === null && move.to === null)) return same('is gone')
  return incident.ending === null && move.to !== null
    ? { plain: `is ${plainName(move.to, 40)}`, mrkdwn: `is ${code(move.to, 40)}` }
    : same('is back')
}

function statusWord({ from, to }: { readonly from: string | null; readonly to: string | null }): string {
  const now = to === null ? 'gone' : code(to, 40)
  return from === null || from === to ? now : `${code(from, 40)} → ${now}`
}

function stepOf(status: string | null): keyof typeof STEPS {
  const known = status === null ? 'deleted' : connectionStatus(status)
  return known in STEPS ? (known as keyof typeof STEPS) : 'failed'
}

function ridersText(riders: readonly string[]): string {
  if (riders.length === 0) return 'No link rides on it.'
  const named = riders.slice(0, 5).map((name) => code(name, 60))
  const more = riders.length > named.length ? ` and ${riders.length - named.length} more` : ''
  return `${count(riders.length, 'link')} over it: ${named.join(', ')}${more}.`
}
