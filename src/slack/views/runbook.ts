import type { RunbookAnswer } from '../../queries/answers.ts'
import type { Runbook } from '../../runbooks/runbook.ts'
import { runbookButton } from '../actions.ts'
import { clip, code, oneLine, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { inlineMarkdown } from '../markdown.ts'

/** A runbook to follow, the index of them, or the nearest to what was asked for. */
export function renderRunbookAnswer(answer: RunbookAnswer): RenderedMessage {
  switch (answer.type) {
    case 'found':
      return renderRunbook(answer.runbook)
    case 'index':
      return renderChoice(
        '*Runbooks*, one for each status. Open one here, or with `/interlink runbook &lt;status&gt;`.',
        answer.runbooks,
      )
    case 'unknown':
      return renderChoice(
        `No runbook is about ${code(answer.words, 100)}. ${answer.nearest.length > 0 ? 'These are the nearest:' : 'Ask `/interlink runbook` for all of them.'}`,
        answer.nearest,
      )
  }
}

function renderRunbook(runbook: Runbook): RenderedMessage {
  const lines = runbook.sections.flatMap((part) => [
    ...(part.heading === '' ? [] : [`*${prose(part.heading)}*`]),
    ...part.blocks.map((block) =>
      block.type === 'step' ? `${block.number}. ${inlineMarkdown(block.text)}` : inlineMarkdown(block.text),
    ),
  ])
  const title = oneLine(runbook.title)
  const parts = runbook.sections.map((part) => {
    const heading = part.heading === '' ? [] : [`*${prose(part.heading)}*`]
    const steps = part.blocks.map((block) =>
      block.type === 'step' ? `${block.number}. ${inlineMarkdown(block.text)}` : inlineMarkdown(block.text),
    )
    return lineSections([...heading, ...steps], LIMITS.blockTextTotal).blocks
  })
  return {
    text: clip([`Runbook: ${prose(title)}`, ...lines].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage(
      [header(title), ...parts.flat()],
      [context([`Runbook ${code(runbook.name, 80)}. \`/interlink runbook\` lists all of them.`])],
    ),
  }
}

function renderChoice(sentence: string, runbooks: readonly Runbook[]): RenderedMessage {
  const some = runbooks.slice(0, 30)
  const line = (runbook: Runbook) => `${prose(runbook.title)} (${code(runbook.name, 60)})`
  return {
    text: clip([sentence, ...some.map(line)].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage([
      section(sentence),
      ...some.map((runbook) => section(line(runbook), runbookButton(runbook.name, 'Open'))),
    ]),
  }
}
