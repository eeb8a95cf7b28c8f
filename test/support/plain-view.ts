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

function buttonText(element: Json): string {
  if (element.type !== 'button') return `[${textOf(element.placeholder)} ▾]`
  const value = element.url ?? element.value
  return `[${textOf(element)}] ${String(element.action_id)}${value === undefined ? '' : ` ${String(value)}`}`
}

function blockLines(block: Json): readonly string[] {
  switch (block.type) {
    case 'header':
      return [`# ${textOf(block)}`]
    case 'divider':
      return ['---']
    case 'context':
      return list(block.elements).map((element) => `(${readable(textOf(element))})`)
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

/** The blocks of a message as plain text, one below another. */
export function plainView({ blocks }: { readonly blocks: readonly unknown[] }): string {
  return list(blocks).flatMap(blockLines).join('\n')
}

/** Several messages of one view, each under its title, as one file. */
export function plainFile(
  views: readonly { readonly title: string; readonly message: Parameters<typeof plainView>[0] }[],
): string {
  return views.map(({ title, message }) => `========== ${title}\n${plainView(message)}\n`).join('\n')
}
