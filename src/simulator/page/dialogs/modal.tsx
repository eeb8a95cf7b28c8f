import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { OpenModal } from '../../slack/workspace.ts'
import { Blocks } from '../blocks/blocks.tsx'
import type { FormState, FormValue } from '../blocks/env.ts'
import { envAt, type Screen } from '../screen.ts'
import { bareText, Text } from '../text/rich.tsx'
import { Dialog } from './dialog.tsx'

type Values = Readonly<Record<string, Readonly<Record<string, FormValue>>>>

interface ModalProps {
  readonly screen: Screen
  readonly modal: OpenModal
  readonly notice: string | null
}

/** The topmost modal of a person's screen. What was typed stays while the app updates the view under it. */
export function ModalDialog({ screen, modal, notice }: ModalProps): VNode {
  const [values, setValues] = useState<Values>({})
  const [busy, setBusy] = useState(false)
  const { view, errors } = modal
  const userId = screen.me.id
  const form: FormState = {
    errors,
    get: (blockId, actionId) => values[blockId]?.[actionId],
    set: (blockId, actionId, value) =>
      setValues((before) => ({ ...before, [blockId]: { ...before[blockId], [actionId]: value } })),
  }
  const env = envAt(screen, { viewId: view.id }, { form, view })
  const title = view.title ?? { type: 'plain_text', text: '' }
  const close = () => screen.tell('close-view', { userId, viewId: view.id })
  const submit = async () => {
    setBusy(true)
    await screen.tell('submit-view', { userId, viewId: view.id, state: presentIn(values, view.blocks) })
    setBusy(false)
  }

  return (
    <Dialog class="dialog modal" label={bareText(title)} onCancel={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (view.submit !== null && !busy) void submit()
        }}
      >
        <header>
          <h2>
            <Text of={title} env={env} />
          </h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={close}>
            ✕
          </button>
        </header>
        <div class="modal-body">
          <Blocks blocks={view.blocks} env={env} />
        </div>
        {notice !== null && (
          <p class="modal-notice" role="alert">
            {notice}
          </p>
        )}
        <footer class="dialog-buttons">
          <button type="button" class="slack-button" onClick={close}>
            {view.close === null ? 'Close' : <Text of={view.close} env={env} />}
          </button>
          {view.submit !== null && (
            <button type="submit" class="slack-button primary" disabled={busy}>
              <Text of={view.submit} env={env} />
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  )
}

/** Only blocks that the view still has can be sent. */
function presentIn(values: Values, blocks: OpenModal['view']['blocks']): Values {
  const present = new Set(blocks.map((block) => block.block_id))
  return Object.fromEntries(Object.entries(values).filter(([blockId]) => present.has(blockId)))
}
