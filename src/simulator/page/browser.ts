import type { ReaderZone } from './text/dates.ts'

/** What the page needs of the browser it runs in. */
export interface Browser {
  /** Milliseconds that only grow, from any start. */
  now(): number
  /** Calls `fire` every `ms`. Returns the way to stop. */
  every(ms: number, fire: () => void): () => void
  readonly zone: ReaderZone
  /** Tells whoever develops the bot. */
  report(message: string): void
  /** Keeps a choice for this tab. */
  remember(key: string, value: string): void
  recall(key: string): string | null
}
