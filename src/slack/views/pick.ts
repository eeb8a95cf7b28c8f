import type { ActionsBlock } from '@slack/types'
import type { NotOne, ScopeAge } from '../../queries/answers.ts'
import type { Suggestion } from '../../queries/suggest.ts'
import { ACTION_IDS, type PickingCommand, pickBlockId } from '../actions.ts'
import { clip, code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, LIMITS, lineSections, plainText, section } from '../limits.ts'
import { count } from '../text.ts'
import { linkOptions } from './link-options.ts'
import { blindRegions, type SnapshotAge } from './snapshot-age.ts'

/** Things shown as lines; a menu holds more. */
const MOST_LINES = 10

/** What may be meant by words that name nothing, or several things. */
export interface Choice {
  /** One sentence, as mrkdwn. */
  readonly sentence: string
  /** What may be meant, one thing a line, as mrkdwn: the first MOST_LINES are shown. */
  readonly lines: readonly string[]
  /** The same as choices of a menu, and how many there are in all. */
  readonly choices: readonly Suggestion[]
  readonly total: number
  /** What else to do, as mrkdwn; null for nothing. */
  readonly advice: string | null
  /** How old what the lines say is, where they say how something stands. */
  readonly age?: SnapshotAge
}

/** Asks which one is meant; `command` goes on with the one that is picked, and with the words `after` it. */
export function renderChoice(
  { sentence, lines, choices, total, advice, age }: Choice,
  command: PickingCommand,
  after = '',
): RenderedMessage {
  const shown = lines.slice(0, MOST_LINES)
  const notes = advice === null ? [] : [advice]
  return {
    text: clip([sentence, ...shown, ...notes, ...(age?.outdated ?? [])].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage(
      [section(sentence), ...lineSections(shown, 8000).blocks],
      [
        ...pickMenu(command, after, choices, total),
        ...(advice === null ? [] : [context(notes)]),
        ...(age?.blocks ?? []),
      ],
    ),
  }
}

/** Asks which of the things called a `noun` is meant, where words name several of them, or none. */
export function askWhich<Row>(
  answer: NotOne<Row>,
  noun: string,
  command: PickingCommand,
  choicesOf: (rows: readonly Row[]) => Pick<Choice, 'lines' | 'choices'>,
): RenderedMessage {
  const { words } = answer
  if (answer.type === 'ambiguous') {
    const { candidates, total } = answer
    const fit =
      words === '' ? `There are ${count(total, noun)}.` : `${total} ${noun}s fit ${code(words, 100)}.`
    const sentence = `${fit} Which one is meant?`
    const advice = moreAdvice(total, candidates.length)
    return renderChoice({ ...choicesOf(candidates), sentence, total, advice }, command)
  }
  const { nearest, scopes } = answer
  const near = nearest.length > 0 ? 'These are the nearest:' : `No ${noun} was read so far.`
  const sentence = `No ${noun} is called ${code(words, 100)}. ${near}`
  return renderChoice(
    { ...choicesOf(nearest), sentence, total: nearest.length, advice: blindAdvice(scopes) },
    command,
  )
}

/** What is said below a choice of several; null where all of them are shown. */
export function moreAdvice(total: number, lines: number): string | null {
  const left = total - Math.min(lines, MOST_LINES)
  return left > 0 ? `and ${left} more: pick one, or give more of the name, or its id.` : null
}

/** Where else something may be that is not known; null where every region can be read. */
export function blindAdvice(scopes: readonly ScopeAge[]): string | null {
  const blind = blindRegions(scopes)
  return blind === '' ? null : `It may be in ${blind}, which cannot be read now.`
}

/**
 * A menu of what may be meant. Where there are more than a menu holds, links are looked up by what is typed into it, and of
 * anything else the first are offered. None where nothing can be picked.
 */
function pickMenu(
  command: PickingCommand,
  after: string,
  choices: readonly Suggestion[],
  total: number,
): readonly ActionsBlock[] {
  const options = linkOptions(choices)
  if (options.length === 0) return []
  const menu = { action_id: ACTION_IDS.pickLink } as const
  const isLookedUp = total > LIMITS.options && LOOKED_UP[command]
  return [
    {
      type: 'actions',
      block_id: pickBlockId(command, after),
      elements: [
        isLookedUp
          ? {
              ...menu,
              type: 'external_select',
              placeholder: plainText('Type a name, an id or a status', LIMITS.placeholder),
              min_query_length: 0,
            }
          : {
              ...menu,
              type: 'static_select',
              placeholder: plainText('Which one is meant?', LIMITS.placeholder),
              options,
            },
      ],
    },
  ]
}

/** Whether links alone are what the command is about: only they are looked up (`block_suggestion`). */
const LOOKED_UP: Readonly<Record<PickingCommand, boolean>> = {
  status: true,
  diagnose: true,
  why: true,
  history: true,
  router: true,
  runbook: true,
  fix: true,
  'whatif down': false,
  vpc: false,
  partner: false,
}
