import type { DemoChannel, DemoPerson, DemoState } from '../demo/state.ts'
import type { JsonObject, View } from '../slack/workspace.ts'
import type { Asked, BlockEnv, FormState, Press } from './blocks/env.ts'
import type { Suggested } from './blocks/suggested.ts'
import type { ReaderZone } from './text/dates.ts'

/** In what an element was pressed, as the demo's `click` asks for it. */
export type Where =
  | { readonly messageTs: string; readonly channelId: string }
  | { readonly ephemeralId: string; readonly channelId: string }
  | { readonly viewId: string }

export type AppTab = 'home' | 'messages'

/** What every part of the page sees, and can ask for. */
export interface Screen {
  readonly state: DemoState
  /** Milliseconds on the demo's clock. */
  readonly now: number
  readonly zone: ReaderZone
  readonly me: DemoPerson
  /** The channel that is open, or the direct conversation with the app. */
  readonly channel: DemoChannel
  /** Whether people may write there: the app takes no direct messages. */
  readonly canPost: boolean
  /** Posts an act; resolves with whether it was done. What went wrong is shown to the person. */
  tell(name: string, body: object): Promise<boolean>
  press(press: Press, where: Where): void
  suggest(asked: Asked, where: Where): Promise<Suggested>
  problem(message: string): void
  openThread(ts: string): void
}

/** The surroundings of blocks that stand at `where`. */
export function envAt(
  screen: Screen,
  where: Where,
  { form = null, view }: { readonly form?: FormState | null; readonly view?: View } = {},
): BlockEnv {
  return {
    ...bare(screen),
    form,
    press: (press) => screen.press(press, where),
    suggest: (asked) => screen.suggest(asked, where),
    held(blockId, actionId) {
      const block = view?.state.values[blockId] as Readonly<Record<string, JsonObject>> | undefined
      return block?.[actionId] ?? null
    },
  }
}

/** Surroundings in which nothing can be pressed. */
export function bare(screen: Screen): BlockEnv {
  const { state, zone, now, me, problem } = screen
  return {
    zone,
    now,
    me: me.id,
    userName: (id) => nameOf(state, id),
    channelName: (id) => state.channels.find((channel) => channel.id === id)?.name ?? null,
    press: () => {},
    suggest: async () => ({ type: 'options', groups: [] }),
    held: () => null,
    form: null,
    problem,
  }
}

/** The name to show for a user id, the bot's included. */
export function nameOf(state: DemoState, id: string): string | null {
  if (id === state.bot.userId) return state.bot.name
  return state.people.find((person) => person.id === id)?.realName ?? null
}

/** A shortcut as a menu offers it. */
export interface OfferedShortcut {
  readonly callbackId: string
  readonly name: string
  readonly description: string
  run(): void
}

/** What the app offers from anywhere. */
export function globalShortcuts({ state, me, tell }: Screen): readonly OfferedShortcut[] {
  return state.shortcuts
    .filter(({ type }) => type === 'global')
    .map(({ callbackId, name, description }) => ({
      ...{ callbackId, name, description },
      run: () => void tell('shortcut', { userId: me.id, callbackId }),
    }))
}

/** What the app offers on a message. */
export function messageShortcuts(
  { state, me, channel, tell }: Screen,
  messageTs: string,
): readonly OfferedShortcut[] {
  return state.shortcuts
    .filter(({ type }) => type === 'message')
    .map(({ callbackId, name, description }) => ({
      ...{ callbackId, name, description },
      run: () =>
        void tell('message-shortcut', { userId: me.id, callbackId, channelId: channel.id, messageTs }),
    }))
}

/** Who can be mentioned where the screen is: the app first, then the people of the channel. */
export function namesIn({
  state,
  channel,
}: Screen): readonly { readonly name: string; readonly hint: string }[] {
  const people = state.people.filter(({ id }) => channel.members.includes(id))
  return [
    { name: state.bot.name, hint: 'takes the same words as its command' },
    ...people.map(({ name, realName }) => ({ name, hint: realName })),
  ]
}

/** A message's time in milliseconds: its `ts` is in seconds. */
export function tsToMs(ts: string): number {
  return Number(ts) * 1000
}
