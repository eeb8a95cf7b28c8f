import type { KnownBlock } from '@slack/types'
import type { OpenReorder } from '../../domain/open-reorder.ts'
import type { IncidentRow, IncidentsAnswer } from '../../queries/incidents.ts'
import { diagnoseButton, sayHereButton } from '../actions.ts'
import { clip, code, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fitMessage, header, LIMITS, section } from '../limits.ts'
import { byMention, type Naming } from '../mentions.ts'
import { NO_RECORDS, type Records } from '../records.ts'
import { ago, capital, count, localDate, moment } from '../text.ts'
import { NOWHERE, type Told } from '../told-at.ts'
import { handlingLines, handlingOf, handlingWords } from './handling.ts'
import { openReorderSections, openReordersTitle } from './open-reorders.ts'
import { sharedRunbookButton } from './runbook-press.ts'
import { snapshotAge } from './snapshot-age.ts'
import { channelsText } from './telling.ts'
import { CONFIRMING, foreignStatus, LEVEL_MARKS, levelTally, RECOVERED, statusText } from './words.ts'
import { incidentWords } from './written-down.ts'

/** Incidents on a page, characters of each, and of a page: it fits into one message, whatever links are called. */
const PAGE_INCIDENTS = 35
const CHARACTERS = 900
const PAGE_CHARACTERS = 9_500

/** What an incident is about, before its name; a link is called by its name alone. */
export const SUBJECT_WORDS: Readonly<Record<IncidentRow['incident']['subject']['type'], string>> = {
  link: '',
  connection: 'connection ',
  policy: 'routing policy ',
  scope: 'region ',
}

/** What people have written down of the link of an open incident, in few words of mrkdwn. */
export function rowWords({ incident, link }: IncidentRow, records: Records): readonly string[] {
  if (link === null) return []
  const { id, firstBadAt } = incident
  const asked = { id, isOver: false, since: firstBadAt, status: link.link.status }
  return incidentWords(records, link.link.id, asked)
}

/** One open incident, as mrkdwn: how bad, what, since when, why, who has it, what holds it back, where it is told. */
function incidentText(row: IncidentRow, naming: Naming, told: Told, records: Records): string {
  const { incident, name, region, link, channels } = row
  const handling = handlingOf([incident])
  const { mark, word } = LEVEL_MARKS[incident.level]
  const what = `${SUBJECT_WORDS[incident.subject.type]}${code(name, 80)}`
  const where = incident.subject.type === 'scope' ? '' : ` in ${code(region, 20)}`
  const state = link === null ? '' : ` · ${statusText(link.link.status)}`
  const up =
    incident.upSince === null
      ? []
      : [`${CONFIRMING.mark} ${CONFIRMING.word} since ${moment(incident.upSince)}.`]
  const telling =
    channels.length === 0
      ? 'Nothing was told of it so far.'
      : `Told in ${channelsText(channels, told.get(incident.id))}.`
  const names = link === null ? [name] : [name, ...foreignStatus(link.link.status)]
  const written = capital(rowWords(row, records).join(' · '))
  return clip(
    [
      `${mark} *${word}${handlingWords(handling)}* ${what}${where}${state} · since ${localDate(incident.firstBadAt)}, ${ago(incident.firstBadAt)}`,
      ...up,
      prose(incident.reason.slice(0, 200), names),
      ...handlingLines(handling, { naming }).map((line) => clip(line, 450)),
      ...(written === '' ? [] : [written]),
      telling,
    ].join('\n'),
    CHARACTERS,
  )
}

/**
 * Every open incident, the worst first, and on the first page deletions and orders that have not ended; each with a button
 * that diagnoses its link, or shows the runbook for what links share. Pages are counted from 1; one that is not there any
 * more is the last.
 */
export function renderIncidents(
  { rows, reorders, scopes }: IncidentsAnswer,
  now: number,
  naming: Naming = byMention,
  page = 1,
  told: Told = NOWHERE,
  records: Records = NO_RECORDS,
): RenderedMessage {
  const age = snapshotAge(scopes, now)
  const others = othersOpen(reorders, naming, told)
  if (rows.length === 0) {
    const none = `${RECOVERED.mark} No incident is open.`
    return {
      text: clip([none, ...others.lines, ...age.outdated].join('\n'), LIMITS.fallbackText),
      blocks: fitMessage([section(none)], [...others.blocks, ...age.blocks]),
    }
  }
  const tally = levelTally(rows.map(({ incident }) => incident.level))
  const pages = pagesOf(rows, naming, told, records)
  const at = Math.min(Math.max(1, page), pages.length)
  const shown = pages[at - 1] ?? []
  const which = pages.length === 1 ? '' : `, page ${at} of ${pages.length}`
  const title = `${count(rows.length, 'open incident')}${which}`
  // They stand on the first page, whichever incidents do.
  const more = at === 1 ? others : NO_OTHERS
  return {
    text: clip(
      [
        `${title}: ${tally.join(' · ')}`,
        ...more.lines,
        ...shown.map(({ text }) => text),
        ...age.outdated,
      ].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header(title),
        context([tally.join(' · ')]),
        ...shown.map(({ row, text }) => section(text, buttonOf(row))),
      ],
      [...more.blocks, ...pageButtons(at, pages.length), ...age.blocks],
    ),
  }
}

const NO_OTHERS = { blocks: [], lines: [] } as const

/** Deletions and orders that have not ended: their links may be gone, and no incident be open. */
function othersOpen(
  reorders: readonly OpenReorder[],
  naming: Naming,
  told: Told,
): { readonly blocks: readonly KnownBlock[]; readonly lines: readonly string[] } {
  if (reorders.length === 0) return NO_OTHERS
  const title = openReordersTitle(reorders)
  const { blocks, lines } = openReorderSections(reorders, naming, told)
  return { blocks: [divider(), section(`*${title}*`), ...blocks], lines: [`${title}:`, ...lines] }
}

/** What is most of use about it: a link's diagnosis, or the runbook for what links share. */
function buttonOf({ incident, link }: IncidentRow) {
  return link === null ? (sharedRunbookButton(incident.subject) ?? undefined) : diagnoseButton(link.link.id)
}

/** Previous and Next, where there are more pages. */
function pageButtons(page: number, pages: number): KnownBlock[] {
  if (pages === 1) return []
  return [
    actions([
      page > 1 ? sayHereButton(`incidents ${page - 1}`, 'Previous') : null,
      page < pages ? sayHereButton(`incidents ${page + 1}`, 'Next') : null,
    ]),
  ]
}

interface Shown {
  readonly row: IncidentRow
  readonly text: string
}

/** The incidents in pages, each as many as one message holds. */
function pagesOf(
  rows: readonly IncidentRow[],
  naming: Naming,
  told: Told,
  records: Records,
): readonly (readonly Shown[])[] {
  const pages: Shown[][] = []
  let characters = 0
  for (const row of rows) {
    const text = incidentText(row, naming, told, records)
    const last = pages.at(-1)
    const fits = characters + text.length <= PAGE_CHARACTERS
    if (last !== undefined && last.length < PAGE_INCIDENTS && fits) last.push({ row, text })
    else pages.push([{ row, text }])
    characters = (last === pages.at(-1) ? characters : 0) + text.length
  }
  return pages
}
