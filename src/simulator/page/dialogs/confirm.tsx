import type { VNode } from 'preact'
import type { BlockEnv } from '../blocks/env.ts'
import type { Confirm } from '../blocks/read.ts'
import { bareText, Text } from '../text/rich.tsx'
import { Dialog } from './dialog.tsx'

interface ConfirmProps {
  readonly confirm: Confirm | null
  readonly env: BlockEnv
  onAnswer(yes: boolean): void
}

/** The confirmation an element asks for before it is pressed. */
export function ConfirmDialog({ confirm, env, onAnswer }: ConfirmProps): VNode | null {
  if (confirm === null) return null
  return (
    <Dialog class="dialog confirm" label={bareText(confirm.title)} onCancel={() => onAnswer(false)}>
      <h2>
        <Text of={confirm.title} env={env} />
      </h2>
      <p>
        <Text of={confirm.text} env={env} />
      </p>
      <div class="dialog-buttons">
        <button type="button" class="slack-button" onClick={() => onAnswer(false)}>
          <Text of={confirm.deny} env={env} />
        </button>
        <button
          type="button"
          class={`slack-button ${confirm.style ?? 'primary'}`}
          onClick={() => onAnswer(true)}
        >
          <Text of={confirm.confirm} env={env} />
        </button>
      </div>
    </Dialog>
  )
}
