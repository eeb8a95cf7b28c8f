import type { KnownBlock } from '@slack/types'
import { SILENCE_GRAMMAR, SUBSCRIBE_GRAMMAR } from '../../alerting/grammar.ts'
import { FILTER_KEYS } from '../../diagnostics/filter.ts'
import { AUDIT_GRAMMAR } from '../../remedies/audit-filter.ts'
import { isSayable, sayHereButton } from '../actions.ts'
import { code, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, fitMessage, header, section } from '../limits.ts'

/**
 * The commands of `/interlink`: what is typed after it, and what it answers or does. `asks`: it only asks, so that its
 * answer may be shared.
 */
export const COMMAND_HELP = {
  help: { usage: 'help', answers: 'this help', asks: false },
  list: {
    usage: 'list [filter]',
    answers:
      'all links, those that need attention first; the words of a filter fit name, region, status, partner, PoP, VPC or tags',
    asks: true,
  },
  status: {
    usage: 'status <link>',
    answers: 'one link by name, id or the beginning of either, from the last poll',
    asks: true,
  },
  diagnose: {
    usage: 'diagnose <link>',
    answers: 'what is wrong with it, read live: whose move it is, what was found, what to do next',
    asks: true,
  },
  fix: {
    usage: 'fix <link>',
    answers: 'what can be done about it, by whom: partner, ticket, configuration, ordering again',
    asks: false,
  },
  incidents: { usage: 'incidents [page]', answers: 'what is open, the worst first', asks: true },
  vpc: { usage: 'vpc <vpc>', answers: 'the links into a VPC, and what is left if one fails', asks: true },
  whatif: {
    usage: 'whatif down <link>',
    answers: 'what would be left, and what you would be told, if it went down; a PoP or partner will do, too',
    asks: true,
  },
  partner: {
    usage: 'partner <partner>',
    answers: 'whom to contact, and the links over a partner',
    asks: true,
  },
  history: {
    usage: 'history <link> [period]',
    answers: 'how it was, with outages and availability: `7d`, `last week`, `since monday`, `2026-11`',
    asks: true,
  },
  report: {
    usage: 'report [period] [filter]',
    answers: 'availability, outages and repair times, for each VPC and each link',
    asks: true,
  },
  router: {
    usage: 'router <link> [vendor]',
    answers: "a configuration for the customer's router: FRR, BIRD, IOS-XE, Junos or RouterOS",
    asks: true,
  },
  runbook: {
    usage: 'runbook [status or words]',
    answers: 'what to do, step by step; searches all runbooks; without words, the list of them',
    asks: true,
  },
  why: {
    usage: 'why <link>',
    answers: 'why you were, or were not, told of a link: incident, silences, subscriptions, latest decisions',
    asks: true,
  },
  audit: {
    usage: 'audit [filter]',
    answers: 'what was done to links with this bot, and what was refused: `by:@person`, `act:…`, `since:7d`',
    asks: false,
  },
  silence: {
    usage: 'silence <filter> <duration> [reason]',
    answers:
      'tells nothing aloud of these links for a while, unless one gets worse; ahead of time with `from … to …`',
    asks: false,
  },
  silences: { usage: 'silences', answers: 'the silences that are not over, and how to end one', asks: true },
  unsilence: {
    usage: 'unsilence <id>',
    answers: 'ends a silence now; what it held back is summed up',
    asks: false,
  },
  subscribe: {
    usage: 'subscribe [filter] [min-level]',
    answers:
      'tells this channel of these links from that level on; with a mention, and `digest 09:00 Europe/Paris` for a daily summary',
    asks: false,
  },
  unsubscribe: {
    usage: 'unsubscribe [filter]',
    answers: 'ends the subscription of this channel',
    asks: false,
  },
  subscriptions: { usage: 'subscriptions', answers: 'what this channel is told of', asks: true },
} as const satisfies Readonly<Record<string, { usage: string; answers: string; asks: boolean }>>

export type CommandName = keyof typeof COMMAND_HELP

/** What the command is typed as, as mrkdwn. */
export function usageText(name: CommandName): string {
  return code(`/interlink ${COMMAND_HELP[name].usage}`)
}

/** The id of a button holds the words as well, and 255 characters. */
const MOST_SAID = 200

/** A word that is no command, and the command it was perhaps meant to be. */
export interface UnknownCommand {
  readonly word: string
  /** What followed it; empty for nothing. */
  readonly rest: string
  readonly nearest: CommandName | null
}

/** How to ask, after a word that was not understood where there was one. */
export function renderHelp(unknown: UnknownCommand | null = null): RenderedMessage {
  const names = Object.keys(COMMAND_HELP) as CommandName[]
  const line = (name: CommandName) => `• ${usageText(name)} ${COMMAND_HELP[name].answers}`
  const aboutAlerts: readonly CommandName[] = names.slice(names.indexOf('silence'))
  const asking = names.filter((name) => !aboutAlerts.includes(name)).map(line)
  const doing = aboutAlerts.map(line)
  const opening = unknown === null ? [] : [misunderstood(unknown)]
  const keys = FILTER_KEYS.map((key) => code(`${key}:`))
  const narrowings = `${keys.slice(0, -1).join(', ')} or ${keys.at(-1)}`
  const filter = `All words of a filter must fit; narrow one with ${narrowings}, as in ${code('status:down partner:acme')}.`
  const grammar = [...SILENCE_GRAMMAR, ...SUBSCRIBE_GRAMMAR, AUDIT_GRAMMAR].map((line) => prose(line))
  const note =
    'Answers are seen by you alone until you press Share to channel. In a thread, say the same words to @interlink: everybody there sees the answer. Answers come from the last poll and say how old it is; Diagnose and Refresh read live.'
  return {
    text: [...opening, 'Commands of /interlink:', ...asking, ...doing, filter, ...grammar].join('\n'),
    blocks: fitMessage(
      [
        ...opening.map((sentence) => section(sentence)),
        ...(unknown === null ? [] : meantButton(unknown)),
        header('What you can ask'),
        section(asking.join('\n')),
        header('Who is told, and what not'),
        section(doing.join('\n')),
        section([filter, ...grammar].join('\n')),
      ],
      [context([note])],
    ),
  }
}

function misunderstood({ word, rest, nearest }: UnknownCommand): string {
  const typed = (begin: string, end: string) => code(`/interlink ${begin} ${end}`.trim(), 120)
  const guess = nearest === null ? '' : ` Did you mean ${typed(nearest, rest)}?`
  // Who typed more than a word of a command meant that, and not a name.
  const isName = nearest === null || rest === ''
  const link = isName ? ` To look at a link of that name: ${typed('status', `${word} ${rest}`.trim())}.` : ''
  return `There is no command ${code(word, 80)}.${guess}${link}`
}

/** What was perhaps meant, at a press: of commands that only ask, since a press should do nothing that was not typed. */
function meantButton({ rest, nearest }: UnknownCommand): KnownBlock[] {
  if (nearest === null || !COMMAND_HELP[nearest].asks) return []
  const say = `${nearest} ${rest}`.trim()
  return say.length <= MOST_SAID && isSayable(say)
    ? [actions([sayHereButton(say, `Answer “${nearest}”`)])]
    : []
}
