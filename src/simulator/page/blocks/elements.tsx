import type { ComponentChildren, VNode } from 'preact'
import type { JsonObject } from '../../slack/workspace.ts'
import { bareText, SafeLink, Text } from '../text/rich.tsx'
import type { BlockEnv, Press } from './env.ts'
import { confirmOf, groupedOptions, optionalString, options, string, text, Unshowable } from './read.ts'
import { orRedBox } from './red-box.tsx'

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
  const choose = (event: Event, value: string) => {
    const menu = (event.currentTarget as HTMLElement).closest('details')
    if (menu !== null) menu.open = false
    env.press({ ...press, value })
  }
  return (
    <details
      class="overflow"
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null))
          event.currentTarget.open = false
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !event.currentTarget.open) return
        event.stopPropagation()
        event.currentTarget.open = false
        event.currentTarget.querySelector('summary')?.focus()
      }}
    >
      <summary class="slack-button" aria-label="More actions" title="More actions">
        ⋯
      </summary>
      <div class="menu">
        {options(element.options, 'overflow.options').map((option) => (
          <button key={option.value} type="button" onClick={(event) => choose(event, option.value)}>
            {option.url === null ? (
              <Text of={option.text} env={env} />
            ) : (
              <SafeLink url={option.url}>
                <Text of={option.text} env={env} />
              </SafeLink>
            )}
          </button>
        ))}
      </div>
    </details>
  )
}

function staticSelect({ element, blockId, env }: ElementProps): VNode {
  const press = pressOf(element, blockId)
  const groups = groupedOptions(element)
  const placeholder =
    element.placeholder === undefined
      ? 'Select an option'
      : bareText(text(element.placeholder, 'placeholder'))
  const initial = element.initial_option
  const selected = initial === undefined ? '' : (options([initial], 'initial_option')[0]?.value ?? '')
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
