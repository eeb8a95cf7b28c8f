import type { ComponentChildren, VNode } from 'preact'
import type { JsonObject, StoredBlock } from '../../slack/workspace.ts'
import { momentOfWall, wallClock } from '../text/dates.ts'
import { Text } from '../text/rich.tsx'
import { placeholderOf, SelectOptions, typeAheadOf } from './elements.tsx'
import type { BlockEnv, FormState, FormValue } from './env.ts'
import {
  groupedOptions,
  initialOption,
  type Option,
  object,
  optionalString,
  options,
  string,
  text,
  Unshowable,
} from './read.ts'
import { TypeAhead } from './type-ahead.tsx'

interface InputProps {
  readonly element: JsonObject
  readonly blockId: string
  readonly id: string
  readonly value: FormValue
  readonly describedBy: string
  readonly required: boolean
  readonly env: BlockEnv
  change(value: FormValue): void
}

type Renderer = (props: InputProps) => ComponentChildren

/** The inputs of modals this page can show, each with the value it starts with. Others fail loudly. */
const INPUTS: Readonly<
  Record<string, { readonly render: Renderer; readonly initial: (element: JsonObject) => FormValue }>
> = {
  plain_text_input: { render: textInput, initial: initialString('initial_value') },
  email_text_input: { render: textInput, initial: initialString('initial_value') },
  number_input: { render: textInput, initial: initialString('initial_value') },
  datepicker: { render: (props) => clockInput(props, 'date'), initial: initialString('initial_date') },
  timepicker: { render: (props) => clockInput(props, 'time'), initial: initialString('initial_time') },
  datetimepicker: {
    render: dateTimeInput,
    initial: ({ initial_date_time: seconds }) => (seconds === undefined ? '' : String(seconds)),
  },
  static_select: { render: selectInput, initial: initialValue },
  external_select: { render: typeAheadInput, initial: initialValue },
  radio_buttons: { render: (props) => choices(props, 'radio'), initial: initialValue },
  checkboxes: {
    render: (props) => choices(props, 'checkbox'),
    initial: (element) =>
      element.initial_options === undefined
        ? []
        : options(element.initial_options, 'initial_options').map((option) => option.value),
  },
}

function initialString(property: string) {
  return (element: JsonObject): FormValue => optionalString(element[property]) ?? ''
}

function initialValue(element: JsonObject): FormValue {
  return initialOption(element)?.value ?? ''
}

/** An input block: label, element, hint and what the app said is wrong. */
export function inputBlock(block: StoredBlock, env: BlockEnv): VNode {
  const element = object(block.element, 'input.element')
  const type = string(element.type, 'element.type')
  const input = Object.hasOwn(INPUTS, type) ? INPUTS[type] : undefined
  if (input === undefined) throw new Unshowable(`This page cannot show the input type “${type}”`)
  const form = formOf(env)
  const actionId = string(element.action_id, 'action_id')
  const id = `input-${block.block_id}`
  const error = form.errors[block.block_id]
  const optional = block.optional === true
  const grouped = type === 'radio_buttons' || type === 'checkboxes'
  const label = (
    <>
      <Text of={text(block.label, 'input.label')} env={env} />
      {optional && <span class="optional"> (optional)</span>}
    </>
  )
  return (
    <div
      class={error === undefined ? 'block input' : 'block input wrong'}
      role={grouped ? 'group' : undefined}
    >
      {grouped ? <span class="label">{label}</span> : <label for={id}>{label}</label>}
      {input.render({
        element,
        blockId: block.block_id,
        id,
        env,
        value: form.get(block.block_id, actionId) ?? input.initial(element),
        describedBy: `${id}-hint`,
        required: !optional,
        change: (value) => form.set(block.block_id, actionId, value),
      })}
      <div id={`${id}-hint`} class="hint" aria-live="polite">
        {error !== undefined && <span class="error">{error}</span>}
        {block.hint !== undefined && <Text of={text(block.hint, 'input.hint')} env={env} />}
      </div>
    </div>
  )
}

function formOf(env: BlockEnv): FormState {
  if (env.form === null) throw new Unshowable('This page shows input blocks in modals only')
  return env.form
}

function textInput({ element, id, value, describedBy, required, change }: InputProps): VNode {
  const shared = {
    id,
    value: String(value),
    placeholder: placeholderOf(element),
    'aria-describedby': describedBy,
    'aria-required': required,
    onInput: (event: Event) => change((event.currentTarget as HTMLInputElement).value),
    ...(typeof element.max_length === 'number' ? { maxLength: element.max_length } : {}),
  }
  return element.multiline === true ? <textarea rows={4} {...shared} /> : <input type="text" {...shared} />
}

function clockInput({ id, value, describedBy, change }: InputProps, type: 'date' | 'time'): VNode {
  return (
    <input
      id={id}
      type={type}
      value={String(value)}
      aria-describedby={describedBy}
      onInput={(event) => change(event.currentTarget.value)}
    />
  )
}

/** Slack's picker speaks the reader's zone and answers seconds since the epoch. */
function dateTimeInput({ id, value, describedBy, change, env }: InputProps): VNode {
  const seconds = Number(value)
  return (
    <input
      id={id}
      type="datetime-local"
      value={value === '' ? '' : wallClock(seconds * 1000, env.zone)}
      aria-describedby={describedBy}
      onInput={(event) => {
        const at = momentOfWall(event.currentTarget.value, env.zone)
        change(at === null ? '' : String(Math.floor(at / 1000)))
      }}
    />
  )
}

function selectInput({ element, id, value, describedBy, change }: InputProps): VNode {
  return (
    <select
      id={id}
      class="slack-select"
      value={String(value)}
      aria-describedby={describedBy}
      onChange={(event) => change(event.currentTarget.value)}
    >
      <option value="" disabled hidden>
        {placeholderOf(element) || 'Select an option'}
      </option>
      <SelectOptions groups={groupedOptions(element)} />
    </select>
  )
}

function typeAheadInput({ element, blockId, id, describedBy, change, env }: InputProps): VNode {
  const asked = typeAheadOf(element, blockId, env)
  return <TypeAhead key={id} {...{ ...asked, id, describedBy }} label={asked.placeholder} onChoose={change} />
}

function choices({ element, id, value, change, env }: InputProps, type: 'radio' | 'checkbox'): VNode {
  const chosen = typeof value === 'string' ? [value] : value
  const toggle = (option: Option, on: boolean) => {
    if (type === 'radio') change(option.value)
    else change(on ? [...chosen, option.value] : chosen.filter((other) => other !== option.value))
  }
  return (
    <div class="choices">
      {options(element.options, 'options').map((option) => (
        <label key={option.value} class="choice">
          <input
            type={type}
            name={id}
            checked={chosen.includes(option.value)}
            onChange={(event) => toggle(option, event.currentTarget.checked)}
          />
          <span>
            <Text of={option.text} env={env} />
            {option.description !== null && (
              <span class="description">
                <Text of={option.description} env={env} />
              </span>
            )}
          </span>
        </label>
      ))}
    </div>
  )
}
