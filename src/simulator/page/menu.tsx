import type { ComponentChildren, VNode } from 'preact'

interface MenuItem {
  readonly key: string
  readonly label: ComponentChildren
  /** A second, softer line. */
  readonly hint?: string
  onChoose(): void
}

interface MenuProps {
  /** What the menu is for, for those who cannot see its sign. */
  readonly label: string
  readonly sign: string
  readonly class?: string
  readonly signClass?: string
  readonly items: readonly MenuItem[]
}

/** A sign that unfolds into a few things to do. It folds when something is chosen, on Escape and when the focus leaves. */
export function Menu({ label, sign, class: name = '', signClass, items }: MenuProps): VNode {
  return (
    <details
      class={`overflow ${name}`}
      onToggle={(event) => {
        if (event.currentTarget.open)
          event.currentTarget.querySelector('.menu')?.scrollIntoView({ block: 'nearest' })
      }}
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null))
          event.currentTarget.open = false
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !event.currentTarget.open) return
        event.stopPropagation()
        // In a dialog, Escape would close the dialog too.
        event.preventDefault()
        event.currentTarget.open = false
        event.currentTarget.querySelector('summary')?.focus()
      }}
    >
      <summary class={signClass} aria-label={label} title={label}>
        {sign}
      </summary>
      <div class="menu">
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            onClick={(event) => {
              const menu = (event.currentTarget as HTMLElement).closest('details')
              if (menu !== null) menu.open = false
              item.onChoose()
            }}
          >
            {item.label}
            {item.hint !== undefined && <small>{item.hint}</small>}
          </button>
        ))}
      </div>
    </details>
  )
}
