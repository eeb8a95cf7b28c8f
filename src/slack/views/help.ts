import { SILENCE_GRAMMAR, SUBSCRIBE_GRAMMAR } from '../../alerting/grammar.ts'
import { FILTER_KEYS } from '../../diagnostics/filter.ts'
import { code, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, section } from '../limits.ts'

/** The commands of `/interlink`: what is typed after it, and what it answers or does. */
export const COMMAND_HELP = {
  help: { usage: 'help', answers: 'this help' },
  list: {
    usage: 'list [filter]',
    answers:
      'all links, those that need attention first; the words of a filter fit name, region, status, partner, PoP, VPC or tags',
  },
  status: {
    usage: 'status <link>',
    answers: 'one link by name, id or the beginning of either: what is wrong, whose move it is, what to do',
  },
  runbook: {
    usage: 'runbook [status]',
    answers: 'what to do about a status, step by step; without a status, the list of runbooks',
  },
  why: {
    usage: 'why <link>',
    answers: 'why you were, or were not, told of a link: incident, silences, subscriptions, latest decisions',
  },
  silence: {
    usage: 'silence <filter> <duration> [reason]',
    answers:
      'tells nothing aloud of these links for a while, unless one gets worse; ahead of time with `from … to …`',
  },
  silences: { usage: 'silences', answers: 'the silences that are not over, and how to end one' },
  unsilence: { usage: 'unsilence <id>', answers: 'ends a silence now; what it held back is summed up' },
  subscribe: {
    usage: 'subscribe [filter] [min-level]',
    answers:
      'tells this channel of these links from that level on; with a mention, and `digest 09:00 Europe/Paris` for a daily summary',
  },
  unsubscribe: { usage: 'unsubscribe [filter]', answers: 'ends the subscription of this channel' },
  subscriptions: { usage: 'subscriptions', answers: 'what this channel is told of' },
} as const satisfies Readonly<Record<string, { usage: string; answers: string }>>

export type CommandName = keyof typeof COMMAND_HELP

/** What the command is typed as, as mrkdwn. */
export function usageText(name: CommandName): string {
  return code(`/interlink ${COMMAND_HELP[name].usage}`)
}

/** A word that is no command, and the command it was perhaps meant to be. */
export interface UnknownCommand {
  readonly word: string
  readonly nearest: CommandName | null
}

const ASKING: readonly CommandName[] = ['list', 'status', 'runbook', 'why', 'help']

/** How to ask, after a word that was not understood where there was one. */
export function renderHelp(unknown: UnknownCommand | null = null): RenderedMessage {
  const names = Object.keys(COMMAND_HELP) as CommandName[]
  const line = (name: CommandName) => `• ${usageText(name)} ${COMMAND_HELP[name].answers}`
  const asking = ASKING.map(line)
  const doing = names.filter((name) => !ASKING.includes(name)).map(line)
  const opening = unknown === null ? [] : [misunderstood(unknown)]
  const keys = FILTER_KEYS.map((key) => code(`${key}:`))
  const narrowings = `${keys.slice(0, -1).join(', ')} or ${keys.at(-1)}`
  const filter = `All words of a filter must fit; narrow one with ${narrowings}, as in ${code('status:down partner:acme')}.`
  const grammar = [...SILENCE_GRAMMAR, ...SUBSCRIBE_GRAMMAR].map((line) => prose(line))
  const note =
    'Answers are seen by you alone. Lists and cards come from the last poll and say how old it is; Refresh reads live.'
  return {
    text: [...opening, 'Commands of /interlink:', ...asking, ...doing, filter, ...grammar].join('\n'),
    blocks: fitMessage(
      [
        ...opening.map((sentence) => section(sentence)),
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

function misunderstood({ word, nearest }: UnknownCommand): string {
  const guess = nearest === null ? '' : ` Did you mean ${code(`/interlink ${nearest}`)}?`
  const link = `To look at a link of that name: ${code(`/interlink status ${word}`, 120)}.`
  return `There is no command ${code(word, 80)}.${guess} ${link}`
}
