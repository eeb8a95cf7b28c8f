import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { StoredMessage } from '../../slack/workspace.ts'
import { globalShortcuts, namesIn, type Screen } from '../screen.ts'
import { Composer } from './composer.tsx'
import { threadEntries } from './conversation.ts'
import { Entries } from './entries.tsx'
import { Message } from './message.tsx'
import { useStick } from './use-stick.ts'

interface ThreadPaneProps {
  readonly screen: Screen
  readonly parent: StoredMessage
  onClose(): void
}

export function ThreadPane({ screen, parent, onClose }: ThreadPaneProps): VNode {
  const { channel, me, state } = screen
  const entries = threadEntries(channel, state.ephemerals, me.id, parent.ts)
  const stick = useStick(parent.ts)
  const closeButton = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const before = document.activeElement
    closeButton.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [parent.ts])
  return (
    <aside
      class="thread"
      aria-label="Thread"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <header class="pane-header">
        <h2>Thread</h2>
        <small>{screen.canPost ? `#${channel.name}` : channel.name}</small>
        <button
          ref={closeButton}
          type="button"
          class="icon-button"
          aria-label="Close thread"
          onClick={onClose}
        >
          ✕
        </button>
      </header>
      <div class="messages" role="log" aria-label="Replies" {...stick.list}>
        <Message screen={screen} message={parent} inThread />
        {entries.length > 0 && (
          <div class="day">
            <span>
              {entries.length} {entries.length === 1 ? 'reply' : 'replies'}
            </span>
          </div>
        )}
        <Entries screen={screen} entries={entries} inThread />
      </div>
      {screen.canPost && (
        <Composer
          key={parent.ts}
          label="Reply"
          tip={`ask @${state.bot.name} help`}
          commands={[]}
          names={namesIn(screen)}
          shortcuts={globalShortcuts(screen)}
          disabled={false}
          onCommand={null}
          onText={(text) => {
            stick.follow()
            return screen.tell('post', { userId: me.id, channelId: channel.id, text, threadTs: parent.ts })
          }}
        />
      )}
    </aside>
  )
}
