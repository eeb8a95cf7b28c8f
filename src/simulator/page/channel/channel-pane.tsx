import type { VNode } from 'preact'
import { globalShortcuts, namesIn, type Screen } from '../screen.ts'
import { Composer } from './composer.tsx'
import { channelEntries } from './conversation.ts'
import { Entries } from './entries.tsx'
import { Notice } from './notice.tsx'
import { useStick } from './use-stick.ts'

interface ChannelPaneProps {
  readonly screen: Screen
  readonly notice: string | null
  onNotice(notice: string | null): void
}

export function ChannelPane({ screen, notice, onNotice }: ChannelPaneProps): VNode {
  const { channel, me, state } = screen
  const entries = channelEntries(channel, state.ephemerals, me.id)
  const stick = useStick(`${channel.id} ${me.id}`)
  const userId = me.id
  const channelId = channel.id
  const isMember = channel.members.includes(me.id)
  return (
    <main class="channel">
      <header class="pane-header">
        <h1>
          <span class="hash">#</span>
          {channel.name}
        </h1>
        <small>
          {channel.botIsMember ? `${state.bot.name} posts alerts here` : `${state.bot.name} is not in here`}
        </small>
      </header>
      <div class="messages" role="log" aria-label={`Messages in ${channel.name}`} {...stick.list}>
        {entries.length === 0 && <Empty screen={screen} />}
        <Entries screen={screen} entries={entries} inThread={false} />
      </div>
      {notice !== null && <Notice notice={notice} onNotice={onNotice} />}
      <Composer
        key={channel.id}
        label={`Message #${channel.name}`}
        tip={state.commands[0] === undefined ? null : `type ${state.commands[0].command} help`}
        commands={state.commands}
        names={namesIn(screen)}
        shortcuts={globalShortcuts(screen)}
        disabled={!isMember}
        takesFocus
        onCommand={(command, text) => {
          stick.follow()
          return screen.tell('command', { userId, channelId, command, text })
        }}
        onText={(text) => {
          stick.follow()
          return screen.tell('post', { userId, channelId, text })
        }}
      />
    </main>
  )
}

function Empty({ screen }: { screen: Screen }): VNode {
  const { channel, state } = screen
  return (
    <div class="empty">
      <p class="empty-title">Nothing in #{channel.name} yet</p>
      <p>
        {!channel.botIsMember
          ? 'The bot is not a member here. Its commands work all the same: try /interlink help.'
          : state.bot.connected
            ? 'The bot tells here what changes. Its first look at the links comes within seconds.'
            : 'The bot has not connected yet.'}
      </p>
    </div>
  )
}
