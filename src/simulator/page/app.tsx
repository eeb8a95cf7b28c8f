import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { DemoState } from '../demo/state.ts'
import { act } from './api.ts'
import type { Press } from './blocks/env.ts'
import type { Browser } from './browser.ts'
import { ChannelPane } from './channel/channel-pane.tsx'
import { ThreadPane } from './channel/thread-pane.tsx'
import { ConfirmDialog } from './dialogs/confirm.tsx'
import { ModalDialog } from './dialogs/modal.tsx'
import { bare, type Screen, type Where } from './screen.ts'
import { Sidebar } from './sidebar.tsx'
import { TopBar } from './top-bar.tsx'
import { useDemo } from './use-demo.ts'
import { WorldPanel } from './world/world-panel.tsx'

interface Asked {
  readonly press: Press
  readonly where: Where
}

/** Acts after which an earlier complaint of Slack's is out of date. */
const SAID: ReadonlySet<string> = new Set(['command', 'click', 'post', 'submit-view', 'close-view'])

export function App({ browser }: { browser: Browser }): VNode {
  const { state, reachable, now } = useDemo(browser)
  const [me, setMe] = useState(() => browser.recall('me'))
  const [channelId, setChannelId] = useState<string | null>(null)
  const [threadTs, setThreadTs] = useState<string | null>(null)
  const [notice, setNotice] = useState<string | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const reported = useRef(new Set<string>())
  const seen = useSeen(state, channelId)

  useEffect(() => {
    if (me !== null) browser.remember('me', me)
  }, [me, browser])

  if (state === null) return <p class="loading">{reachable ? 'Starting…' : 'The demo does not answer.'}</p>
  const person = state.people.find((each) => each.id === me) ?? state.people[0]
  const open = state.channels.filter((each) => person !== undefined && each.members.includes(person.id))
  const channel = open.find((each) => each.id === channelId) ?? open[0]
  if (person === undefined || channel === undefined) return <p class="loading">Nobody is here.</p>

  const tell = async (name: string, body: object) => {
    const answer = await act(name, body)
    if (!answer.ok) setNotice(answer.message)
    else if (SAID.has(name)) setNotice(null)
    return answer.ok
  }
  const send = ({ press, where }: Asked) => {
    const { confirm: _, ...pressed } = press
    return tell('click', { userId: person.id, ...pressed, ...where })
  }
  const screen: Screen = {
    state,
    now,
    zone: browser.zone,
    me: person,
    channel,
    tell,
    press(press, where) {
      if (press.confirm === null) void send({ press, where })
      else setAsked({ press, where })
    },
    problem(message) {
      if (reported.current.has(message)) return
      reported.current.add(message)
      browser.report(message)
    },
    openThread: setThreadTs,
  }
  const thread = threadTs === null ? undefined : channel.messages.find((message) => message.ts === threadTs)
  const modal = (state.modals[person.id] ?? []).at(-1)

  return (
    <div class={thread === undefined ? 'page' : 'page with-thread'}>
      <TopBar screen={screen} reachable={reachable} />
      <Sidebar
        screen={screen}
        unread={seen.unread}
        onChannel={(id) => {
          setChannelId(id)
          setThreadTs(null)
        }}
        onPerson={setMe}
      />
      <ChannelPane screen={screen} notice={notice} onNotice={setNotice} />
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

/** Which channels have messages nobody at this page has looked at. */
function useSeen(state: DemoState | null, open: string | null): { readonly unread: ReadonlySet<string> } {
  const seen = useRef(new Map<string, string>())
  const unread = new Set<string>()
  for (const [index, channel] of (state?.channels ?? []).entries()) {
    const last = channel.messages.at(-1)?.ts ?? ''
    const isOpen = channel.id === open || (open === null && index === 0)
    if (isOpen || !seen.current.has(channel.id)) seen.current.set(channel.id, last)
    else if (last > (seen.current.get(channel.id) ?? '')) unread.add(channel.id)
  }
  return { unread }
}
