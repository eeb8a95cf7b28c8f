import type { Clock } from '../clock.ts'

/** Tells listeners the latest state, and many changes close together only once. */
export interface Broadcast {
  /** Something changed. */
  touch(): void
  /** Calls `send` with the state as it is, and after every change. Returns the way to stop. */
  subscribe(send: (state: string) => void): () => void
  close(): void
}

/** Changes within this time, in ms, are told together: less than an eye notices. */
const COALESCE_MS = 40

/** `snapshot` is asked for at most once every 40 ms, and only while somebody listens. */
export function createBroadcast(clock: Clock, snapshot: () => string): Broadcast {
  const listeners = new Set<(state: string) => void>()
  let waiting = false
  let closed = false
  return {
    touch() {
      if (waiting || closed || listeners.size === 0) return
      waiting = true
      clock.setTimer(COALESCE_MS, () => {
        waiting = false
        if (closed || listeners.size === 0) return
        const state = snapshot()
        for (const send of listeners) send(state)
      })
    },
    subscribe(send) {
      listeners.add(send)
      send(snapshot())
      return () => listeners.delete(send)
    },
    close() {
      closed = true
      listeners.clear()
    },
  }
}
