import type { Button, KnownBlock, SectionBlock } from '@slack/types'
import { bandwidthInWords, oneLine } from '../../diagnostics/words.ts'
import type { RouterAnswer } from '../../queries/router.ts'
import { VENDOR_FACTS, VENDORS } from '../../routers/vendors.ts'
import { type Lines, PLACEHOLDERS, READING } from '../../routers/writing.ts'
import { refreshButton, routerPartButton, routerVendorButton } from '../actions.ts'
import { clip, code, escapeText, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, header, LIMITS, lineSections, section } from '../limits.ts'
import { fixButton } from '../remedy-actions.ts'
import { duration, moment } from '../text.ts'
import { renderStatusAnswer } from './which-link.ts'

type Template = Extract<RouterAnswer, { readonly type: 'template' }>

/** Characters and sections of one part: the header, buttons and what passes an answer on have to fit beside them. */
const PART_CHARACTERS = 10_500
const PART_SECTIONS = 38

/** Characters of lines in one section, beside the words above them and the fences around them. */
const CODE_CHARACTERS = LIMITS.sectionText - 500

/**
 * What the customer's router needs for a link, as lines to be copied; or why there is none. A template is never cut: what
 * one message cannot hold is in the next part. `part` counts from 1.
 */
export function renderRouter(answer: RouterAnswer, now: number, part = 1): RenderedMessage {
  switch (answer.type) {
    case 'template':
      return renderTemplate(answer, now, part)
    case 'partner_speaks':
      return renderNone(
        answer.link,
        [
          `On this link the router of ${oneLine(answer.partner)} speaks BGP with Scaleway (L3-hosted), so there is nothing to configure on yours towards Scaleway. What runs between you and the partner is agreed with the partner.`,
        ],
        [answer.partner],
      )
    case 'missing':
      return renderNone(answer.link, answer.reasons, [], [fixButton(answer.link.id)])
    default:
      return renderStatusAnswer(answer, now, 'router', answer.after)
  }
}

function renderNone(
  { id, name }: Template['link'],
  reasons: readonly string[],
  names: readonly string[],
  ways: readonly Button[] = [],
): RenderedMessage {
  const lines = reasons.map((reason) => `• ${prose(reason, names)}`)
  return {
    text: clip([`No router template for ${code(name, 80)}.`, ...lines].join('\n'), LIMITS.fallbackText),
    blocks: [
      header(`No router template for ${plainName(name, 80)}`),
      section(lines.join('\n')),
      actions([...ways, refreshButton(id, 'Show the link')]),
      context([`Link id ${code(id, 60)}`]),
    ],
  }
}

function renderTemplate(answer: Template, now: number, part: number): RenderedMessage {
  const { link, template } = answer
  const facts = VENDOR_FACTS[template.vendor]
  const opening = openingLines(answer)
  const parts = intoParts([...lineSections(opening, PART_CHARACTERS).blocks, ...templateSections(answer)])
  const index = Math.min(Math.max(1, part), parts.length)
  const next = { link: link.id, vendor: template.vendor, part: index + 1 }
  const title = `Router for ${plainName(link.name, 80)}: ${facts.name}`
  const ofParts = parts.length === 1 ? '' : `, part ${index} of ${parts.length}`
  const whole = parts.length === 1 ? [] : [context(['Paste all parts, in their order.'])]
  const blocks: KnownBlock[] = [
    header(`${title}${ofParts}`),
    ...whole,
    ...(parts[index - 1] ?? []),
    actions([
      index < parts.length ? routerPartButton(next, parts.length) : null,
      ...VENDORS.filter((vendor) => vendor !== template.vendor).map((vendor) =>
        routerVendorButton(link.id, vendor),
      ),
      refreshButton(link.id, 'Show the link'),
    ]),
    context([`${sourceText(answer, now)} Link id ${code(link.id, 60)}`]),
  ]
  return {
    text: clip(
      [`Router template for ${code(link.name, 80)}: ${facts.name}${ofParts}.`, ...opening].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks,
  }
}

function openingLines({ planning, template, unknownVendor }: Template): readonly string[] {
  const { plan, leftOut, notes } = planning
  const facts = VENDOR_FACTS[template.vendor]
  const checked = facts.machineChecked
    ? `${facts.name} itself has loaded and run this template, in this bot's tests.`
    : `*Not machine-checked*: it is written after the documents of ${facts.name}, and no such router has read it.`
  return [
    `Your side AS ${plan.ownAsn}, Scaleway's AS ${plan.scalewayAsn}, ${bandwidthInWords(plan.bandwidthMbps)}. ${checked}`,
    ...(unknownVendor === null
      ? []
      : [
          `There is no template for ${code(unknownVendor, 40)}: this is for ${facts.name}, the others are below.`,
        ]),
    ...[...leftOut.map(({ why }) => why), ...notes].map((note) => `• ${prose(note)}`),
    '• No MD5, BFD, GTSM or jumbo frames: Scaleway documents none of them.',
  ]
}

function templateSections({ template }: Template): readonly SectionBlock[] {
  const { apply, rollback, variants, checks, placeholders } = template
  const fill = placeholders.map((name) => `• ${code(name)} ${PLACEHOLDERS[name]}`)
  return [
    ...(fill.length === 0 ? [] : [section(['*To be filled in*, where they stand', ...fill].join('\n'))]),
    ...apply.flatMap((lines, index) => codeSections(`${index + 1}. ${lines.what}`, lines)),
    ...checks.flatMap((lines) => codeSections(`Check: ${lines.what}`, lines)),
    section(['*How to read it*', ...READING.map((line) => `• ${prose(line)}`)].join('\n')),
    ...rollback.flatMap((lines, index) => codeSections(`Rollback ${index + 1}: ${lines.what}`, lines)),
    ...variants.flatMap((lines) => codeSections(`Where needed: ${lines.what}`, lines)),
  ]
}

/** The lines as code below their words, in as many sections as they need. No line of a template has a backtick. */
function codeSections(what: string, { lines }: Lines): readonly SectionBlock[] {
  const chunks: string[][] = []
  let room = 0
  for (const line of lines.map(escapeText)) {
    room -= line.length + 1
    if (room < 0 || chunks.length === 0) {
      chunks.push([])
      room = CODE_CHARACTERS - line.length - 1
    }
    chunks.at(-1)?.push(line)
  }
  return chunks.map((chunk, index) => {
    const words = index === 0 ? what : `${what}, continued`
    return section([`*${prose(words)}*`, '```', ...chunk, '```'].join('\n'))
  })
}

function intoParts(sections: readonly SectionBlock[]): readonly (readonly SectionBlock[])[] {
  const parts: SectionBlock[][] = [[]]
  let characters = 0
  for (const block of sections) {
    const length = block.text?.text.length ?? 0
    const full = characters + length > PART_CHARACTERS || (parts.at(-1)?.length ?? 0) >= PART_SECTIONS
    if (full) {
      parts.push([])
      characters = 0
    }
    parts.at(-1)?.push(block)
    characters += length
  }
  return parts
}

function sourceText({ source }: Template, now: number): string {
  if (source.type === 'live') return `Read live at ${moment(source.at)}.`
  if (source.at === null) return 'Never read so far.'
  return `Made of what was polled ${duration(now - source.at)} ago.`
}
