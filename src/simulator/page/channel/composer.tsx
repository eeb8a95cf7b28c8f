import type { VNode } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { DemoCommand } from '../../demo/state.ts'
import { Menu } from '../menu.tsx'
import type { OfferedShortcut } from '../screen.ts'
import { type MentionName, readCommand, suggest } from './completion.ts'
import { Suggestions } from './suggestions.tsx'

interface ComposerProps {
  readonly label: string
  /** What else can be done here, for the empty field. */
  readonly tip: string | null
  readonly commands: readonly DemoCommand[]
  /** Who can be mentioned. */
  readonly names: readonly MentionName[]
  readonly shortcuts: readonly OfferedShortcut[]
  readonly disabled: boolean
  /** Whether typing can begin at once. */
  readonly takesFocus?: boolean
  /** Null in threads, where Slack takes no commands. */
  readonly onCommand: ((command: string, text: string) => Promise<boolean>) | null
  onText(text: string): Promise<boolean>
}

/** Where messages and commands are typed. Up and down go through what was sent, or through the suggestions. */
export function Composer(props: ComposerProps): VNode {
  const { label, tip, commands, names, shortcuts, disabled, takesFocus, onCommand, onText } = props
  const [draft, setDraft] = useState('')
  const [closed, setClosed] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const [sent, setSent] = useState<readonly string[]>([])
  const [back, setBack] = useState(0)
  const [warning, setWarning] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  useEffect(() => {
    if (takesFocus === true) field.current?.focus()
  }, [takesFocus])
  const suggestions = closed ? [] : suggest(draft, commands, names)
  const type = (value: string) => {
    setDraft(value)
    setClosed(false)
    setChosen(-1)
    setBack(0)
    setWarning(null)
  }

  const send = (line: string) => {
    if (line.trim() === '') return
    const command = readCommand(line)
    if (command !== null && onCommand === null) {
      setWarning(`${command.command} does not work in threads, in Slack neither. Type it in the channel.`)
      return
    }
    setSent((before) => [...before.filter((each) => each !== line), line])
    type('')
    if (command !== null && onCommand !== null) void onCommand(command.command, command.text)
    else void onText(line)
  }
  const take = (index: number) => {
    const suggestion = suggestions[index]
    if (suggestion === undefined) return
    type(suggestion.fill)
    field.current?.focus()
  }
  const recall = (step: number) => {
    const next = Math.min(Math.max(back + step, 0), sent.length)
    setDraft(next === 0 ? '' : (sent.at(-next) ?? ''))
    setBack(next)
    setClosed(true)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const browsing = back > 0 || draft === ''
    const arrow = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      if (chosen >= 0) take(chosen)
      else send(draft)
    } else if (event.key === 'Tab' && !event.shiftKey && suggestions.length > 0) {
      event.preventDefault()
      take(Math.max(chosen, 0))
    } else if (event.key === 'Escape' && suggestions.length > 0) {
      event.stopPropagation()
      setClosed(true)
    } else if (arrow !== 0 && browsing) {
      event.preventDefault()
      recall(-arrow)
    } else if (arrow !== 0 && suggestions.length > 0) {
      event.preventDefault()
      const count = suggestions.length
      setChosen((before) => (before === -1 && arrow === -1 ? count - 1 : (before + arrow + count) % count))
    }
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send(draft)
      }}
    >
      <Suggestions id={listId} suggestions={suggestions} chosen={chosen} onTake={take} />
      <div class="composer-field">
        {shortcuts.length > 0 && (
          <Menu
            label="Shortcuts"
            sign="+"
            class="shortcuts"
            signClass="icon-button"
            items={shortcuts.map(({ callbackId, name, description, run }) => ({
              key: callbackId,
              label: name,
              hint: description,
              onChoose: run,
            }))}
          />
        )}
        <input
          ref={field}
          type="text"
          autocomplete="off"
          value={draft}
          disabled={disabled}
          placeholder={tip === null ? label : `${label}, or ${tip}`}
          aria-label={label}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={suggestions.length > 0}
          aria-controls={listId}
          aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="send" disabled={disabled || draft.trim() === ''} aria-label="Send">
          ➤
        </button>
      </div>
      {warning !== null && (
        <p class="composer-warning" role="alert">
          {warning}
        </p>
      )}
    </form>
  )
}
