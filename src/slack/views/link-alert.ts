import type { Alert } from '../../alerting/alert.ts'
import { diagnose } from '../../diagnostics/diagnose.ts'
import { DOCUMENTS } from '../../diagnostics/documents.ts'
import { linkStatus } from '../../domain/status.ts'
import { consoleButton, documentButton, refreshButton, runbookButton } from '../actions.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fields, fitMessage, header, LIMITS, section } from '../limits.ts'
import { duration, moment, utc } from '../text.ts'
import { impact } from './impact.ts'
import { diagnosisSections, linkFacts, stepLines } from './link-facts.ts'
import { inferredText, moveText } from './moves.ts'
import { CLOSED, foreignNames, LEVEL_MARKS, MOVER_WORDS, RECOVERED, standing } from './words.ts'

type LinkAlert = Extract<Alert, { type: 'link' }>

/** How long an incident lasted as far as polls can tell, in words. */
export function lasted(incident: LinkAlert['incident']): string {
  return incident.resolvedAt === null ? '' : duration(incident.resolvedAt - incident.firstBadAt)
}

/** Whether there was nothing to follow: the link was gone at the very poll that noticed anything. */
function wasToldOnce(incident: LinkAlert['incident']): boolean {
  return incident.resolvedAt === incident.firstBadAt
}

function opening(alert: LinkAlert): { readonly mark: string; readonly word: string; readonly now: string } {
  const { incident, evidence, move } = alert
  const now = move.to === null ? 'is gone' : standing(evidence.link)
  if (incident.resolvedAt === null || wasToldOnce(incident)) return { ...LEVEL_MARKS[incident.level], now }
  return { ...(move.to === null ? CLOSED : RECOVERED), now }
}

function times(alert: LinkAlert): [string, string][] {
  const { incident } = alert
  const good = incident.lastGoodAt === null ? 'Never seen good' : moment(incident.lastGoodAt)
  const rows: [string, string][] = [
    ['Last good', good],
    ['First bad', moment(incident.firstBadAt)],
  ]
  if (incident.resolvedAt !== null && !wasToldOnce(incident)) {
    rows.push(['Over since', moment(incident.resolvedAt)], ['Lasted', lasted(incident)])
  }
  return rows
}

/** How the story of an incident ended, in a sentence. */
function ending({ incident, move }: LinkAlert): string {
  if (wasToldOnce(incident)) return `${moveText(move)}.`
  const back = move.from === move.to && move.to !== null ? `Back to ${moveText(move)}` : moveText(move)
  return `${back}, after ${lasted(incident)}.`
}

/** An incident of one link, told as a message that is edited as it changes. What it means for people comes first. */
export function renderLinkAlert(alert: LinkAlert, now: number): RenderedMessage {
  const { incident, evidence, move } = alert
  const { link } = evidence
  const names = foreignNames(evidence)
  const diagnosis = diagnose(evidence, now)
  const over = incident.resolvedAt !== null
  const gone = move.to === null
  const head = opening(alert)
  const impactLine = gone ? 'The link no longer exists at Scaleway.' : impact(evidence)
  const verdict = prose(diagnosis.verdict, names)
  const story = over ? ending(alert) : verdict
  const mover = MOVER_WORDS[diagnosis.mover]
  const small = [
    `${over ? 'Was' : 'Why'} ${LEVEL_MARKS[incident.level].word.toLowerCase()}: ${prose(incident.reason, names)}`,
    ...(alert.inferred === null ? [] : [inferredText(alert.inferred)]),
    `As polled ${moment(alert.at)}.`,
  ]
  const blocks = fitMessage(
    [
      header(`${head.mark} ${head.word} · ${plainName(link.name, 80)} ${head.now}`),
      section(`${impactLine}\n${story}`),
      ...fields([
        ...times(alert),
        ['Status', moveText(move)],
        ...(over ? [] : ([['Whose move', mover]] as const)),
      ]),
      ...(over ? [] : diagnosisSections(diagnosis, evidence)),
      divider(),
      ...linkFacts(evidence),
    ],
    [
      actions([
        ...(gone ? [] : [refreshButton(link.id)]),
        runbookButton(linkStatus(move.to ?? 'deleted')),
        consoleButton(DOCUMENTS.links),
        documentButton(diagnosis.documentUrl),
      ]),
      context(small),
    ],
  )
  const lines = [
    `${head.mark} ${head.word}: ${code(link.name, 120)} ${prose(head.now, [link.status])}.`,
    impactLine,
    story,
    `${over ? '' : `${moveText(move)}. `}First bad ${utc(incident.firstBadAt)}.`,
    ...(over ? [] : [`Whose move: ${mover}.`, ...stepLines(diagnosis, evidence)]),
    ...(alert.inferred === null ? [] : [inferredText(alert.inferred)]),
  ]
  return { text: clip(lines.join('\n'), LIMITS.fallbackText), blocks }
}
