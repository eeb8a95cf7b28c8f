import type { VNode } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'
import { bareText } from '../text/rich.tsx'
import type { Option } from './read.ts'
import type { Suggested } from './suggested.ts'

interface TypeAheadProps {
  readonly id?: string
  readonly label: string
  readonly placeholder: string
  /** What the element says is chosen at first. */
  readonly initial: Option | null
  /** From how many characters on the app is asked. */
  readonly least: number
  readonly describedBy?: string
  readonly compact?: boolean
  suggest(typed: string): Promise<Suggested>
  onChoose(value: string): void
}

type Shown = Suggested | { readonly type: 'asking' }

/** A select whose options the app answers to what is typed. What was chosen stays until something else is. */
export function TypeAhead(props: TypeAheadProps): VNode {
  const { least, suggest, onChoose } = props
  const [chosen, setChosen] = useState<Option | null>(props.initial)
  const [typed, setTyped] = useState<string | null>(null)
  const [shown, setShown] = useState<Shown>({ type: 'asking' })
  const [marked, setMarked] = useState(0)
  const asked = useRef(0)
  const listId = useId()
  const isOpen = typed !== null
  const options = shown.type === 'options' ? shown.groups.flatMap((group) => group.options) : []

  const ask = async (text: string) => {
    setTyped(text)
    setMarked(0)
    asked.current += 1
    const turn = asked.current
    if (text.trim().length < least) return
    setShown((before) => (before.type === 'options' ? before : { type: 'asking' }))
    const answer = await suggest(text)
    // Answers may overtake one another: only that to what was typed last is shown.
    if (turn === asked.current) setShown(answer)
  }
  const close = () => {
    asked.current += 1
    setTyped(null)
    setShown({ type: 'asking' })
  }
  const take = (option: Option | undefined) => {
    if (option === undefined) return
    setChosen(option)
    close()
    onChoose(option.value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!isOpen) {
      if (arrow !== 0 || event.key === 'Enter') {
        event.preventDefault()
        void ask('')
      }
      return
    }
    if (event.key === 'Enter') take(options[marked])
    else if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    } else if (arrow !== 0 && options.length > 0) {
      setMarked((before) => (before + arrow + options.length) % options.length)
    } else return
    event.preventDefault()
  }

  return (
    <div
      class={props.compact === true ? 'type-ahead compact' : 'type-ahead'}
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) close()
      }}
    >
      <input
        id={props.id}
        type="text"
        class="slack-select"
        autocomplete="off"
        role="combobox"
        aria-label={props.id === undefined ? props.label : undefined}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-describedby={props.describedBy}
        aria-activedescendant={isOpen && options.length > 0 ? `${listId}-${marked}` : undefined}
        placeholder={isOpen && chosen !== null ? bareText(chosen.text) : props.placeholder}
        value={typed ?? (chosen === null ? '' : bareText(chosen.text))}
        onClick={() => {
          if (!isOpen) void ask('')
        }}
        onInput={(event) => void ask(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        <div
          id={listId}
          class="type-ahead-list"
          role="listbox"
          aria-label={props.label}
          ref={(list) => list?.scrollIntoView({ block: 'nearest' })}
        >
          <List
            {...{ id: listId, shown, marked, options }}
            missing={Math.max(0, least - typed.trim().length)}
            onTake={take}
          />
        </div>
      )}
    </div>
  )
}

interface ListProps {
  readonly id: string
  readonly shown: Shown
  readonly options: readonly Option[]
  readonly marked: number
  /** Characters to type before the app is asked. */
  readonly missing: number
  onTake(option: Option): void
}

function List({ id, shown, options, marked, missing, onTake }: ListProps): VNode {
  if (missing > 0) return <p>Type {missing} more to look it up</p>
  if (shown.type === 'asking') return <p>Looking it up…</p>
  if (shown.type === 'failed') return <p>{shown.message}</p>
  if (options.length === 0) return <p>No results</p>
  return (
    <>
      {shown.groups.map((group, index) => (
        <fieldset key={index} aria-label={group.label === null ? undefined : bareText(group.label)}>
          {group.label !== null && <p>{bareText(group.label)}</p>}
          {group.options.map((option) => {
            const place = options.indexOf(option)
            return (
              <button
                type="button"
                key={option.value}
                id={`${id}-${place}`}
                role="option"
                tabIndex={-1}
                aria-selected={place === marked}
                // The field keeps the focus, so that typing goes on.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onTake(option)}
              >
                {bareText(option.text)}
                {option.description !== null && <small>{bareText(option.description)}</small>}
              </button>
            )
          })}
        </fieldset>
      ))}
    </>
  )
}
