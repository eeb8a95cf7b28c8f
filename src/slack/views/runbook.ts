import type { RunbookAnswer } from '../../queries/answers.ts'
import { NO_FACTS } from '../../runbooks/placeholders.ts'
import type { Runbook } from '../../runbooks/runbook.ts'
import type { RunbookHit } from '../../runbooks/search.ts'
import { linkRunbookButton, runbookButton } from '../actions.ts'
import { clip, code, oneLine, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { inlineMarkdown } from '../markdown.ts'
import { count } from '../text.ts'

/** A runbook to follow, the index of them, where words were found, or the nearest to what was asked for. */
export function renderRunbookAnswer(answer: RunbookAnswer): RenderedMessage {
  switch (answer.type) {
    case 'found':
      return renderRunbook(answer)
    case 'matches':
      return renderMatches(answer)
    case 'index':
      return renderRunbooks(
        '*Runbooks*, for every status and for what is noticed. Open one here, or search them with `/interlink runbook &lt;words&gt;`.',
        answer.runbooks,
      )
    case 'unknown':
      return renderRunbooks(
        `No runbook is about ${code(answer.words, 100)}. ${answer.nearest.length > 0 ? 'These are the nearest:' : 'Ask `/interlink runbook` for all of them.'}`,
        answer.nearest,
      )
  }
}

type Found = Extract<RunbookAnswer, { type: 'found' }>

function renderRunbook({ runbook, facts = NO_FACTS, others = [] }: Found): RenderedMessage {
  const title = oneLine(runbook.title)
  const parts = runbook.sections.map((part) => [
    ...(part.heading === '' ? [] : [`*${prose(part.heading)}*`]),
    ...part.blocks.map((block) => {
      const text = inlineMarkdown(block.text, facts)
      return block.type === 'step' ? `${block.number}. ${text}` : text
    }),
  ])
  const link = facts.evidence?.link ?? null
  const forLink = link === null ? '' : `For ${code(link.name, 120)}. `
  const whose = runbook.origin === 'team' ? "Your team's runbook" : 'Runbook'
  const also =
    link === null
      ? []
      : others
          .slice(0, 5)
          .map((other) =>
            section(
              `Also for this link: *${prose(other.title)}*`,
              linkRunbookButton(link.id, other.name, 'Open'),
            ),
          )
  return {
    text: clip([`Runbook: ${prose(title)}`, ...parts.flat()].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage(
      [header(title), ...parts.flatMap((lines) => lineSections(lines, LIMITS.blockTextTotal).blocks)],
      [
        ...also,
        context([`${forLink}${whose} ${code(runbook.name, 80)}. \`/interlink runbook\` lists all of them.`]),
      ],
    ),
  }
}

/** The places where words were found, the best first, each with its runbook to open. */
function renderMatches({ words, hits }: Extract<RunbookAnswer, { type: 'matches' }>): RenderedMessage {
  const sentence = `${count(hits.length, 'runbook')} about ${code(words, 100)}, the likeliest first:`
  const line = ({ runbook, step, excerpt }: RunbookHit) =>
    `*${prose(runbook.title)}*\n${step === null ? '' : `${step}. `}${prose(excerpt)}`
  return {
    text: clip([sentence, ...hits.map(line)].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage([
      section(sentence),
      ...hits.map((hit) => section(line(hit), runbookButton(hit.runbook.name, 'Open'))),
    ]),
  }
}

/** A team may have many; the rest is found by its words. */
const MAX_CHOICES = 45

function renderRunbooks(sentence: string, runbooks: readonly Runbook[]): RenderedMessage {
  const some = runbooks.slice(0, MAX_CHOICES)
  const line = (runbook: Runbook) => `${prose(runbook.title)} (${code(runbook.name, 60)})`
  return {
    text: clip([sentence, ...some.map(line)].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage([
      section(sentence),
      ...some.map((runbook) => section(line(runbook), runbookButton(runbook.name, 'Open'))),
    ]),
  }
}
