import { alertLevel } from '../../alerting/alert-level.ts'
import type { BlindRegion, RegionsChange, ScopeAlert, ScopeLine } from '../../alerting/blindness.ts'
import { someInWords } from '../../diagnostics/words.ts'
import { clip, code, plainName } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, fields, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { ago, count, duration, moment, utc } from '../text.ts'
import { handlingButtons, handlingLines, handlingOf, handlingWords } from './handling.ts'
import { historySections } from './history.ts'
import { failureText, READ_ADVICE } from './read-failures.ts'
import { SHARED_RUNBOOKS, storyRunbookButton } from './runbook-press.ts'
import type { Voice } from './voice.ts'
import { CLOSED, LEVEL_MARKS, RECOVERED } from './words.ts'

const BLIND =
  'Nothing is known of its links meanwhile: open incidents stay as they were last seen, and none is closed.'
const BLIND_SEVERAL =
  'Nothing is known of their links meanwhile: open incidents stay as they were last seen, and none is closed.'

/** Regions named in a sentence; the list names more. */
const NAMED = 5

/** Regions that cannot be read: the bot is blind there. A message that is edited when it can see again. */
export function renderScopeAlert(alert: ScopeAlert, voice: Voice): RenderedMessage {
  const { regions } = alert
  const handling = handlingOf(regions.map(({ incident }) => incident))
  const handled = handlingLines(handling, voice)
  const blind = regions.filter(({ incident }) => incident.resolvedAt === null)
  const buttons = [
    ...handlingButtons(handling, voice, false),
    ...(blind.length === 0
      ? []
      : [storyRunbookButton(voice, { link: null, runbook: SHARED_RUNBOOKS.scope })]),
  ]
  const [only, ...others] = regions
  const details = only !== undefined && others.length === 0 ? ofOne(only, voice) : ofSeveral(regions)
  const { mark, word } = markOf(alert)
  const advice = [...new Set(blind.map(({ failure }) => READ_ADVICE[failure.reason]))]
  const title = `${mark} ${word}${handlingWords(handling)}`
  const blocks = fitMessage(
    [
      header(`${title} · ${details.plain} ${details.state}`),
      section([details.story, ...handled].join('\n')),
      ...details.facts,
      ...(advice.length === 0 ? [] : [section(`*What to do next*\n${advice.join('\n')}`)]),
      ...details.history,
    ],
    [...(buttons.length === 0 ? [] : [actions(buttons)]), context([`Told ${moment(alert.at)}`])],
  )
  const lines = [
    `${title}: ${details.mrkdwn} ${details.state}.`,
    details.story,
    ...handled,
    ...details.lines,
    ...advice,
  ]
  return { text: clip(lines.join('\n'), LIMITS.fallbackText), blocks }
}

/** What a message says of its regions. `plain` and `mrkdwn` name them, to be followed by `state`. */
interface Details {
  readonly plain: string
  readonly mrkdwn: string
  readonly state: string
  readonly story: string
  readonly facts: RenderedMessage['blocks']
  readonly history: RenderedMessage['blocks']
  /** What the fallback text says besides the story. */
  readonly lines: readonly string[]
}

function markOf(alert: ScopeAlert): { readonly mark: string; readonly word: string } {
  const incidents = alert.regions.map(({ incident }) => incident)
  if (incidents.some(({ resolvedAt }) => resolvedAt === null)) return LEVEL_MARKS[alertLevel(alert)]
  return incidents.some(({ ending }) => ending === 'unwatched') ? CLOSED : RECOVERED
}

function ofOne({ incident, scope, failure }: BlindRegion, voice: Voice): Details {
  const region = code(scope.region, 40)
  const over = incident.resolvedAt !== null
  const unwatched = incident.ending === 'unwatched'
  const lasted = duration((incident.resolvedAt ?? incident.firstBadAt) - incident.firstBadAt)
  return {
    plain: plainName(scope.region, 40),
    mrkdwn: region,
    state: unwatched ? 'is no longer watched' : over ? 'can be read again' : 'cannot be read',
    story: unwatched
      ? `${region} is not configured any more. It could not be read for ${lasted} before that.`
      : over
        ? `${region} was unreadable for ${lasted}. What changed meanwhile is told as such.`
        : `The bot is blind in ${region}. ${BLIND}\n${failureText(failure)}`,
    facts: fields([
      ['Last good poll', lastGood(incident)],
      ['First failed poll', `${moment(incident.firstBadAt)}${over ? '' : `\n${ago(incident.firstBadAt)}`}`],
      ...(incident.resolvedAt === null
        ? []
        : ([[unwatched ? 'Not watched since' : 'Read again', moment(incident.resolvedAt)]] as const)),
    ]),
    history: historySections(incident, voice),
    lines: over ? [] : [`First failed poll ${utc(incident.firstBadAt)}.`],
  }
}

/** The list stands for their history, too: it says of each when it began and ended. */
function ofSeveral(regions: readonly BlindRegion[]): Details {
  const blind = regions.filter(({ incident }) => incident.resolvedAt === null)
  const all = count(regions.length, 'region')
  const some = blind.length > 0 && blind.length < regions.length
  const subject = some ? `${blind.length} of ${all}` : all
  const unwatched = regions.some(({ incident }) => incident.ending === 'unwatched')
  const state =
    blind.length > 0
      ? 'cannot be read'
      : unwatched
        ? 'read again, or not watched any more'
        : 'can be read again'
  // The same failure has another request id in each region; one is enough for a ticket.
  const [first] = blind
  const alike = blind.every(({ failure }) => failure.message === first?.failure.message)
  const lines = regions.map((region) => regionLine(region, !alike))
  const { blocks, left } = lineSections(lines, 6000)
  return {
    plain: subject,
    mrkdwn: subject,
    state,
    story:
      first === undefined
        ? 'None of them is unreadable any more. What changed meanwhile is told as such.'
        : [
            `The bot is blind in ${namesOf(blind)}. ${blind.length === 1 ? BLIND : BLIND_SEVERAL}`,
            ...(alike ? [failureText(first.failure)] : []),
          ].join('\n'),
    facts: left === 0 ? blocks : [...blocks, context([`and ${count(left, 'more region', 'more regions')}`])],
    history: [],
    lines,
  }
}

function regionLine({ incident, scope, failure }: BlindRegion, withFailure: boolean): string {
  const region = code(scope.region, 40)
  const { firstBadAt, resolvedAt } = incident
  if (resolvedAt !== null) {
    const { mark, word } = incident.ending === 'unwatched' ? CLOSED : RECOVERED
    const how = incident.ending === 'unwatched' ? ': no longer watched' : ''
    return `${mark} *${word}* ${region}${how}, at ${moment(resolvedAt)}, after ${duration(resolvedAt - firstBadAt)}`
  }
  const { mark, word } = LEVEL_MARKS[incident.level]
  const why = withFailure ? ` ${failureText(failure)}` : ''
  return `${mark} *${word}* ${region}: since ${moment(firstBadAt)}, ${ago(firstBadAt)}; last good poll ${lastGood(incident)}.${why}`
}

function lastGood({ lastGoodAt }: BlindRegion['incident']): string {
  return lastGoodAt === null ? 'never' : moment(lastGoodAt)
}

function namesOf(regions: readonly BlindRegion[]): string {
  return someInWords(
    regions.map(({ scope }) => code(scope.region, 40)),
    NAMED,
  )
}

/** What one poll changed in the story of unreadable regions, as a line of its thread. */
export function renderScopeLine(alert: ScopeLine): RenderedMessage {
  const events = [...new Set(alert.changes.map(({ event }) => event))]
  const said = events.map((event) => {
    const changes = alert.changes.filter((change) => change.event === event)
    return EVENT_TEXTS[event](changes, alert)
  })
  const recovered = alert.changes.some(({ event }) => event === 'recovered')
  const left = alert.left.map((region) => code(region, 40))
  const text = [
    ...said,
    ...(recovered && left.length > 0 ? [`Still unreadable: ${someInWords(left, NAMED)}.`] : []),
  ].join('\n')
  return {
    text: clip(text, LIMITS.fallbackText),
    blocks: fitMessage([section(text)], [context([`Seen ${moment(alert.at)}`])]),
  }
}

type EventText = (changes: readonly RegionsChange[], alert: ScopeLine) => string

const EVENT_TEXTS: Readonly<Record<RegionsChange['event'], EventText>> = {
  joined: (changes) =>
    `${loudest(changes)}: by the same cause.* ${namesOf(changes)} cannot be read either, since ${began(changes)}.\n${why(changes)}`,
  worsened: (changes) =>
    `${loudest(changes)}: worse.* ${namesOf(changes)} cannot be read since ${began(changes)}.\n${why(changes)}`,
  recovered(changes, { at }) {
    const lasted = changes.map(({ incident }) => (incident.resolvedAt ?? at) - incident.firstBadAt)
    return `${RECOVERED.mark} *${RECOVERED.word} after ${duration(Math.max(...lasted))}.* ${namesOf(changes)} can be read again.`
  },
}

/** The mark and word of the worst of them; the bold print is closed by what follows. */
function loudest(changes: readonly RegionsChange[]): string {
  const { mark, word } = LEVEL_MARKS[alertLevel({ type: 'scope_line', at: 0, changes, left: [] })]
  return `${mark} *${word}`
}

function began(changes: readonly RegionsChange[]): string {
  return moment(Math.min(...changes.map(({ incident }) => incident.firstBadAt)))
}

function why(changes: readonly RegionsChange[]): string {
  const [first] = changes
  if (first === undefined) return ''
  return `${failureText(first.failure)}\n${READ_ADVICE[first.failure.reason]}`
}
