import type { Json, JsonObject, TextObject } from '../../slack/workspace.ts'

/** A confirmation dialog object, as it is stored. */
export interface Confirm {
  readonly title: TextObject
  readonly text: TextObject
  readonly confirm: TextObject
  readonly deny: TextObject
  readonly style?: string
}

/** Stored blocks are JSON: these read them, and throw `Unshowable` where they are not what Slack's reference says. */
export class Unshowable extends Error {
  override readonly name = 'Unshowable'
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function object(value: Json | undefined, what: string): JsonObject {
  if (!isObject(value)) throw new Unshowable(`${what} is not an object`)
  return value
}

export function objects(value: Json | undefined, what: string): readonly JsonObject[] {
  if (!Array.isArray(value)) throw new Unshowable(`${what} is not a list`)
  return value.map((item: Json, index) => object(item, `${what}[${index}]`))
}

export function string(value: Json | undefined, what: string): string {
  if (typeof value !== 'string') throw new Unshowable(`${what} is not a string`)
  return value
}

export function optionalString(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}

export function text(value: Json | undefined, what: string): TextObject {
  const { type, text: content, emoji, verbatim } = object(value, what)
  if (type !== 'plain_text' && type !== 'mrkdwn') throw new Unshowable(`${what} has the type ${String(type)}`)
  return {
    type,
    text: string(content, `${what}.text`),
    ...(typeof emoji === 'boolean' ? { emoji } : {}),
    ...(typeof verbatim === 'boolean' ? { verbatim } : {}),
  }
}

export interface Option {
  readonly text: TextObject
  readonly value: string
  readonly description: TextObject | null
  readonly url: string | null
}

export function options(value: Json | undefined, what: string): readonly Option[] {
  return objects(value, what).map((option, index) => ({
    text: text(option.text, `${what}[${index}].text`),
    value: typeof option.value === 'string' ? option.value : '',
    description:
      option.description === undefined ? null : text(option.description, `${what}[${index}].description`),
    url: optionalString(option.url),
  }))
}

export interface OptionGroup {
  readonly label: TextObject | null
  readonly options: readonly Option[]
}

/** The options of a select, or of an answer to one, from their groups too. */
export function groupedOptions(element: JsonObject): readonly OptionGroup[] {
  if (element.option_groups === undefined) {
    return [{ label: null, options: options(element.options, 'options') }]
  }
  return objects(element.option_groups, 'option_groups').map((group) => ({
    label: text(group.label, 'label'),
    options: options(group.options, 'options'),
  }))
}

/** The option that an element says is chosen at first. */
export function initialOption(element: JsonObject): Option | null {
  if (element.initial_option === undefined) return null
  return options([element.initial_option], 'initial_option')[0] ?? null
}

export function confirmOf(element: JsonObject): Confirm | null {
  if (element.confirm === undefined) return null
  const confirm = object(element.confirm, 'confirm')
  const plain = (value: string): TextObject => ({ type: 'plain_text', text: value })
  return {
    title: confirm.title === undefined ? plain('Are you sure?') : text(confirm.title, 'title'),
    text: confirm.text === undefined ? plain('') : text(confirm.text, 'text'),
    confirm: confirm.confirm === undefined ? plain('Yes') : text(confirm.confirm, 'confirm'),
    deny: confirm.deny === undefined ? plain('Cancel') : text(confirm.deny, 'deny'),
    ...(typeof confirm.style === 'string' ? { style: confirm.style } : {}),
  }
}
