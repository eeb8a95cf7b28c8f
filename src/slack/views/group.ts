import type { Alert, LinksChange } from '../../alerting/alert.ts'
import { alertLevel } from '../../alerting/alert-level.ts'
import type { SharedCause } from '../../alerting/roll-up.ts'
import type { ContactFacts } from '../../contacts/contact.ts'
import { DOCUMENTS } from '../../diagnostics/documents.ts'
import { inWords } from '../../diagnostics/words.ts'
import { consoleButton, refreshButton } from '../actions.ts'
import { clip, code, plainName } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fitMessage, header, LIMITS, section } from '../limits.ts'
import { count, moment } from '../text.ts'
import { contactFor, contactSections, contactText } from './contact.ts'
import { entryLineIn } from './entry-line.ts'
import { handlingButtons, handlingLines, handlingOf, handlingWords } from './handling.ts'
import { listedLines } from './listed-lines.ts'
import { storyRunbookButton } from './runbook-press.ts'
import type { Voice } from './voice.ts'
import { cutOffLines, impactLines, impactSections } from './vpc-impact.ts'
import { whoChangedSentence } from './who-changed.ts'
import { CLOSED, CONFIRMING, LEVEL_MARKS, RECOVERED } from './words.ts'

type Group = Extract<Alert, { type: 'group' }>
type LinksLine = Extract<Alert, { type: 'links_line' }>

/** What the cause is called after "links", and what to do first about it. Whose it is follows from what is shared. */
const CAUSES: Readonly<
  Record<SharedCause['type'], { readonly over: string; readonly unnamed: string; readonly first: string }>
> = {
  connection: {
    over: 'over the dedicated connection',
    unnamed: 'over one dedicated connection',
    first: 'Look at your own port and cross-connect first: light levels, errors, recent work at the PoP.',
  },
  partner_at_pop: {
    over: 'over',
    unnamed: 'over one partner at one PoP',
    first: "Phone the partner's NOC: all of these links run over its port at this PoP.",
  },
  pop: {
    over: 'at',
    unnamed: 'at one PoP',
    first:
      'Look at the status pages of Scaleway and of the datacenter, then open one ticket for all of them.',
  },
  partner: {
    over: 'over the partner',
    unnamed: 'over one partner',
    first: "Phone the partner's NOC: all of these links run over it, at more than one PoP.",
  },
  region: {
    over: 'in',
    unnamed: 'in one region',
    first: "Look at Scaleway's status page for the region, then open one ticket for all of them.",
  },
}

/** What links share, to follow "links": "over the partner Lumen". `spell` writes the name, where it is known. */
export function overCause(
  { cause, causeName }: Pick<Group, 'cause' | 'causeName'>,
  spell: (name: string) => string,
): string {
  const { over, unnamed } = CAUSES[cause.type]
  return causeName === null ? unnamed : `${over} ${spell(causeName)}`
}

const WHO_DELETED = 'Find out who deleted them, and whether that was meant.'

/** Several links that went bad together, in one message that is edited as they recover. */
export function renderGroup(alert: Group, voice: Voice): RenderedMessage {
  const { cause, entries } = alert
  const handling = handlingOf([], entries)
  const { first } = CAUSES[cause.type]
  const { mark, word: plainWord, links, story, asks } = tell(alert)
  const word = `${plainWord}${handlingWords(handling)}`
  const handled = handlingLines(handling, voice)
  const { changedBy } = alert
  const isDeletion = entries.every(({ ending }) => ending === 'told_once')
  const by = changedBy === undefined ? [] : [whoChangedSentence(changedBy, isDeletion, voice.naming)]
  const worst = entries.find(({ resolvedAt, upSince }) => resolvedAt === null && upSince === null)
  const steps = asks
    ? [
        `*What to do next*\n1. ${isDeletion ? WHO_DELETED : first}\n2. See what each VPC has left (\`/interlink vpc\` and its name), and confirm failover on a real flow; with no path left, call the incident lead.`,
      ]
    : []
  const contact = contactFor(voice, asks ? sharedFacts(alert) : null)
  const whom = contactText(contact)
  const blocks = fitMessage(
    [
      header(`${mark} ${word} · ${links} ${overCause(alert, (name) => plainName(name, 60))}`),
      ...impactSections(alert.impact),
      section([story, ...by, ...handled].join('\n')),
      ...steps.map((text) => section(text)),
      ...contactSections(contact),
      divider(),
      ...listedLines(entries.map(entryLineIn(voice)), 8000),
    ],
    [
      actions([
        ...handlingButtons(handling, voice),
        ...(worst === undefined ? [] : [refreshButton(worst.link.id, 'Show worst link')]),
        storyRunbookButton(voice, { link: null, runbook: isDeletion ? 'deleted' : 'shared_cause' }),
        consoleButton(DOCUMENTS.links),
      ]),
      context([
        `Told as one because these links share this and went bad within minutes. As polled ${moment(alert.at)}.`,
      ]),
    ],
  )
  const text = [
    `${mark} ${word}: ${links} ${overCause(alert, (name) => code(name, 60))}.`,
    ...impactLines(alert.impact),
    story,
    ...by,
    ...handled,
    ...steps,
    ...(whom === '' ? [] : [whom]),
    ...entries.map(entryLineIn(voice)),
  ]
  return { text: clip(text.join('\n'), LIMITS.fallbackText), blocks }
}

/** What its links share, as contacts are looked up: by id, and by name as far as the alert has it. */
function sharedFacts({ cause, causeName }: Group): ContactFacts {
  const nothing = { link: null, partner: null, pop: null, connection: null }
  const name = causeName ?? ''
  switch (cause.type) {
    case 'connection':
      return { ...nothing, connection: { id: cause.connectionId, name } }
    case 'partner':
      return { ...nothing, partner: { id: cause.partnerId, name } }
    case 'pop':
      return { ...nothing, pop: { id: cause.popId, name, displayName: name } }
    case 'partner_at_pop': {
      // The alert holds both names as one, in the words that people read.
      const [partner = '', ...pop] = name.split(' at ')
      const place = pop.join(' at ')
      return {
        ...nothing,
        partner: { id: cause.partnerId, name: partner },
        pop: { id: cause.popId, name: place, displayName: place },
      }
    }
    case 'region':
      return nothing
  }
}

/** What a group's message says of its state. */
interface Telling {
  readonly mark: string
  readonly word: string
  /** Which of its links, as plain text, before what they share. */
  readonly links: string
  /** As mrkdwn. */
  readonly story: string
  /** Whether there is something to do. */
  readonly asks: boolean
}

function tell(alert: Group): Telling {
  const { entries } = alert
  const all = count(entries.length, 'link')
  const open = entries.filter(({ resolvedAt }) => resolvedAt === null)
  const bad = open.filter(({ upSince }) => upSince === null)
  if (entries.every(({ ending }) => ending === 'told_once')) {
    const lost = entries.slice(0, NAMED).map(({ link }) => code(link.name, 60))
    const others = entries.length > NAMED ? `, and ${entries.length - NAMED} more` : ''
    const story = `Gone, in service until then: ${others === '' ? inWords(lost) : lost.join(', ')}${others}.`
    return { ...LEVEL_MARKS[alertLevel(alert)], links: `${all} gone`, story, asks: true }
  }
  if (open.length === 0) {
    return entries.every(({ ending }) => ending === 'recovered')
      ? { ...RECOVERED, links: all, story: 'All of them are up again.', asks: false }
      : { ...CLOSED, links: all, story: 'None of them is bad any more.', asks: false }
  }
  if (bad.length === 0) {
    const story = 'All of them are up again; they have to stay so before this is over.'
    return { ...CONFIRMING, links: all, story, asks: false }
  }
  const names = bad.slice(0, NAMED).map(({ link }) => code(link.name, 60))
  const more = bad.length > NAMED ? `, and ${bad.length - NAMED} more` : ''
  const some = bad.length < entries.length
  return {
    ...LEVEL_MARKS[alertLevel(alert)],
    links: some ? `${bad.length} of ${all} bad` : `${all} bad`,
    story: `${some ? 'Still bad' : 'Bad'}: ${more === '' ? inWords(names) : names.join(', ')}${more}.`,
    asks: true,
  }
}

/** Links named in a sentence; the list below it names more. */
const NAMED = 5

const EVENT_WORDS: Readonly<Record<LinksChange['event'], string>> = {
  joined: 'also went bad, by the same cause',
  worsened: 'got worse',
  changed: 'changed',
  recovered: 'recovered',
  closed: 'in another state that is not bad',
  gone: 'gone',
}

/** Green for what is well again alone: what is gone or of no use any more is neither good nor bad. */
function markOf(event: LinksChange['event'], level: LinksLine['level']): string {
  if (event === 'recovered') return RECOVERED.mark
  return event === 'closed' || event === 'gone' ? CLOSED.mark : LEVEL_MARKS[level].mark
}

/** What one poll changed for several links of a message, as one line of its thread. */
export function renderLinksLine(alert: LinksLine): RenderedMessage {
  const events = [...new Set(alert.changes.map(({ event }) => event))]
  const said = events.map((event) => {
    const names = alert.changes
      .filter((change) => change.event === event)
      .map(({ link }) => code(link.name, 60))
    const more = names.length > 10 ? ` and ${names.length - 10} more` : ''
    return `${markOf(event, alert.level)} *${count(names.length, 'link')} ${EVENT_WORDS[event]}:* ${inWords(names.slice(0, 10))}${more}.`
  })
  const left =
    alert.left === 0
      ? 'None of the links of this message is bad now.'
      : `${count(alert.left, 'link')} of this message ${alert.left === 1 ? 'is' : 'are'} still bad.`
  const text = [...said, left, ...cutOffLines(alert.impact)].join('\n')
  return {
    text: clip(text, LIMITS.fallbackText),
    blocks: fitMessage([section(text)], [context([`Seen ${moment(alert.at)}`])]),
  }
}
