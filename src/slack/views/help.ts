import { FILTER_KEYS } from '../../queries/filter.ts'
import { code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, section } from '../limits.ts'

/** The commands of `/interlink`: what is typed after it, and what it answers. */
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
} as const satisfies Readonly<Record<string, { usage: string; answers: string }>>

export type CommandName = keyof typeof COMMAND_HELP

/** A word that is no command, and the command it was perhaps meant to be. */
export interface UnknownCommand {
  readonly word: string
  readonly nearest: CommandName | null
}

/** How to ask, after a word that was not understood where there was one. */
export function renderHelp(unknown: UnknownCommand | null = null): RenderedMessage {
  const lines = Object.values(COMMAND_HELP).map(
    ({ usage, answers }) => `• ${code(`/interlink ${usage}`)} ${answers}`,
  )
  const opening = unknown === null ? [] : [misunderstood(unknown)]
  const keys = FILTER_KEYS.map((key) => code(`${key}:`))
  const narrowings = `${keys.slice(0, -1).join(', ')} or ${keys.at(-1)}`
  const filter = `All words of a filter must fit; narrow one with ${narrowings}, as in ${code('status:down partner:acme')}.`
  const note =
    'Answers are seen by you alone. Lists and cards come from the last poll and say how old it is; Refresh reads live.'
  return {
    text: [...opening, 'Commands of /interlink:', ...lines, filter].join('\n'),
    blocks: fitMessage(
      [
        ...opening.map((sentence) => section(sentence)),
        header('What you can ask'),
        section(lines.join('\n')),
        section(filter),
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
