import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface DialogProps {
  readonly label: string
  readonly class: string
  readonly children: ComponentChildren
  /** Escape was pressed. */
  onCancel(): void
}

/** A native modal dialog: it keeps the focus inside and gives it back when it goes. */
export function Dialog(props: DialogProps): VNode {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={ref}
      class={props.class}
      aria-label={props.label}
      onCancel={(event) => {
        event.preventDefault()
        props.onCancel()
      }}
    >
      {props.children}
    </dialog>
  )
}
