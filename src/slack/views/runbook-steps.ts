import type { KnownBlock } from '@slack/types'
import type { RunbookSheet, SheetAnswer, StepAnswer } from '../../queries/runbook.ts'
import type { TrackedStep } from '../../runbooks/steps.ts'
import { stepDoneButton, stepUndoButton } from '../actions.ts'
import { clip, code, oneLine, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, section } from '../limits.ts'
import { inlineMarkdown } from '../markdown.ts'
import type { Naming } from '../mentions.ts'
import { moment } from '../text.ts'
import { renderProblem } from './problem.ts'

/** Room for who has done a step and when: a page must not overflow, nor steps change pages, as they are ticked off. */
const MARK_ROOM = 280
/** Header and footer of a page are on top of these. */
const PAGE_BLOCKS = LIMITS.blocks - 4
const PAGE_CHARACTERS = LIMITS.blockTextTotal - 700

/** One block of a sheet: its mrkdwn, and the step it shows where it is one. */
interface Piece {
  readonly text: string
  readonly step: TrackedStep | null
}

/**
 * A runbook to work through in a thread: as many messages as it needs, in their order, with Done or Undo at each step. Which
 * message a step stands in does not change while steps are ticked off; the value of its button says which (`page`).
 */
export function renderRunbookSheet(sheet: RunbookSheet, naming: Naming): readonly RenderedMessage[] {
  const pages = paged(piecesOf(sheet))
  const title = oneLine(sheet.runbook.title)
  return pages.map((pieces, page) => {
    const which = pages.length === 1 ? '' : ` (${page + 1} of ${pages.length})`
    const blocks = pieces.map((piece) => blockOf(piece, sheet, page, naming))
    const lines = pieces.map(({ text, step }) => (step === null ? text : `${markOf(step)} ${text}`))
    const foot = footer(sheet)
    return {
      text: clip([`Runbook: ${prose(title)}${which}. ${foot}`, ...lines].join('\n'), LIMITS.fallbackText),
      blocks: fitMessage([header(`${title}${which}`), ...blocks], [context([foot])]),
    }
  })
}

/** What opening a sheet answers: its messages, or why there are none. */
export function renderSheetAnswer(answer: SheetAnswer, naming: Naming): readonly RenderedMessage[] {
  return answer.type === 'refused'
    ? [renderProblem(prose(answer.sentence))]
    : renderRunbookSheet(answer.sheet, naming)
}

/** What a person who pressed Done or Undo is told besides the message that changed; null where that says it all. */
export function stepAnswerText(answer: StepAnswer, naming: Naming): string | null {
  switch (answer.type) {
    case 'done':
    case 'undone':
      return null
    case 'already':
      return `Step ${answer.mark.number} was done already, by ${naming(answer.mark.by)} at ${moment(answer.mark.at)}.`
    case 'not_done':
      return 'That step is not marked as done: somebody else has undone it.'
    case 'outdated':
      return 'The runbook was changed since this message was written, and nothing was marked. Read the step again, then press.'
    case 'refused':
      return prose(answer.sentence)
  }
}

function piecesOf({ runbook, facts, steps }: RunbookSheet): readonly Piece[] {
  const tracked = new Map(steps.map((step) => [step.number, step]))
  return runbook.sections.flatMap(({ heading, blocks }) => {
    const pieces: Piece[] = []
    let loose = heading === '' ? [] : [`*${prose(heading)}*`]
    const flush = () => {
      if (loose.length > 0) pieces.push({ text: loose.join('\n'), step: null })
      loose = []
    }
    for (const block of blocks) {
      const text = inlineMarkdown(block.text, facts)
      if (block.type === 'text') {
        // A heading and its paragraphs are one block as long as that holds them.
        if (loose.join('\n').length + text.length > LIMITS.sectionText - 100) flush()
        loose.push(text)
        continue
      }
      flush()
      pieces.push({ text: `*${block.number}.* ${text}`, step: tracked.get(block.number) ?? null })
    }
    flush()
    return pieces
  })
}

function paged(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const pages: Piece[][] = [[]]
  let characters = 0
  for (const piece of pieces) {
    const size = Math.min(piece.text.length, LIMITS.sectionText) + (piece.step === null ? 0 : MARK_ROOM)
    const page = pages.at(-1) ?? []
    if (page.length > 0 && (page.length >= PAGE_BLOCKS || characters + size > PAGE_CHARACTERS)) {
      pages.push([piece])
      characters = size
    } else {
      page.push(piece)
      characters += size
    }
  }
  return pages
}

function blockOf(
  { text, step }: Piece,
  { story, linkId, runbook }: RunbookSheet,
  page: number,
  naming: Naming,
): KnownBlock {
  if (step === null) return section(text)
  const value = { story, link: linkId, runbook: runbook.name, step: step.key, page }
  const mark = markLine(step, naming)
  const short = clip(text, LIMITS.sectionText - MARK_ROOM)
  return section(
    `${markOf(step)} ${short}${mark === '' ? '' : `\n${mark}`}`,
    step.state.type === 'done' ? stepUndoButton(value) : stepDoneButton(value),
  )
}

function markOf({ state }: TrackedStep): string {
  return state.type === 'done' ? '☑' : '☐'
}

function markLine({ state }: TrackedStep, naming: Naming): string {
  if (state.type === 'open') return ''
  const who = `${clip(naming(state.by), 120)}, ${moment(state.at)}`
  return state.type === 'done'
    ? `_Done by_ ${who}`
    : `_Not done as it reads now:_ ${who}, did what stood here before the runbook was changed.`
}

function footer({ runbook, facts, steps }: RunbookSheet): string {
  const done = steps.filter(({ state }) => state.type === 'done').length
  const link = facts.evidence === null ? '' : ` for ${code(facts.evidence.link.name, 120)}`
  return `${done} of ${steps.length} steps done. Runbook ${code(runbook.name, 100)}${link}.`
}
