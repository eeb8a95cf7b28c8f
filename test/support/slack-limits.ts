/**
 * Slack's limits for messages, written from its Block Kit reference and not from src/slack/limits.ts: what a view makes is
 * measured with another ruler than the one it was cut with.
 */

export interface Json {
  readonly [key: string]: unknown
}

const BLOCKS_IN_USE = new Set(['header', 'section', 'context', 'divider', 'actions'])

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a list; none where it is no list. */
export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** What Slack would refuse about a text object. */
export function checkText(value: unknown, max: number, where: string, types: readonly string[]): string[] {
  if (!isObject(value)) return [`${where}: no text object`]
  const text = value.text
  if (typeof text !== 'string' || text.length === 0) return [`${where}: empty text`]
  const problems: string[] = []
  if (!types.includes(String(value.type))) problems.push(`${where}: text of type ${String(value.type)}`)
  if (text.length > max) problems.push(`${where}: ${text.length} characters of ${max}`)
  return problems
}

const BOTH = ['mrkdwn', 'plain_text']

/** What Slack would refuse about a menu. */
export function checkSelect(element: Json, where: string): string[] {
  // A menu may do without one.
  const problems =
    element.placeholder === undefined
      ? []
      : checkText(element.placeholder, 150, `${where} placeholder`, ['plain_text'])
  if (element.type === 'external_select') return problems
  const options = list(element.options)
  if (options.length < 1 || options.length > 100) problems.push(`${where}: ${options.length} options`)
  const initial = element.initial_option
  if (isObject(initial) && !options.some(({ value }) => value === initial.value))
    problems.push(`${where}: initial_option is none of the options`)
  for (const option of options) {
    problems.push(...checkText(option.text, 75, `${where} option`, ['plain_text']))
    const { value } = option
    if (typeof value !== 'string' || value.length < 1 || value.length > 75) problems.push(`${where}: value`)
  }
  return problems
}

function checkButton(element: Json, where: string): string[] {
  if (['static_select', 'external_select'].includes(String(element.type))) return checkSelect(element, where)
  if (element.type !== 'button') return [`${where}: element ${String(element.type)}`]
  const problems = checkText(element.text, 75, `${where} button`, ['plain_text'])
  const over = (key: string, max: number) => {
    const value = element[key]
    if (value !== undefined && (typeof value !== 'string' || value.length === 0 || value.length > max)) {
      problems.push(`${where}: button ${key}`)
    }
  }
  over('action_id', 255)
  over('value', 2000)
  over('url', 3000)
  return problems
}

/** What Slack would refuse about one block of a message. */
export function checkBlock(block: Json, index: number): string[] {
  const where = `block ${index} (${String(block.type)})`
  switch (block.type) {
    case 'header':
      return checkText(block.text, 150, where, ['plain_text'])
    case 'divider':
      return []
    case 'section': {
      const problems = block.text === undefined ? [] : checkText(block.text, 3000, where, BOTH)
      const fields = list(block.fields)
      if (block.text === undefined && fields.length === 0) problems.push(`${where}: neither text nor fields`)
      if (fields.length > 10) problems.push(`${where}: ${fields.length} fields`)
      problems.push(...fields.flatMap((field) => checkText(field, 2000, `${where} field`, BOTH)))
      return isObject(block.accessory) ? [...problems, ...checkButton(block.accessory, where)] : problems
    }
    case 'context': {
      const elements = list(block.elements)
      const problems =
        elements.length < 1 || elements.length > 10 ? [`${where}: ${elements.length} elements`] : []
      return [...problems, ...elements.flatMap((element) => checkText(element, 3000, where, BOTH))]
    }
    case 'actions': {
      const elements = list(block.elements)
      const problems =
        elements.length < 1 || elements.length > 25 ? [`${where}: ${elements.length} elements`] : []
      const ids = elements.map((element) => element.action_id)
      if (new Set(ids).size !== ids.length) problems.push(`${where}: an action_id twice`)
      return [...problems, ...elements.flatMap((element) => checkButton(element, where))]
    }
    default:
      return [`${where}: unknown block`]
  }
}

/** Every text object of some blocks, of one type or of all. */
export function textsOf(value: unknown, type?: 'mrkdwn' | 'plain_text'): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, type))
  if (!isObject(value)) return []
  const here =
    typeof value.text === 'string' && (type === undefined || value.type === type) ? [value.text] : []
  return [...here, ...Object.values(value).flatMap((item) => textsOf(item, type))]
}

/** What Slack would refuse about a message; empty where nothing. */
export function slackProblems(message: {
  readonly text: string
  readonly blocks: readonly unknown[]
}): readonly string[] {
  const problems = list(message.blocks).flatMap(checkBlock)
  if (message.text.trim() === '') problems.push('no fallback text')
  if (message.text.length > 4000) problems.push(`fallback text of ${message.text.length} characters`)
  if (message.blocks.length > 50) problems.push(`${message.blocks.length} blocks`)
  const total = textsOf(message.blocks).reduce((sum, text) => sum + text.length, 0)
  if (total > 13_200) problems.push(`${total} characters in all`)
  for (const block of list(message.blocks)) {
    if (!BLOCKS_IN_USE.has(String(block.type))) problems.push(`a block of type ${String(block.type)}`)
  }
  return problems
}

/** The date tokens and links that the bot itself may write. Everything else in angle brackets is somebody else's. */
const OWN_TOKEN =
  /<!date\^\d+\^(?:\{time_secs\} \{date_short_pretty\}|\{ago\})\|[\d :UTC-]+>|<(?:https?:\/\/|mailto:)[^<>|\s]+\|[^<>|]+>/gu

/**
 * What in some mrkdwn could mention, link or break formatting: angle brackets that are not the bot's own tokens, half
 * entities, code spans left open, lone surrogates, invisible characters that turn the direction of text.
 */
export function formattingProblems(mrkdwn: string): readonly string[] {
  const problems: string[] = []
  const rest = mrkdwn.replace(OWN_TOKEN, '')
  if (/[<>]/u.test(rest)) problems.push(`angle brackets in: ${rest}`)
  if (/&(?!amp;|lt;|gt;)/u.test(rest)) problems.push(`half an entity in: ${rest}`)
  if ((mrkdwn.split('`').length - 1) % 2 === 1) problems.push(`an open code span in: ${mrkdwn}`)
  if (/\p{Surrogate}/u.test(mrkdwn)) problems.push('half a character')
  if (/[\u200e\u200f\u202a-\u202e\u2066\u2067]/u.test(mrkdwn)) problems.push('a character that turns text')
  const isolates = (mrkdwn.match(/\u2068/gu) ?? []).length - (mrkdwn.match(/\u2069/gu) ?? []).length
  if (isolates !== 0) problems.push('an isolate left open')
  return problems
}

/** The problems of every mrkdwn text of a message, its fallback included. */
export function messageFormattingProblems(message: {
  readonly text: string
  readonly blocks: readonly unknown[]
}): readonly string[] {
  return [message.text, ...textsOf(message.blocks, 'mrkdwn')].flatMap(formattingProblems)
}
