import { type Alert, alertLevel, type IncidentEntry, type LinksChange } from '../../alerting/alert.ts'
import type { SharedCause } from '../../alerting/roll-up.ts'
import { DOCUMENTS } from '../../diagnostics/documents.ts'
import { inWords } from '../../diagnostics/words.ts'
import { linkStatus } from '../../domain/status.ts'
import { consoleButton, runbookButton } from '../actions.ts'
import { clip, code, plainName } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { count, moment } from '../text.ts'
import { entryLine } from './entry-line.ts'
import { CLOSED, LEVEL_MARKS, RECOVERED } from './words.ts'

type Group = Extract<Alert, { type: 'group' }>
type LinksLine = Extract<Alert, { type: 'links_line' }>

/** What the cause is called after "links", and what to do first about it. Whose it is follows from what is shared. */
const CAUSES: Readonly<Record<SharedCause['type'], { readonly over: string; readonly first: string }>> = {
  connection: {
    over: 'over the dedicated connection',
    first: 'Look at your own port and cross-connect first: light levels, errors, recent work at the PoP.',
  },
  partner_at_pop: {
    over: 'over',
    first: "Phone the partner's NOC: all of these links run over its port at this PoP.",
  },
  pop: {
    over: 'at',
    first:
      'Look at the status pages of Scaleway and of the datacenter, then open one ticket for all of them.',
  },
  partner: {
    over: 'over the partner',
    first: "Phone the partner's NOC: all of these links run over it, at more than one PoP.",
  },
  region: {
    over: 'in',
    first: "Look at Scaleway's status page for the region, then open one ticket for all of them.",
  },
}

/** Several links that went bad together, in one message that is edited as they recover. */
export function renderGroup(alert: Group): RenderedMessage {
  const { cause, entries } = alert
  const open = entries.filter(({ resolvedAt }) => resolvedAt === null)
  const bad = open.filter(({ upSince }) => upSince === null)
  const { over, first } = CAUSES[cause.type]
  const where = `${over} ${plainName(alert.causeName ?? 'one that is not named', 60)}`
  const level = LEVEL_MARKS[alertLevel(alert)]
  const state = stateOf(entries, open, bad)
  const head = open.length > 0 ? `${level.mark} ${level.word}` : `${state.mark} ${state.word}`
  const ask =
    bad.length > 0
      ? [
          `*What to do next*\n1. ${first}\n2. Confirm failover on a real flow; with no path left, call the incident lead.`,
        ]
      : []
  const { blocks: lines, left } = lineSections(entries.map(entryLine), 8000)
  const blocks = fitMessage(
    [
      header(`${head} · ${state.text} ${where}`),
      section(state.story),
      ...ask.map((text) => section(text)),
      divider(),
      ...lines,
      ...(left === 0 ? [] : [context([`and ${left} more: see \`/interlink list\``])]),
    ],
    [
      actions([
        runbookButton(linkStatus(entries[0]?.link.status ?? 'all_down')),
        consoleButton(DOCUMENTS.links),
      ]),
      context([
        `Told as one because these links share this and went bad within minutes. As polled ${moment(alert.at)}.`,
      ]),
    ],
  )
  const text = [`${head}: ${state.text} ${where}.`, state.story, ...ask, ...entries.map(entryLine)]
  return { text: clip(text.join('\n'), LIMITS.fallbackText), blocks }
}

interface GroupState {
  readonly mark: string
  readonly word: string
  /** Before the cause, as plain text. */
  readonly text: string
  /** As mrkdwn. */
  readonly story: string
}

function stateOf(
  entries: readonly IncidentEntry[],
  open: readonly IncidentEntry[],
  bad: readonly IncidentEntry[],
): GroupState {
  const all = entries.length
  if (open.length === 0) {
    const recovered = entries.every(({ ending }) => ending === 'recovered')
    const over = recovered ? RECOVERED : CLOSED
    return {
      ...over,
      text: `${count(all, 'link')}`,
      story: `All ${all} links are ${recovered ? 'up again' : 'no longer bad'}.`,
    }
  }
  const names = bad.slice(0, 5).map(({ link }) => code(link.name, 60))
  const more = bad.length > names.length ? ` and ${bad.length - names.length} more` : ''
  if (bad.length === 0) {
    return {
      ...RECOVERED,
      text: `${count(all, 'link')} up, confirming,`,
      story: 'All of them are up again, which has to stay so before this is over.',
    }
  }
  const share = bad.length < all ? `${bad.length} of ${count(all, 'link')}` : count(all, 'link')
  const still = bad.length < all ? 'Still bad' : 'Bad'
  return { ...RECOVERED, text: `${share} bad`, story: `${still}: ${inWords(names)}${more}.` }
}

const EVENT_WORDS: Readonly<Record<LinksChange['event'], string>> = {
  joined: 'also went bad, by the same cause',
  worsened: 'got worse',
  changed: 'changed',
  recovered: 'recovered',
  closed: 'in another state that is not bad',
  gone: 'gone',
}

/** What one poll changed for several links of a message, as one line of its thread. */
export function renderLinksLine(alert: LinksLine): RenderedMessage {
  const loud = alert.changes.some(({ event }) => event === 'joined' || event === 'worsened')
  const { mark } = loud ? LEVEL_MARKS[alert.level] : RECOVERED
  const events = [...new Set(alert.changes.map(({ event }) => event))]
  const said = events.map((event) => {
    const names = alert.changes
      .filter((change) => change.event === event)
      .map(({ link }) => code(link.name, 60))
    const more = names.length > 10 ? ` and ${names.length - 10} more` : ''
    return `${mark} *${count(names.length, 'link')} ${EVENT_WORDS[event]}:* ${inWords(names.slice(0, 10))}${more}.`
  })
  const left =
    alert.left === 0
      ? 'None of the links of this message is bad now.'
      : `${count(alert.left, 'link')} of this message still bad.`
  const text = [...said, left].join('\n')
  return {
    text: clip(text, LIMITS.fallbackText),
    blocks: fitMessage([section(text)], [context([`Seen ${moment(alert.at)}`])]),
  }
}
