import { useEffect, useState } from 'preact/hooks'
import type { DemoState } from '../demo/state.ts'
import { listen } from './api.ts'
import type { Browser } from './browser.ts'

export interface LiveDemo {
  /** Null until the first state has come. */
  readonly state: DemoState | null
  /** Whether the demo answers. */
  readonly reachable: boolean
  /** The demo's clock, in ms; moves every second. */
  readonly now: number
}

/** The demo's state as it changes, and its clock between two states. */
export function useDemo(browser: Browser): LiveDemo {
  const [received, setReceived] = useState<{ state: DemoState; at: number } | null>(null)
  const [reachable, setReachable] = useState(true)
  const [tick, setTick] = useState(() => browser.now())

  useEffect(
    () =>
      listen((state) => {
        const at = browser.now()
        setReceived({ state, at })
        setTick(at)
      }, setReachable),
    [browser],
  )
  useEffect(() => browser.every(1000, () => setTick(browser.now())), [browser])

  const now = received === null ? 0 : received.state.now + Math.max(0, tick - received.at)
  return { state: received?.state ?? null, reachable, now }
}
