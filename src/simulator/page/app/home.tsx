import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { Blocks } from '../blocks/blocks.tsx'
import { envAt, type Screen } from '../screen.ts'

/** The app's Home tab. Looking at it tells the app so, which publishes it; it is drawn anew whenever the app does. */
export function Home({ screen }: { screen: Screen }): VNode {
  const { state, me } = screen
  const view = state.homes[me.id]
  useEffect(() => {
    void screen.tell('home', { userId: me.id })
  }, [me.id])
  return (
    <div class="messages home" role="tabpanel" aria-label="Home">
      {view === undefined ? (
        <div class="empty">
          <p class="empty-title">This is a work in progress</p>
          <p>{state.bot.connected ? 'The bot is asked for it…' : 'The bot has not connected yet.'}</p>
        </div>
      ) : (
        <Blocks blocks={view.blocks} env={envAt(screen, { viewId: view.id }, { view })} />
      )}
    </div>
  )
}
