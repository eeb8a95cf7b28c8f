import { elementsOf } from './validate.ts'
import type { Chosen, Json, JsonObject, StoredBlock } from './workspace.ts'

/** What people can put into elements, in the shapes of `state.values` and of `actions`. */

export interface Placed {
  readonly blockId: string
  readonly block: JsonObject
  readonly element: JsonObject
}

/** Every element of a surface with the block that holds it. */
export function placed(blocks: readonly StoredBlock[]): readonly Placed[] {
  return blocks.flatMap((block) =>
    elementsOf(block)
      .filter(({ element }) => element.type !== 'image')
      .map(({ element }) => ({ blockId: block.block_id, block, element: element as JsonObject })),
  )
}

/** How to look up what was chosen. */
export interface Lookups {
  readonly isPerson: (id: string) => boolean
  readonly isConversation: (id: string) => boolean
  /** Options that the app has answered for this external select. */
  readonly suggested: readonly JsonObject[]
}

/** The value as `state.values` shows it, or why the person cannot choose this. */
export type Choice =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly reason: string }

type Kind = (element: JsonObject, chosen: Chosen, lookups: Lookups) => Json | { readonly refused: string }

const one = (chosen: Chosen): string => (typeof chosen === 'string' ? chosen : (chosen[0] ?? ''))
const many = (chosen: Chosen): readonly string[] => (typeof chosen === 'string' ? [chosen] : chosen)
const objects = (value: Json | undefined) => (Array.isArray(value) ? (value as readonly JsonObject[]) : [])

function optionsOf(element: JsonObject, lookups: Lookups): readonly JsonObject[] {
  return [
    ...objects(element.options),
    ...objects(element.option_groups).flatMap((group) => objects(group.options)),
    ...lookups.suggested,
  ]
}

const option: Kind = (element, chosen, lookups) =>
  optionsOf(element, lookups).find((each) => each.value === one(chosen)) ?? {
    refused: `no option has the value ${one(chosen)}`,
  }

const options: Kind = (element, chosen, lookups) => {
  const all = optionsOf(element, lookups)
  const strange = many(chosen).find((value) => !all.some((each) => each.value === value))
  if (strange !== undefined) return { refused: `no option has the value ${strange}` }
  return tooMany(element, chosen) ?? all.filter((each) => many(chosen).includes(String(each.value)))
}

const tooMany = (element: JsonObject, chosen: Chosen) =>
  typeof element.max_selected_items === 'number' && many(chosen).length > element.max_selected_items
    ? { refused: `no more than ${element.max_selected_items} may be chosen` }
    : undefined

const known =
  (which: 'isPerson' | 'isConversation'): Kind =>
  (_element, chosen, lookups) =>
    lookups[which](one(chosen)) ? one(chosen) : { refused: `${one(chosen)} is not known here` }

const allKnown =
  (which: 'isPerson' | 'isConversation'): Kind =>
  (element, chosen, lookups) => {
    const strange = many(chosen).find((id) => !lookups[which](id))
    if (strange !== undefined) return { refused: `${strange} is not known here` }
    return tooMany(element, chosen) ?? many(chosen)
  }

const typed: Kind = (element, chosen) => {
  const text = one(chosen)
  const least = typeof element.min_length === 'number' ? element.min_length : 0
  const most = typeof element.max_length === 'number' ? element.max_length : 3000
  if (text.length > most || text.length < least)
    return { refused: `the text must have ${least} to ${most} characters` }
  return text === '' ? null : text
}

const matching =
  (pattern: RegExp, what: string): Kind =>
  (_element, chosen) =>
    pattern.test(one(chosen)) ? one(chosen) : { refused: `${one(chosen)} is not ${what}` }

const richText: Kind = (_element, chosen) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: one(chosen) }] }],
})

/** Per element type: the property of the state that holds the choice, the one of the element that it starts from. */
const STATEFUL: Readonly<
  Record<string, { readonly key: string; readonly initial: string; readonly take: Kind }>
> = {
  static_select: { key: 'selected_option', initial: 'initial_option', take: option },
  external_select: { key: 'selected_option', initial: 'initial_option', take: option },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', take: option },
  users_select: { key: 'selected_user', initial: 'initial_user', take: known('isPerson') },
  conversations_select: {
    key: 'selected_conversation',
    initial: 'initial_conversation',
    take: known('isConversation'),
  },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', take: known('isConversation') },
  checkboxes: { key: 'selected_options', initial: 'initial_options', take: options },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', take: options },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', take: options },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', take: allKnown('isPerson') },
  multi_conversations_select: {
    key: 'selected_conversations',
    initial: 'initial_conversations',
    take: allKnown('isConversation'),
  },
  multi_channels_select: {
    key: 'selected_channels',
    initial: 'initial_channels',
    take: allKnown('isConversation'),
  },
  datepicker: {
    key: 'selected_date',
    initial: 'initial_date',
    take: matching(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD'),
  },
  timepicker: {
    key: 'selected_time',
    initial: 'initial_time',
    take: matching(/^\d{2}:\d{2}$/, 'a time as HH:mm'),
  },
  datetimepicker: {
    key: 'selected_date_time',
    initial: 'initial_date_time',
    take: (_element, chosen) =>
      /^\d{10}$/.test(one(chosen)) ? Number(one(chosen)) : { refused: 'not a timestamp' },
  },
  plain_text_input: { key: 'value', initial: 'initial_value', take: typed },
  email_text_input: {
    key: 'value',
    initial: 'initial_value',
    take: matching(/^[^@\s]+@[^@\s]+$/, 'an email address'),
  },
  url_text_input: {
    key: 'value',
    initial: 'initial_value',
    take: matching(/^[a-z][a-z0-9+.-]*:\S+$/i, 'a URL'),
  },
  number_input: { key: 'value', initial: 'initial_value', take: matching(/^-?\d+(\.\d+)?$/, 'a number') },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value', take: richText },
}

const MANY_VALUED = new Set([
  'selected_options',
  'selected_users',
  'selected_conversations',
  'selected_channels',
])

/** What the inputs hold before anybody touches them, as `state.values`. */
export function initialState(blocks: readonly StoredBlock[]): JsonObject {
  const values: Record<string, Record<string, Json>> = {}
  for (const { blockId, element } of placed(blocks)) {
    const kind = STATEFUL[String(element.type)]
    if (!kind) continue
    const empty: Json = MANY_VALUED.has(kind.key) ? [] : null
    values[blockId] = {
      ...values[blockId],
      [String(element.action_id)]: { type: String(element.type), [kind.key]: element[kind.initial] ?? empty },
    }
  }
  return values
}

/** One choice in one stateful element. */
export function choose(element: JsonObject, chosen: Chosen, lookups: Lookups): Choice {
  const kind = STATEFUL[String(element.type)]
  if (!kind) return { ok: false, reason: `a ${String(element.type)} holds no value` }
  const taken = kind.take(element, chosen, lookups)
  if (typeof taken === 'object' && taken !== null && 'refused' in taken) {
    return { ok: false, reason: String(taken.refused) }
  }
  return { ok: true, value: { type: String(element.type), [kind.key]: taken as Json } }
}

export function isStateful(element: JsonObject): boolean {
  return STATEFUL[String(element.type)] !== undefined
}

/** Whether an input holds nothing, so that Slack will not send the form. */
export function isBlank(value: JsonObject): boolean {
  return Object.entries(value).every(
    ([key, inner]) => key === 'type' || inner === null || (Array.isArray(inner) && inner.length === 0),
  )
}

/** The option pressed in an overflow menu, which keeps no state. */
export function overflowOption(element: JsonObject, chosen: Chosen | undefined): JsonObject | undefined {
  return objects(element.options).find(
    (each) => each.value === (chosen === undefined ? undefined : one(chosen)),
  )
}
