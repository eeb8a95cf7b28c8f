import type { HomeView, KnownBlock, StaticSelect } from '@slack/types'
import type { LinkRow, ScopeAge } from '../../queries/answers.ts'
import type { HomeAnswer } from '../../queries/home.ts'
import type { IncidentRow } from '../../queries/incidents.ts'
import {
  ACTION_IDS,
  acknowledgeButton,
  askAboutLinkButton,
  diagnoseButton,
  endSilenceButton,
  linkRunbookButton,
  sayHereButton,
  silenceButton,
} from '../actions.ts'
import { code, prose } from '../escape.ts'
import { actions, context, divider, header, LIMITS, plainText, section } from '../limits.ts'
import { byMention, channelText } from '../mentions.ts'
import { NO_RECORDS, type Records } from '../records.ts'
import { fixButton } from '../remedy-actions.ts'
import { ago, count, localDate } from '../text.ts'
import { NOWHERE, type Told } from '../told-at.ts'
import { rowWords, SUBJECT_WORDS } from './incidents.ts'
import { expiryWords } from './link-facts.ts'
import { rowLine } from './list.ts'
import { openReorderSections, openReordersTitle } from './open-reorders.ts'
import { sharedRunbookButton } from './runbook-press.ts'
import { silenceText } from './silence-words.ts'
import { subscriptionText } from './subscriptions.ts'
import { channelWithLink } from './telling.ts'
import { CONFIRMING, LEVEL_MARKS, RECOVERED, statusText, UNREAD_MARK } from './words.ts'

/** The filters of the dashboard: what is offered, and the words of a `list` it stands for. */
export const HOME_FILTERS = {
  all: { label: 'All links', filter: '' },
  down: { label: 'Down', filter: 'status:all_down' },
  limited: { label: 'Limited Connectivity', filter: 'status:limited_connectivity' },
  requested: { label: 'Requesting', filter: 'status:requested' },
  provisioning: { label: 'Provisioning', filter: 'status:provisioning' },
  ready: { label: 'Ready', filter: 'status:ready' },
  active: { label: 'Active', filter: 'status:active' },
  ended: { label: 'Refused', filter: 'status:refused' },
  expired: { label: 'Expired', filter: 'status:expired' },
  failed: { label: 'Failed', filter: 'status:failed' },
} as const satisfies Readonly<Record<string, { label: string; filter: string }>>

export type HomeFilter = keyof typeof HOME_FILTERS

/** Blocks of each part: all of them together stay within the hundred of a view. */
const MOST = { incidents: 8, links: 15, requested: 5, silences: 5, subscriptions: 5 } as const

/** One person's dashboard. `filter` is the one that `answer` was asked with. */
export function renderHome(
  answer: HomeAnswer,
  filter: HomeFilter,
  now: number,
  told = NOWHERE,
  records = NO_RECORDS,
): HomeView {
  const blocks: KnownBlock[] = [
    ...pollBlocks(answer.scopes, now),
    actions([
      askAboutLinkButton(),
      sayHereButton('list', 'All links'),
      sayHereButton('incidents', 'All incidents'),
      sayHereButton('runbook', 'Runbooks'),
      sayHereButton('help', 'Help'),
    ]),
    divider(),
    ...incidentBlocks(answer.incidents, told, records),
    ...reorderBlocks(answer, told),
    divider(),
    ...linkBlocks(answer, filter, now),
    ...requestedBlocks(answer.requested, now),
    ...silenceBlocks(answer),
    ...subscriptionBlocks(answer),
  ]
  return { type: 'home', private_metadata: filter, blocks: blocks.slice(0, LIMITS.viewBlocks) }
}

/** What whoever may not use the bot is shown instead. `reason` is mrkdwn. */
export function renderClosedHome(reason: string): HomeView {
  return { type: 'home', blocks: [section(reason)] }
}

function pollBlocks(scopes: readonly ScopeAge[], now: number): KnownBlock[] {
  const lines = scopes.slice(0, 20).map(({ scope, source, links }) => {
    const region = code(scope.region, 40)
    const failed = source.type === 'snapshot' && source.failure !== null ? source.failure : null
    if (source.at === null)
      return `${UNREAD_MARK} ${region} was never read so far${failed === null ? '.' : `: ${prose(failed.message.slice(0, 200))}`}`
    return failed === null
      ? `${RECOVERED.mark} ${region}: ${count(links, 'link')}, read ${ago(source.at)}`
      : `${UNREAD_MARK} ${region} cannot be read now; last read ${ago(source.at)}: ${prose(failed.message.slice(0, 200))}`
  })
  return [
    header('InterLink'),
    section(lines.length === 0 ? 'No region is watched.' : lines.join('\n')),
    context([
      `Shown as of ${localDate(now)}. It is brought up to date when you open it, and when something changes.`,
    ]),
  ]
}

function incidentBlocks(incidents: readonly IncidentRow[], told: Told, records: Records): KnownBlock[] {
  if (incidents.length === 0) return [header('Open incidents'), section(`${RECOVERED.mark} None.`)]
  const shown = incidents.slice(0, MOST.incidents)
  const left = incidents.length - shown.length
  return [
    header(`${count(incidents.length, 'open incident')}`),
    ...shown.flatMap((row) => [section(incidentText(row, told, records)), actions(incidentButtons(row))]),
    ...(left === 0 ? [] : [context([`and ${left} more: press All incidents`])]),
  ]
}

function incidentText(row: IncidentRow, told: Told, records: Records): string {
  const { incident, name, region, link, channels } = row
  const { mark, word } = LEVEL_MARKS[incident.level]
  const where = incident.subject.type === 'scope' ? '' : ` (${code(region, 20)})`
  const what = `${SUBJECT_WORDS[incident.subject.type]}${code(name, 80)}${where}`
  const state = link === null ? '' : ` · ${statusText(link.link.status)}`
  const up =
    incident.upSince === null ? '' : ` · ${CONFIRMING.mark} came up ${ago(incident.upSince)}, confirming`
  const taken =
    incident.acknowledgement === null ? '' : ` · acknowledged by ${byMention(incident.acknowledgement.by)}`
  const held = incident.heldBack === null ? '' : ' · held back'
  const written = rowWords(row, records).map((words) => ` · ${words}`)
  const [channel] = channels
  const telling = channel === undefined ? '' : ` · told in ${channelWithLink(channel, told.get(incident.id))}`
  return `${mark} *${word}* ${what}${state} · began ${ago(incident.firstBadAt)}${up}${taken}${held}${written.join('')}${telling}`
}

function incidentButtons({ incident, link }: IncidentRow) {
  const story = incident.rootKey
  return [
    link === null ? null : diagnoseButton(link.link.id),
    link === null ? null : fixButton(link.link.id),
    story === null || incident.acknowledgement !== null ? null : acknowledgeButton(story),
    // A region that cannot be read has no links to be silent about.
    story === null || incident.subject.type === 'scope' ? null : silenceButton(story),
    link === null ? sharedRunbookButton(incident.subject) : linkRunbookButton(link.link.id),
  ]
}

function reorderBlocks({ reorders }: HomeAnswer, told: Told): readonly KnownBlock[] {
  if (reorders.length === 0) return []
  return [
    divider(),
    header(openReordersTitle(reorders)),
    ...openReorderSections(reorders, byMention, told).blocks,
  ]
}

function linkBlocks({ rows, statuses }: HomeAnswer, filter: HomeFilter, now: number): KnownBlock[] {
  const tally = statuses.slice(0, 14).map(({ status, links }) => `${links} ${statusText(status)}`)
  const shown = rows.slice(0, MOST.links)
  const left = rows.length - shown.length
  return [
    {
      ...section(`*Links*\n${tally.length === 0 ? 'None.' : tally.join(' · ')}`),
      accessory: filterMenu(filter),
    },
    ...(shown.length === 0 && filter !== 'all' ? [context(['No link is in this state now.'])] : []),
    ...shown.map((row) => section(rowLine(row, now), diagnoseButton(row.link.id))),
    ...(left === 0 ? [] : [context([`and ${left} more: press All links`])]),
  ]
}

function filterMenu(filter: HomeFilter): StaticSelect {
  const option = (name: HomeFilter) => ({
    text: plainText(HOME_FILTERS[name].label, LIMITS.optionText),
    value: name,
  })
  return {
    type: 'static_select',
    action_id: ACTION_IDS.homeFilter,
    initial_option: option(filter),
    options: (Object.keys(HOME_FILTERS) as HomeFilter[]).map(option),
  }
}

function requestedBlocks(requested: readonly LinkRow[], now: number): KnownBlock[] {
  if (requested.length === 0) return []
  const lines = requested.slice(0, MOST.requested).map(({ link, partnerName }) => {
    const over = partnerName === null ? '' : ` at ${code(partnerName, 60)}`
    return [`• ${code(link.name, 80)}${over}`, ...expiryWords(link, now)].join(' ')
  })
  const left = requested.length - lines.length
  return [
    divider(),
    header('Orders that wait for their partner'),
    section([...lines, ...(left === 0 ? [] : [`and ${left} more`])].join('\n')),
  ]
}

function silenceBlocks({ silences }: HomeAnswer): KnownBlock[] {
  if (silences.length === 0) return []
  const shown = silences.slice(0, MOST.silences)
  const left = silences.length - shown.length
  return [
    divider(),
    header(count(silences.length, 'silence')),
    ...shown.map((silence) => section(silenceText(silence, byMention), endSilenceButton(silence.id))),
    ...(left === 0 ? [] : [context([`and ${left} more: \`/interlink silences\``])]),
  ]
}

function subscriptionBlocks({ subscriptions }: HomeAnswer): KnownBlock[] {
  const lines = subscriptions
    .slice(0, MOST.subscriptions)
    .map((one) => `• ${channelText(one.channel)}: ${subscriptionText(one, byMention)}`)
  const left = subscriptions.length - lines.length
  const none = 'None is yours. Make one in a channel with `/interlink subscribe [filter] [min-level]`.'
  return [
    divider(),
    header('My subscriptions'),
    section(lines.length === 0 ? none : [...lines, ...(left === 0 ? [] : [`and ${left} more`])].join('\n')),
  ]
}
