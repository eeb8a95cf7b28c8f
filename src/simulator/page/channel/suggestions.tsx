import type { VNode } from 'preact'
import type { Suggestion } from './completion.ts'

interface SuggestionsProps {
  readonly id: string
  readonly suggestions: readonly Suggestion[]
  readonly chosen: number
  onTake(index: number): void
}

export function Suggestions({ id, suggestions, chosen, onTake }: SuggestionsProps): VNode {
  return (
    <div
      id={id}
      class="suggestions"
      role="listbox"
      aria-label="Suggestions"
      hidden={suggestions.length === 0}
    >
      {suggestions.map((suggestion, index) => (
        <button
          type="button"
          key={suggestion.shown}
          id={`${id}-${index}`}
          class="suggestion"
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          // The field keeps the focus, so that typing goes on.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(index)}
        >
          <strong>{suggestion.shown}</strong> <span>{suggestion.hint}</span>
        </button>
      ))}
      <p class="suggestions-keys" aria-hidden="true">
        <kbd>Tab</kbd> to complete, <kbd>↑</kbd> <kbd>↓</kbd> to choose
      </p>
    </div>
  )
}
