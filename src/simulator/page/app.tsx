import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { DemoChannel, DemoPerson, DemoState } from '../demo/state.ts'
import { act } from './api.ts'
import { AppPane } from './app/app-pane.tsx'
import type { Press } from './blocks/env.ts'
import { readSuggested } from './blocks/suggested.ts'
import type { Browser } from './browser.ts'
import { ChannelPane } from './channel/channel-pane.tsx'
import { ThreadPane } from './channel/thread-pane.tsx'
import { ConfirmDialog } from './dialogs/confirm.tsx'
import { ModalDialog } from './dialogs/modal.tsx'
import { type AppTab, bare, type Screen, type Where } from './screen.ts'
import { Sidebar } from './sidebar.tsx'
import { TopBar } from './top-bar.tsx'
import { useDemo } from './use-demo.ts'
import { WorldPanel } from './world/world-panel.tsx'

interface Pending {
  readonly press: Press
  readonly where: Where
}

/** What fills the middle of the page: a channel, the first one where none was chosen, or the app's own place. */
type Place =
  | { readonly type: 'channel'; readonly id: string | null }
  | { readonly type: 'app'; readonly tab: AppTab }

/** Acts after which an earlier complaint of Slack's is out of date. */
const SAID: ReadonlySet<string> = new Set([
  'command',
  'click',
  'post',
  'submit-view',
  'close-view',
  'home',
  'shortcut',
  'message-shortcut',
])

export function App({ browser }: { browser: Browser }): VNode {
  const { state, reachable, now } = useDemo(browser)
  const [me, setMe] = useState(() => browser.recall('me'))
  const [place, setPlace] = useState<Place>({ type: 'channel', id: null })
  const [threadTs, setThreadTs] = useState<string | null>(null)
  const [notice, setNotice] = useState<string | null>(null)
  const [asked, setAsked] = useState<Pending | null>(null)
  const reported = useRef(new Set<string>())
  const person = state?.people.find((each) => each.id === me) ?? state?.people[0]
  const channel = state === null || person === undefined ? undefined : channelAt(place, state, person)
  const isRead = place.type === 'channel' || place.tab === 'messages'
  const unread = useUnread(state, isRead ? (channel?.id ?? null) : null)

  useEffect(() => {
    if (me !== null) browser.remember('me', me)
  }, [me, browser])

  if (state === null) return <p class="loading">{reachable ? 'Starting…' : 'The demo does not answer.'}</p>
  if (person === undefined || channel === undefined) return <p class="loading">Nobody is here.</p>

  const tell = async (name: string, body: object) => {
    const answer = await act(name, body)
    if (!answer.ok) setNotice(answer.message)
    else if (SAID.has(name)) setNotice(null)
    return answer.ok
  }
  const send = ({ press, where }: Pending) => {
    const { confirm: _, ...pressed } = press
    return tell('click', { userId: person.id, ...pressed, ...where })
  }
  const screen: Screen = {
    state,
    now,
    zone: browser.zone,
    me: person,
    channel,
    canPost: place.type === 'channel',
    tell,
    press(press, where) {
      if (press.confirm === null) void send({ press, where })
      else setAsked({ press, where })
    },
    suggest: async (asked, where) =>
      readSuggested(await act('suggest', { userId: person.id, ...asked, ...where })),
    problem(message) {
      if (reported.current.has(message)) return
      reported.current.add(message)
      browser.report(message)
    },
    openThread: setThreadTs,
  }
  const thread = threadTs === null ? undefined : channel.messages.find((message) => message.ts === threadTs)
  const go = (next: Place) => {
    setPlace(next)
    setThreadTs(null)
    setNotice(null)
  }
  const modal = (state.modals[person.id] ?? []).at(-1)

  return (
    <div class={thread === undefined ? 'page' : 'page with-thread'}>
      <TopBar screen={screen} reachable={reachable} />
      <Sidebar
        screen={screen}
        unread={unread}
        inApp={place.type === 'app'}
        onChannel={(id) => go({ type: 'channel', id })}
        onApp={() => go({ type: 'app', tab: 'home' })}
        onPerson={setMe}
      />
      {place.type === 'channel' ? (
        <ChannelPane screen={screen} notice={notice} onNotice={setNotice} />
      ) : (
        <AppPane
          screen={screen}
          tab={place.tab}
          notice={notice}
          onTab={(tab) => go({ type: 'app', tab })}
          onNotice={setNotice}
        />
      )}
      {thread !== undefined && (
        <ThreadPane screen={screen} parent={thread} onClose={() => setThreadTs(null)} />
      )}
      <WorldPanel screen={screen} />
      {modal !== undefined && (
        <ModalDialog key={modal.view.id} screen={screen} modal={modal} notice={notice} />
      )}
      {asked !== null && (
        <ConfirmDialog
          confirm={asked.press.confirm}
          env={bare(screen)}
          onAnswer={(yes) => {
            setAsked(null)
            if (yes) void send(asked)
          }}
        />
      )}
    </div>
  )
}

/** The channel that a person looks at; their direct conversation with the app where they look at the app. */
function channelAt(place: Place, state: DemoState, person: DemoPerson): DemoChannel | undefined {
  if (place.type === 'app') return state.directs[person.id] ?? noDirect(state, person)
  const open = state.channels.filter((each) => each.members.includes(person.id))
  return open.find((each) => each.id === place.id) ?? open[0]
}

/** What stands for a direct conversation that the app has not opened yet. */
function noDirect(state: DemoState, person: DemoPerson): DemoChannel {
  return { id: '', name: state.bot.name, botIsMember: true, members: [person.id], messages: [] }
}

/** The channels that have messages nobody at this page has looked at. What was there at the start counts as looked at. */
function useUnread(state: DemoState | null, openId: string | null): ReadonlySet<string> {
  const seen = useRef<Map<string, string> | null>(null)
  const unread = new Set<string>()
  if (state === null) return unread
  const lasts = [...state.channels, ...Object.values(state.directs)].map(
    ({ id, messages }) => [id, messages.at(-1)?.ts ?? ''] as const,
  )
  seen.current ??= new Map(lasts)
  for (const [id, last] of lasts) {
    if (id === openId) seen.current.set(id, last)
    else if (last > (seen.current.get(id) ?? '')) unread.add(id)
  }
  return unread
}
