import type { Clock, Timer } from '../clock.ts'
import type { Faults as InterlinkFaults } from '../interlink/faults.ts'
import type { Faults as SlackFaults } from '../slack/fault-acts.ts'
import type { Away } from './state.ts'

/** Takes Slack or a region away for a while. */
export interface Outages {
  away(): readonly Away[]
  takeSlack(ms: number): void
  /** A region that is taken twice comes back when the later one ends. */
  takeRegion(region: string, ms: number): void
  /** Takes a region until the result is called. */
  breakRegion(region: string): () => void
  bringBack(what: string): void
}

export function createOutages(
  clock: Clock,
  slack: SlackFaults,
  interlink: InterlinkFaults,
  onChange: () => void,
): Outages {
  const running = new Map<string, { readonly until: number; readonly timer: Timer | null }>()

  const bringBack = (what: string) => {
    const outage = running.get(what)
    if (outage === undefined) return
    outage.timer?.cancel()
    running.delete(what)
    if (what === 'slack') slack.clear()
    else interlink.regionDown(what, null)
    onChange()
  }

  const take = (what: string, ms: number | null) => {
    running.get(what)?.timer?.cancel()
    running.set(what, {
      until: ms === null ? Number.MAX_SAFE_INTEGER : clock.now() + ms,
      timer: ms === null ? null : clock.setTimer(ms, () => bringBack(what)),
    })
    if (what !== 'slack') interlink.regionDown(what, 'http_500_html')
    onChange()
  }

  return {
    away: () => [...running].map(([what, { until }]) => ({ what, until })),
    takeSlack(ms) {
      if (!running.has('slack')) {
        slack.htmlError({ times: Number.POSITIVE_INFINITY })
        slack.cutSockets()
      }
      take('slack', ms)
    },
    takeRegion: take,
    breakRegion(region) {
      take(region, null)
      return () => bringBack(region)
    },
    bringBack,
  }
}
