import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Ephemeral, StoredMessage } from '../../slack/workspace.ts'
import { Blocks } from '../blocks/blocks.tsx'
import { Menu } from '../menu.tsx'
import { envAt, messageShortcuts, nameOf, type Screen, tsToMs, type Where } from '../screen.ts'
import { Avatar } from '../sidebar.tsx'
import { formatMoment, formatTime } from '../text/dates.ts'
import { Mrkdwn } from '../text/rich.tsx'
import { Attachments } from './attachments.tsx'
import { repliesOf } from './conversation.ts'
import { Files } from './files.tsx'

interface MessageProps {
  readonly screen: Screen
  readonly message: StoredMessage
  /** In a thread pane the way into the thread is not offered again. */
  readonly inThread: boolean
}

export function Message({ screen, message, inThread }: MessageProps): VNode {
  const { channel } = screen
  const parentTs = message.thread_ts ?? message.ts
  const replies = inThread ? [] : repliesOf(channel, message.ts)
  const last = replies.at(-1)
  const where: Where = { messageTs: message.ts, channelId: channel.id }
  return (
    <Frame
      screen={screen}
      user={message.user}
      name={message.username}
      ts={message.ts}
      editedTs={message.edited?.ts}
      actions={
        <>
          {!inThread && (
            <button type="button" onClick={() => screen.openThread(parentTs)}>
              Thread
            </button>
          )}
          <Menu
            label="More actions"
            sign="⋯"
            items={[
              ...messageShortcuts(screen, message.ts).map(({ callbackId, name, run }) => ({
                key: callbackId,
                label: name,
                hint: screen.state.bot.name,
                onChoose: run,
              })),
              {
                key: 'delete',
                label: 'Delete message',
                onChoose: () => void screen.tell('delete-message', { channelId: channel.id, ts: message.ts }),
              },
            ]}
          />
        </>
      }
    >
      {!inThread && message.reply_broadcast === true && (
        <button type="button" class="broadcast" onClick={() => screen.openThread(parentTs)}>
          replied to a thread
        </button>
      )}
      <Content screen={screen} where={where} text={message.text} blocks={message.blocks} />
      {message.files !== undefined && <Files files={message.files} />}
      {message.attachments !== undefined && (
        <Attachments
          attachments={message.attachments}
          env={envAt(screen, where)}
          botName={screen.state.bot.name}
        />
      )}
      {last !== undefined && (
        <button type="button" class="replies" onClick={() => screen.openThread(message.ts)}>
          <strong>
            {replies.length} {replies.length === 1 ? 'reply' : 'replies'}
          </strong>{' '}
          <span>last at {formatTime(tsToMs(last.ts), screen.zone)}</span>
        </button>
      )}
    </Frame>
  )
}

export function EphemeralMessage({ screen, ephemeral }: { screen: Screen; ephemeral: Ephemeral }): VNode {
  const where: Where = { ephemeralId: ephemeral.ts, channelId: ephemeral.channel }
  return (
    <Frame
      screen={screen}
      user={screen.state.bot.userId}
      ts={ephemeral.ts}
      ephemeral
      actions={
        <button type="button" onClick={() => screen.tell('dismiss', { ephemeralId: ephemeral.ts })}>
          Dismiss
        </button>
      }
    >
      <p class="only-you">Only visible to you</p>
      <Content screen={screen} where={where} text={ephemeral.text} blocks={ephemeral.blocks} />
    </Frame>
  )
}

interface ContentProps {
  readonly screen: Screen
  readonly where: Where
  readonly text: string
  readonly blocks: StoredMessage['blocks']
}

/** Blocks where there are any; the text is for notifications then, as in Slack. */
function Content({ screen, where, text, blocks }: ContentProps): VNode | null {
  const env = envAt(screen, where)
  if (blocks !== undefined && blocks.length > 0) return <Blocks blocks={blocks} env={env} />
  if (text === '') return null
  return (
    <div class="blocks">
      <div class="block">
        <Mrkdwn text={text} env={env} />
      </div>
    </div>
  )
}

interface FrameProps {
  readonly screen: Screen
  readonly user: string
  readonly name?: string | undefined
  readonly ts: string
  readonly editedTs?: string | undefined
  readonly ephemeral?: boolean
  readonly actions: ComponentChildren
  readonly children: ComponentChildren
}

function Frame({ screen, user, name, ts, editedTs, ephemeral, actions, children }: FrameProps): VNode {
  const { state, zone } = screen
  const isBot = user === state.bot.userId
  const shownName = name ?? nameOf(state, user) ?? user
  const at = tsToMs(ts)
  return (
    <article class={ephemeral === true ? 'message ephemeral' : 'message'} ref={useFlash(editedTs)}>
      {isBot ? <BotAvatar /> : <Avatar name={shownName} />}
      <div class="message-body">
        <header>
          <strong>{shownName}</strong>
          {isBot && <span class="app-tag">APP</span>}
          <time dateTime={new Date(at).toISOString()} title={formatMoment(at, zone)}>
            {formatTime(at, zone)}
          </time>
          {editedTs !== undefined && (
            <span class="edited" title={`Edited ${formatMoment(tsToMs(editedTs), zone)}`}>
              (edited)
            </span>
          )}
        </header>
        {children}
      </div>
      <div class="message-actions">{actions}</div>
    </article>
  )
}

/** Lets a message light up when it was edited in place, which is easily missed. */
function useFlash(editedTs: string | undefined) {
  const ref = useRef<HTMLElement>(null)
  const before = useRef(editedTs)
  useEffect(() => {
    if (before.current === editedTs) return
    before.current = editedTs
    const colour = 'color-mix(in srgb, var(--accent) 16%, transparent)'
    ref.current?.animate([{ background: colour }, { background: 'transparent' }], { duration: 1600 })
  }, [editedTs])
  return ref
}

function BotAvatar(): VNode {
  return (
    <svg class="avatar bot" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" />
      <path d="M9 16h14M9 11v10M23 11v10" />
    </svg>
  )
}
