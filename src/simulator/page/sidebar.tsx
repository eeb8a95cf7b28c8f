import type { VNode } from 'preact'
import type { Screen } from './screen.ts'

interface SidebarProps {
  readonly screen: Screen
  readonly unread: ReadonlySet<string>
  /** Whether the app is open instead of a channel. */
  readonly inApp: boolean
  onChannel(id: string): void
  onApp(): void
  onPerson(id: string): void
}

export function Sidebar({ screen, unread, inApp, onChannel, onApp, onPerson }: SidebarProps): VNode {
  const { state, me, channel } = screen
  const hasNews = unread.has(state.directs[me.id]?.id ?? '')
  return (
    <nav class="sidebar" aria-label="Workspace">
      <h2>Channels</h2>
      <ul>
        {state.channels
          .filter((each) => each.members.includes(me.id))
          .map((each) => (
            <li key={each.id}>
              <button
                type="button"
                class={unread.has(each.id) ? 'row unread' : 'row'}
                aria-current={!inApp && each.id === channel.id ? 'page' : undefined}
                onClick={() => onChannel(each.id)}
              >
                <span class="hash" aria-hidden="true">
                  #
                </span>
                {each.name}
                {unread.has(each.id) && <span class="visually-hidden"> (new messages)</span>}
              </button>
            </li>
          ))}
      </ul>
      <h2>Apps</h2>
      <button
        type="button"
        class={hasNews ? 'row unread' : 'row'}
        aria-current={inApp ? 'page' : undefined}
        onClick={onApp}
      >
        <span class={state.bot.connected ? 'presence on' : 'presence'} aria-hidden="true" />
        {state.bot.name}
        {hasNews && <span class="visually-hidden"> (new messages)</span>}
      </button>
      <div class="spacer" />
      <h2 id="you-are">You act as</h2>
      <fieldset class="people" aria-labelledby="you-are">
        {state.people.map((person) => (
          <button
            key={person.id}
            type="button"
            class="row person"
            aria-pressed={person.id === me.id}
            onClick={() => onPerson(person.id)}
          >
            <Avatar name={person.realName} />
            <span class="who">
              {person.realName}
              <small>{person.role}</small>
            </span>
          </button>
        ))}
      </fieldset>
    </nav>
  )
}

/** A person's initial on a colour of their own. */
export function Avatar({ name }: { name: string }): VNode {
  const hue = [...name].reduce((sum, char) => (sum * 7 + (char.codePointAt(0) ?? 0)) % 1009, 0) % 6
  return (
    <span class={`avatar hue-${hue}`} aria-hidden="true">
      {name.slice(0, 1).toUpperCase()}
    </span>
  )
}
