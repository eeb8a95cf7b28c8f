import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types'
import { clip, safeUrl, truncate } from './escape.ts'
import { count } from './text.ts'

/**
 * Slack's limits, in characters unless they count things (Block Kit reference; `blockTextTotal` is undocumented: users
 * see `msg_blocks_too_long` from about 13,200 characters summed over all blocks).
 */
export const LIMITS = {
  blocks: 50,
  blockTextTotal: 13_000,
  fallbackText: 3000,
  sectionText: 3000,
  fieldText: 2000,
  fieldsPerSection: 10,
  headerText: 150,
  contextElements: 10,
  contextText: 2000,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  options: 100,
  optionText: 75,
  optionValue: 75,
  placeholder: 150,
  viewBlocks: 100,
  viewTitle: 24,
  url: 3000,
  id: 255,
} as const

/** What a view makes. `text` says it all without blocks: notifications and screen readers read it. */
export interface RenderedMessage {
  readonly text: string
  readonly blocks: KnownBlock[]
}

/** A mrkdwn object. `verbatim`, so that Slack neither links addresses nor resolves names that it finds in it. */
function mrkdwn(text: string, max: number = LIMITS.sectionText): MrkdwnElement {
  return { type: 'mrkdwn', text: clip(text, max) || '–', verbatim: true }
}

/** A plain_text object of raw text. Slack turns no `:name:` in it into an emoji. */
export function plainText(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: truncate(text, max) || '–', emoji: false }
}

/** Plain text in large letters. */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: plainText(text, LIMITS.headerText) }
}

/** A paragraph of mrkdwn, with an element at its side where there is one. */
export function section(text: string, accessory?: Button): SectionBlock {
  const block: SectionBlock = { type: 'section', text: mrkdwn(text) }
  return accessory === undefined ? block : { ...block, accessory }
}

/** Labels with their values in two columns, in as many sections as they need. Values are mrkdwn. */
export function fields(entries: readonly (readonly [label: string, value: string])[]): SectionBlock[] {
  const sections: SectionBlock[] = []
  for (let start = 0; start < entries.length; start += LIMITS.fieldsPerSection) {
    const some = entries.slice(start, start + LIMITS.fieldsPerSection)
    sections.push({
      type: 'section',
      fields: some.map(([label, value]) => mrkdwn(`*${label}*\n${value}`, LIMITS.fieldText)),
    })
  }
  return sections
}

/** Small grey print. What does not fit into Slack's ten elements is left out. */
export function context(texts: readonly string[]): ContextBlock {
  const elements = texts.slice(0, LIMITS.contextElements).map((text) => mrkdwn(text, LIMITS.contextText))
  return { type: 'context', elements }
}

/** A line between blocks. */
export function divider(): DividerBlock {
  return { type: 'divider' }
}

/** A button that comes back with `value`. A value over Slack's limit would come back as another: it must fit. */
export function button(actionId: string, label: string, value: string, style?: 'primary' | 'danger'): Button {
  const made: Button = {
    type: 'button',
    action_id: actionId,
    text: plainText(label, LIMITS.buttonText),
    value: value.slice(0, LIMITS.buttonValue),
  }
  return style === undefined ? made : { ...made, style }
}

/** A button that opens a page; null where the address is not one to send people to. */
export function linkButton(actionId: string, label: string, url: string): Button | null {
  const href = safeUrl(url)
  if (href === null || href.length > LIMITS.url) return null
  return { type: 'button', action_id: actionId, text: plainText(label, LIMITS.buttonText), url: href }
}

/** A row of buttons, without those that are null. */
export function actions(buttons: readonly (Button | null)[]): ActionsBlock {
  const elements = buttons.filter((element) => element !== null).slice(0, LIMITS.actionElements)
  return { type: 'actions', elements }
}

function textsOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textsOf(item), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : textsOf(item)),
    0,
  )
}

/** The characters of all texts in some blocks. */
function textLength(blocks: readonly KnownBlock[]): number {
  return textsOf(blocks)
}

/**
 * As much of `body` as one message holds, from its start, followed by all of `tail` (buttons, small print). Where
 * something had to go, a line says how much.
 */
export function fitMessage(body: readonly KnownBlock[], tail: readonly KnownBlock[] = []): KnownBlock[] {
  if (body.length + tail.length <= LIMITS.blocks && textLength([...body, ...tail]) <= LIMITS.blockTextTotal) {
    return [...body, ...tail]
  }
  const room = LIMITS.blocks - tail.length - 1
  let characters = LIMITS.blockTextTotal - textLength(tail) - 80
  const kept: KnownBlock[] = []
  for (const block of body) {
    characters -= textLength([block])
    if (characters < 0 || kept.length >= room) break
    kept.push(block)
  }
  const left = count(body.length - kept.length, 'more part')
  return [...kept, context([`${left} left out: a Slack message holds no more.`]), ...tail]
}

/** Lines joined into sections, as many as fit into `characters`, and how many lines did not. */
export function lineSections(
  lines: readonly string[],
  characters: number,
  maxSections = 40,
): { readonly blocks: SectionBlock[]; readonly left: number } {
  const texts: string[] = []
  let current = ''
  let used = 0
  let taken = 0
  for (const line of lines) {
    const short = clip(line, LIMITS.sectionText)
    if (used + short.length + 1 > characters) break
    const joined = current === '' ? short : `${current}\n${short}`
    if (joined.length > LIMITS.sectionText) {
      if (texts.length + 1 >= maxSections) break
      texts.push(current)
      current = short
    } else {
      current = joined
    }
    used += short.length + 1
    taken += 1
  }
  if (current !== '') texts.push(current)
  return { blocks: texts.map((text) => section(text)), left: lines.length - taken }
}
