import type { SectionBlock } from '@slack/types'
import { STATUS_CATALOG } from '../../diagnostics/catalog.ts'
import type { Finding, FindingWeight } from '../../diagnostics/diagnosis.ts'
import { DOCUMENTS } from '../../diagnostics/documents.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import { knownWrites, whoInWords } from '../../diagnostics/own-writes.ts'
import { firstMissingStep, type PathStep } from '../../diagnostics/traffic-path.ts'
import { whatWasDone } from '../../diagnostics/writes.ts'
import type { Link } from '../../domain/link.ts'
import { linkStatus } from '../../domain/status.ts'
import type { DiagnoseAnswer } from '../../queries/diagnose.ts'
import { consoleButton, documentButton, linkRunbookButton, refreshDiagnosisButton } from '../actions.ts'
import { clip, code, link as hyperlink, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { byMention, type Naming } from '../mentions.ts'
import { fixButton } from '../remedy-actions.ts'
import { capital, count, moment } from '../text.ts'
import { contactSections, contactText } from './contact.ts'
import { handledLines } from './handling.ts'
import { cardMark, sinceText, sourceText } from './link-card.ts'
import { expiryFact, phoneText, stepLines } from './link-facts.ts'
import { type Say, sayer } from './said.ts'
import { standing } from './standing.ts'
import { renderStatusAnswer } from './which-link.ts'
import { foreignNames, foreignStatus, MOVER_WORDS, UNREAD_MARK } from './words.ts'

type Found = Extract<DiagnoseAnswer, { type: 'found' }>

/** Characters that each list may take, so that none pushes the buttons or what follows it out of the message. */
const ROOM = {
  steps: 3000,
  findings: 5500,
  path: 2500,
  changes: 1000,
  notChecked: 1500,
  phone: 1200,
} as const

const MOST_CHANGES = 3
const DAY_MS = 86_400_000

const WEIGHT_WORDS: Readonly<Record<FindingWeight, string>> = {
  cause: 'Main',
  risk: 'Risk',
  note: 'Note',
}

const STEP_MARKS: Readonly<Record<PathStep['state'], string>> = { done: '✓', missing: '✗', unknown: '?' }

/** The answer to `diagnose`: verdict, whose move it is, next steps, findings, path, what was not checked; or which link is meant. */
export function renderDiagnosis(
  answer: DiagnoseAnswer,
  now: number,
  naming: Naming = byMention,
): RenderedMessage {
  return answer.type === 'found'
    ? renderFound(answer, now, naming)
    : renderStatusAnswer(answer, now, 'diagnose')
}

function renderFound(answer: Found, now: number, naming: Naming): RenderedMessage {
  const { evidence, diagnosis, path, contact } = answer
  const { link } = evidence
  const names = foreignNames(evidence)
  const { mark } = cardMark(answer)
  const stands = standing(evidence)
  // Nothing can be configured on a link that is over: how the rest of its path stands does not matter.
  const isClosed = STATUS_CATALOG[linkStatus(link.status)].phase === 'closed'
  const say = sayer(evidence, naming)
  const verdict = say(diagnosis.verdict)
  const move = `*Whose move:* ${MOVER_WORDS[diagnosis.mover]}`
  const since = sinceWhen(answer)
  const stale =
    answer.source.type === 'snapshot' ? [`${UNREAD_MARK} *Not read live.* ${sourceText(answer, now)}`] : []
  const handled = handledLines(answer, naming)
  const steps = stepLines(diagnosis, evidence, naming)
  const whom = contactText(contact)
  const findings = diagnosis.findings.map((finding) => findingLine(finding, say))
  const unchecked = diagnosis.notChecked.map(
    ({ what, why }) => `• ${capital(prose(what, names))}: ${prose(why, names)}`,
  )
  const blocks = fitMessage(
    [
      header(`${mark} ${plainName(link.name, 80)} ${stands}`),
      section(verdict),
      section(
        [
          ...stale,
          `${move}${since}`,
          ...expiryLine(evidence.link, now),
          ...pastLine(evidence, now),
          ...handled,
        ].join('\n'),
      ),
      ...list('What was found', findings, ROOM.findings),
      ...list('What to do next', steps, ROOM.steps),
      ...contactSections(contact),
      ...list('The path of the traffic', pathLines(isClosed ? path.slice(0, 1) : path, names), ROOM.path),
      ...list('What was changed lately', changeLines(evidence, say), ROOM.changes),
      ...(unchecked.length === 0
        ? []
        : [divider(), ...list('What was not checked', unchecked, ROOM.notChecked)]),
      divider(),
      section(clip(phoneText(evidence), ROOM.phone)),
    ],
    [
      actions([
        refreshDiagnosisButton(link.id),
        fixButton(link.id),
        linkRunbookButton(link.id),
        consoleButton(DOCUMENTS.links),
        documentButton(diagnosis.documentUrl),
      ]),
      context([...(stale.length === 0 ? [sourceText(answer, now)] : []), `Link id ${code(link.id, 60)}`]),
    ],
  )
  const lines = [
    `${mark} ${code(link.name, 120)} ${prose(stands, foreignStatus(link.status))}. ${verdict}`,
    ...stale,
    `Whose move: ${MOVER_WORDS[diagnosis.mover]}.`,
    ...handled,
    ...steps,
    ...(whom === '' ? [] : [whom]),
    ...(unchecked.length === 0 ? [] : ['Not checked:', ...unchecked]),
  ]
  return { text: clip(lines.join('\n'), LIMITS.fallbackText), blocks }
}

/** Since when it is as it is, to follow whose move it is; empty where nobody knows. */
function sinceWhen(answer: Found): string {
  const { incident, statusSince } = answer
  if (incident === null)
    return statusSince === null ? '' : `  ·  in this status ${sinceText(answer, statusSince)}`
  const bad = sinceText(answer, incident.firstBadAt)
  return incident.upSince === null
    ? `  ·  bad ${bad}`
    : `  ·  up again since ${moment(incident.upSince)}, was bad ${bad}`
}

function expiryLine(link: Link, now: number): readonly string[] {
  return expiryFact(link, now).map(([label, when]) => `*${label}:* ${when}`)
}

/** What the bot has seen of the link before. */
function pastLine({ past }: Evidence, now: number): string[] {
  if (past === undefined) return []
  const { changes, lastGoodAt, firstBadAt, watchedSince } = past
  const isNew = watchedSince !== undefined && now - watchedSince < DAY_MS
  const within = isNew ? `since polls first saw it at ${moment(watchedSince)}` : 'within 24 hours'
  return [
    [
      ...(firstBadAt === null
        ? []
        : [lastGoodAt === null ? 'Never seen good' : `Last seen good at ${moment(lastGoodAt)}`]),
      changes.length === 0
        ? `No change of status or sessions seen ${within}`
        : `${count(changes.length, 'change')} of status or sessions seen ${within}`,
    ].join('  ·  '),
  ]
}

/** The latest writes to the link and its policies, newest first, by the Audit Trail and by what this bot did itself. */
function changeLines(evidence: Evidence, say: Say): readonly string[] {
  return knownWrites(evidence)
    .slice(0, MOST_CHANGES)
    .map((write) => `• ${moment(write.at)} ${say(`${whatWasDone(write)} by ${whoInWords(write)}`)}`)
}

/** What was noticed; the document that its rule is taken from stands behind the first word. */
function findingLine({ weight, text, documentUrl }: Finding, say: Say): string {
  return `• *${hyperlink(documentUrl, WEIGHT_WORDS[weight])}:* ${say(text)}`
}

/** Each step of the path with how it stands; the first one that is missing is pointed out. */
function pathLines(path: readonly PathStep[], names: readonly string[]): readonly string[] {
  const gap = firstMissingStep(path)
  return path.map((step) => {
    const line = `${STEP_MARKS[step.state]} ${prose(step.text, names)}`
    return step === gap ? `${line}  *← the first gap*` : line
  })
}

/** A titled list, cut to `characters`; a line says how much was left out. */
function list(title: string, lines: readonly string[], characters: number): SectionBlock[] {
  if (lines.length === 0) return []
  const { blocks, left } = lineSections([`*${title}*`, ...lines], characters)
  return left === 0 ? [...blocks] : [...blocks, section(`…and ${left} more.`)]
}
