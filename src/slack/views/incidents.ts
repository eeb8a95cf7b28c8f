import type { KnownBlock } from '@slack/types'
import { LEVELS } from '../../domain/incident.ts'
import type { IncidentRow, IncidentsAnswer } from '../../queries/incidents.ts'
import { diagnoseButton, sayHereButton } from '../actions.ts'
import { clip, code, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, fitMessage, header, LIMITS, section } from '../limits.ts'
import { byMention, channelText, type Naming } from '../mentions.ts'
import { ago, count, localDate, moment } from '../text.ts'
import { handlingLines, handlingOf, handlingWords } from './handling.ts'
import { snapshotAge } from './snapshot-age.ts'
import { CONFIRMING, LEVEL_MARKS, RECOVERED, statusText } from './words.ts'

/** Incidents on a page, characters of each, and of a page: it fits into one message, whatever links are called. */
const PAGE_INCIDENTS = 40
const CHARACTERS = 900
const PAGE_CHARACTERS = 9_500

const SUBJECT_WORDS: Readonly<Record<IncidentRow['incident']['subject']['type'], string>> = {
  link: '',
  connection: 'connection ',
  policy: 'routing policy ',
  scope: 'region ',
}

/** One open incident, as mrkdwn: how bad, what, since when, why, who has it, what holds it back, where it is told. */
function incidentText(row: IncidentRow, naming: Naming = byMention): string {
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
  const told =
    channels.length === 0
      ? 'Nothing was told of it so far.'
      : `Told in ${channels.slice(0, 3).map(channelText).join(', ')}${channels.length > 3 ? ` and ${channels.length - 3} more` : ''}.`
  const names = link === null ? [name] : [name, link.link.status]
  return clip(
    [
      `${mark} *${word}${handlingWords(handling)}* ${what}${where}${state} · since ${localDate(incident.firstBadAt)}, ${ago(incident.firstBadAt)}`,
      ...up,
      prose(incident.reason.slice(0, 200), names),
      ...handlingLines(handling, { story: null, naming, history: false }).map((line) => clip(line, 450)),
      told,
    ].join('\n'),
    CHARACTERS,
  )
}

/**
 * Every open incident, the worst first, each of a link with a button that diagnoses it. Pages are counted from 1; one that is
 * not there any more is the last.
 */
export function renderIncidents(
  { rows, scopes }: IncidentsAnswer,
  now: number,
  naming: Naming = byMention,
  page = 1,
): RenderedMessage {
  const age = snapshotAge(scopes, now)
  if (rows.length === 0) {
    const none = `${RECOVERED.mark} No incident is open.`
    return { text: [none, ...age.outdated].join('\n'), blocks: fitMessage([section(none)], age.blocks) }
  }
  const tally = LEVELS.toReversed().flatMap((level) => {
    const some = rows.filter(({ incident }) => incident.level === level).length
    return some === 0 ? [] : [`${LEVEL_MARKS[level].mark} ${some} ${LEVEL_MARKS[level].word.toLowerCase()}`]
  })
  const pages = pagesOf(rows, naming)
  const at = Math.min(Math.max(1, page), pages.length)
  const shown = pages[at - 1] ?? []
  const which = pages.length === 1 ? '' : `, page ${at} of ${pages.length}`
  const title = `${count(rows.length, 'open incident')}${which}`
  return {
    text: clip(
      [`${title}: ${tally.join(' · ')}`, ...shown.map(({ text }) => text), ...age.outdated].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header(title),
        context([tally.join(' · ')]),
        ...shown.map(({ row, text }) =>
          section(text, row.link === null ? undefined : diagnoseButton(row.link.link.id)),
        ),
      ],
      [...pageButtons(at, pages.length), ...age.blocks],
    ),
  }
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
function pagesOf(rows: readonly IncidentRow[], naming: Naming): readonly (readonly Shown[])[] {
  const pages: Shown[][] = []
  let characters = 0
  for (const row of rows) {
    const text = incidentText(row, naming)
    const last = pages.at(-1)
    const fits = characters + text.length <= PAGE_CHARACTERS
    if (last !== undefined && last.length < PAGE_INCIDENTS && fits) last.push({ row, text })
    else pages.push([{ row, text }])
    characters = (last === pages.at(-1) ? characters : 0) + text.length
  }
  return pages
}
