import type { VNode } from 'preact'
import { channelEntries } from '../channel/conversation.ts'
import { Entries } from '../channel/entries.tsx'
import { Notice } from '../channel/notice.tsx'
import { useStick } from '../channel/use-stick.ts'
import type { AppTab, Screen } from '../screen.ts'
import { Home } from './home.tsx'

interface AppPaneProps {
  readonly screen: Screen
  readonly tab: AppTab
  readonly notice: string | null
  onTab(tab: AppTab): void
  onNotice(notice: string | null): void
}

const TABS: readonly (readonly [AppTab, string])[] = [
  ['home', 'Home'],
  ['messages', 'Messages'],
]

/** The app's own place, as each person has it: its Home tab, and what it sent to them alone. */
export function AppPane({ screen, tab, notice, onTab, onNotice }: AppPaneProps): VNode {
  const { name } = screen.state.bot
  return (
    <main class="channel">
      <header class="pane-header">
        <h1>
          {name} <span class="app-tag">APP</span>
        </h1>
        <div class="tabs" role="tablist" aria-label={name}>
          {TABS.map(([each, label]) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={each === tab}
              onClick={() => onTab(each)}
            >
              {label}
            </button>
          ))}
        </div>
      </header>
      {tab === 'home' ? <Home screen={screen} /> : <Messages screen={screen} />}
      {notice !== null && <Notice notice={notice} onNotice={onNotice} />}
      {tab === 'messages' && (
        <p class="read-only">
          Sending messages to this app has been turned off. Pictures it sends you are here.
        </p>
      )}
    </main>
  )
}

function Messages({ screen }: { screen: Screen }): VNode {
  const { channel, me, state } = screen
  const entries = channelEntries(channel, state.ephemerals, me.id)
  const stick = useStick(`${channel.id} ${me.id}`)
  return (
    <div class="messages" role="log" aria-label={`Messages of ${state.bot.name}`} {...stick.list}>
      {entries.length === 0 && (
        <div class="empty">
          <p class="empty-title">{state.bot.name} has sent you nothing yet</p>
          <p>Ask /interlink history in a channel, and press “Send me the picture”.</p>
        </div>
      )}
      <Entries screen={screen} entries={entries} inThread={false} />
    </div>
  )
}
