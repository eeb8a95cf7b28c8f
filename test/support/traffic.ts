import { turn } from './clock.ts'

/** Turns of the event loop in which a request that is answered at all gets its answer, also on a busy machine. */
const MOST_TURNS = 500
/** Between an answer and the next request that follows from it. */
const TURNS_BETWEEN = 3

/** The requests of a bot. */
export interface Traffic {
  readonly fetch: typeof fetch
  /** Resolves once none is under way, or once those that are wait for something else: a fault, say, that ends with time. */
  calm(): Promise<void>
}

export function watchTraffic(): Traffic {
  let underWay = 0
  return {
    async fetch(...request) {
      underWay += 1
      try {
        return await fetch(...request)
      } finally {
        underWay -= 1
      }
    },
    async calm() {
      let still = 0
      for (let turns = 0; still < TURNS_BETWEEN && turns < MOST_TURNS; turns += 1) {
        await turn()
        still = underWay === 0 ? still + 1 : 0
      }
    },
  }
}
