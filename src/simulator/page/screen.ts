import type { DemoChannel, DemoPerson, DemoState } from '../demo/state.ts'
import type { BlockEnv, FormState, Press } from './blocks/env.ts'
import type { ReaderZone } from './text/dates.ts'

/** In what an element was pressed, as the demo's `click` asks for it. */
export type Where =
  | { readonly messageTs: string; readonly channelId: string }
  | { readonly ephemeralId: string; readonly channelId: string }
  | { readonly viewId: string }

/** What every part of the page sees, and can ask for. */
export interface Screen {
  readonly state: DemoState
  /** Milliseconds on the demo's clock. */
  readonly now: number
  readonly zone: ReaderZone
  readonly me: DemoPerson
  readonly channel: DemoChannel
  /** Posts an act; resolves with whether it was done. What went wrong is shown to the person. */
  tell(name: string, body: object): Promise<boolean>
  press(press: Press, where: Where): void
  problem(message: string): void
  openThread(ts: string): void
}

/** The surroundings of blocks that stand at `where`. */
export function envAt(screen: Screen, where: Where, form: FormState | null = null): BlockEnv {
  return { ...bare(screen), form, press: (press) => screen.press(press, where) }
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
    form: null,
    problem,
  }
}

/** The name to show for a user id, the bot's included. */
export function nameOf(state: DemoState, id: string): string | null {
  if (id === state.bot.userId) return state.bot.name
  return state.people.find((person) => person.id === id)?.realName ?? null
}

/** A message's time in milliseconds: its `ts` is in seconds. */
export function tsToMs(ts: string): number {
  return Number(ts) * 1000
}
