import type { ComponentChildren, VNode } from 'preact'
import type { JsonObject } from '../../slack/workspace.ts'
import { Menu } from '../menu.tsx'
import { bareText, SafeLink, Text } from '../text/rich.tsx'
import type { BlockEnv, Press } from './env.ts'
import {
  confirmOf,
  groupedOptions,
  initialOption,
  object,
  optionalString,
  options,
  string,
  text,
  Unshowable,
} from './read.ts'
import { orRedBox } from './red-box.tsx'
import { TypeAhead } from './type-ahead.tsx'

interface ElementProps {
  readonly element: JsonObject
  readonly blockId: string
  readonly env: BlockEnv
}

type Renderer = (props: ElementProps) => ComponentChildren

/** The elements of messages this page can show; called, not mounted, as blocks are. Others fail loudly. */
const RENDERERS: Readonly<Record<string, Renderer>> = {
  button,
  overflow,
  static_select: staticSelect,
  external_select: externalSelect,
  image: ({ element }) => (
    <img src={string(element.image_url, 'image_url')} alt={string(element.alt_text, 'alt_text')} />
  ),
}

/** One element of an actions block, or a section's accessory. */
export function Element({ element, blockId, env }: ElementProps): ComponentChildren {
  const type = String(element.type)
  return orRedBox(type, element, env, () => {
    const render = Object.hasOwn(RENDERERS, type) ? RENDERERS[type] : undefined
    if (render === undefined) throw new Unshowable(`This page cannot show the element type “${type}”`)
    return render({ element, blockId, env })
  })
}

function pressOf(element: JsonObject, blockId: string): Press {
  return { actionId: string(element.action_id, 'action_id'), blockId, confirm: confirmOf(element) }
}

function button({ element, blockId, env }: ElementProps): VNode {
  const press = pressOf(element, blockId)
  const label = text(element.text, 'button.text')
  const style = optionalString(element.style) ?? 'default'
  const url = optionalString(element.url)
  const aria = optionalString(element.accessibility_label)
  const named = aria === null ? {} : { 'aria-label': aria }
  // A link button opens its address and still tells the app, as in Slack.
  if (url !== null) {
    return (
      <SafeLink url={url} class={`slack-button ${style}`} onClick={() => env.press(press)} {...named}>
        <Text of={label} env={env} />
      </SafeLink>
    )
  }
  return (
    <button type="button" class={`slack-button ${style}`} onClick={() => env.press(press)} {...named}>
      <Text of={label} env={env} />
    </button>
  )
}

function overflow({ element, blockId, env }: ElementProps): VNode {
  const press = pressOf(element, blockId)
  const items = options(element.options, 'overflow.options').map((option) => ({
    key: option.value,
    label:
      option.url === null ? (
        <Text of={option.text} env={env} />
      ) : (
        <SafeLink url={option.url}>
          <Text of={option.text} env={env} />
        </SafeLink>
      ),
    onChoose: () => env.press({ ...press, value: option.value }),
  }))
  return <Menu label="More actions" sign="⋯" signClass="slack-button" items={items} />
}

/** How many characters Slack waits for when an external select does not say (docs.slack.dev, "Select menu element"). */
const LEAST_TYPED = 3

/** What a select that the app fills needs to ask it. */
export function typeAheadOf(element: JsonObject, blockId: string, env: BlockEnv) {
  const actionId = string(element.action_id, 'action_id')
  const { min_query_length: least } = element
  return {
    placeholder: placeholderOf(element) || 'Select an option',
    initial: initialOption(element),
    least: typeof least === 'number' ? least : LEAST_TYPED,
    suggest: (typed: string) => env.suggest({ actionId, blockId, typed }),
  }
}

function externalSelect({ element, blockId, env }: ElementProps): VNode {
  const press = pressOf(element, blockId)
  const asked = typeAheadOf(element, blockId, env)
  return (
    <TypeAhead
      key={press.actionId}
      {...asked}
      label={asked.placeholder}
      compact
      onChoose={(value) => env.press({ ...press, value })}
    />
  )
}

function staticSelect({ element, blockId, env }: ElementProps): VNode {
  const press = pressOf(element, blockId)
  const groups = groupedOptions(element)
  const placeholder = placeholderOf(element) || 'Select an option'
  const selected = heldOption(env.held(blockId, press.actionId)) ?? initialOption(element)?.value ?? ''
  const change = (event: Event) => {
    const select = event.currentTarget as HTMLSelectElement
    const value = select.value
    // The stored message decides what is selected; until it says so, the old choice shows.
    if (press.confirm !== null) select.value = selected
    if (value !== '') env.press({ ...press, value })
  }
  return (
    <select class="slack-select" aria-label={placeholder} value={selected} onChange={change}>
      <option value="" disabled hidden>
        {placeholder}
      </option>
      <SelectOptions groups={groups} />
    </select>
  )
}

/** The value of the option that a view's state holds; null for none. */
function heldOption(held: JsonObject | null): string | null {
  const option = held?.selected_option ?? null
  return option === null ? null : optionalString(object(option, 'selected_option').value)
}

export function placeholderOf(element: JsonObject): string {
  return element.placeholder === undefined ? '' : bareText(text(element.placeholder, 'placeholder'))
}

/** Native options, grouped as the element groups them. */
export function SelectOptions({ groups }: { groups: ReturnType<typeof groupedOptions> }): VNode {
  return (
    <>
      {groups.map((group, index) => {
        const items = group.options.map((option) => (
          <option key={option.value} value={option.value}>
            {bareText(option.text)}
          </option>
        ))
        return group.label === null ? (
          items
        ) : (
          <optgroup key={index} label={bareText(group.label)}>
            {items}
          </optgroup>
        )
      })}
    </>
  )
}
