import { textsOf } from './slack-limits.ts'

/** A message as it reads without Slack: fixtures of views are for people, and are compared by them. */

interface Json {
  readonly [key: string]: unknown
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
const textOf = (value: unknown) => textsOf([value]).join(' ')

/** Dates as clients that do not know them show them, links with their address, no entities. */
function readable(mrkdwn: string): string {
  return mrkdwn
    .replace(/<!date\^\d+\^\{ago\}\|([^>]*)>/gu, '{ago: $1}')
    .replace(/<!date\^\d+\^[^|]*\|([^>]*)> \([\d:]+ UTC\)/gu, '$1')
    .replace(/<!date\^\d+\^[^|]*\|([^>]*)>/gu, '$1')
    .replace(/<((?:https?|mailto):[^|>]*)\|([^>]*)>/gu, '$2 <$1>')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/** At most so many options of a menu are written out. */
const MOST_OPTIONS = 8

function menuText(element: Json): string {
  const options = list(element.options).map(({ text }) => textOf(text))
  const some = options.slice(0, MOST_OPTIONS).join(' | ')
  const more = options.length > MOST_OPTIONS ? ` … ${options.length} in all` : ''
  const chosen = isObject(element.initial_option) ? `${textOf(element.initial_option.text)} ` : ''
  const typed = typeof element.initial_value === 'string' ? element.initial_value : ''
  const opening = `${chosen}${typed}` || textOf(element.placeholder)
  if (element.type === 'plain_text_input') return `[${opening || '…'}]`
  return `[${opening.trim()} ▾] ${some}${more}`.trim()
}

function inputLines(block: Json): readonly string[] {
  const optional = block.optional === true ? ' (optional)' : ''
  return [
    `${textOf(block.label)}${optional}: ${isObject(block.element) ? menuText(block.element) : ''}`,
    ...(block.hint === undefined ? [] : [`  ${textOf(block.hint)}`]),
  ]
}

function buttonText(element: Json): string {
  if (element.type !== 'button') return menuText(element)
  const value = element.url ?? element.value
  const asks = isObject(element.confirm) ? ` (asks: ${textsOf([element.confirm]).join(' · ')})` : ''
  return `[${textOf(element.text)}] ${String(element.action_id)}${value === undefined ? '' : ` ${String(value)}`}${asks}`
}

function blockLines(block: Json): readonly string[] {
  switch (block.type) {
    case 'header':
      return [`# ${textOf(block)}`]
    case 'divider':
      return ['---']
    case 'context':
      return list(block.elements).map((element) => `(${readable(textOf(element))})`)
    case 'input':
      return inputLines(block)
    case 'actions':
      return list(block.elements).map(buttonText)
    default:
      return [
        ...(isObject(block.text) ? [readable(textOf(block.text))] : []),
        // A field has its label on its first line.
        ...list(block.fields).map((field) => readable(textOf(field)).replaceAll('\n', ' | ')),
        ...(isObject(block.accessory) ? [buttonText(block.accessory)] : []),
      ]
  }
}

/** What is rendered: a message, or a view. */
interface Rendered {
  readonly blocks: readonly unknown[]
  /** Of a window. */
  readonly title?: unknown
  readonly submit?: unknown
  readonly close?: unknown
}

/** The blocks of a message or view as plain text, one below another; of a window its title and buttons above them. */
export function plainView({ blocks, title, submit, close }: Rendered): string {
  const buttons = [submit, close].filter((one) => one !== undefined).map((one) => `[${textOf(one)}]`)
  const frame = title === undefined ? [] : [`## ${textOf(title)}   ${buttons.join(' ')}`]
  return [...frame, ...list(blocks).flatMap(blockLines)].join('\n')
}

/** Several messages of one view, each under its title, as one file. */
export function plainFile(
  views: readonly { readonly title: string; readonly message: Parameters<typeof plainView>[0] }[],
): string {
  return views.map(({ title, message }) => `========== ${title}\n${plainView(message)}\n`).join('\n')
}
