import type { Clock, Timer } from '../domain/clock.ts'

/** Forgets what has been over for long. */
export interface Housekeeping {
  start(): void
  /** Begins no other batch, and resolves once the one under way is done. */
  stop(): Promise<void>
}

/** The first look is soon: a bot that is restarted every half hour has to forget as well (ms). */
const FIRST_LOOK_MS = 60_000
const BETWEEN_LOOKS_MS = 3_600_000
/** Whoever waits for the database gets a turn between two batches (ms). */
const BETWEEN_BATCHES_MS = 1_000

/** Once an hour deletes what ended more than `keepMs` ago, batch by batch until nothing is left of it. */
export function createHousekeeping(parts: {
  readonly store: {
    /** Deletes one batch of what ended before `before` (ms); how many rows it deleted, 0 once nothing is left. */
    prune(before: number): Promise<number>
  }
  readonly clock: Clock
  readonly keepMs: number
  readonly logger: Readonly<Record<'info' | 'warn', (fields: object, message: string) => void>>
}): Housekeeping {
  const { store, clock, logger } = parts
  let timer: Timer | null = null
  let underWay: Promise<void> = Promise.resolve()
  let running = false
  let deleted = 0
  let trouble = false

  const wait = (ms: number): void => {
    if (!running) return
    timer = clock.setTimer(ms, () => {
      underWay = batch()
    })
  }

  const batch = async (): Promise<void> => {
    try {
      const rows = await store.prune(clock.now() - parts.keepMs)
      trouble = false
      deleted += rows
      if (rows > 0) return wait(BETWEEN_BATCHES_MS)
      if (deleted > 0) logger.info({ rows: deleted }, 'What has been over for long was deleted.')
      deleted = 0
    } catch (error) {
      if (!trouble)
        logger.warn({ err: error }, 'What is over for long could not be deleted; tried each hour.')
      trouble = true
    }
    wait(BETWEEN_LOOKS_MS)
  }

  return {
    start() {
      running = true
      wait(FIRST_LOOK_MS)
    },
    async stop() {
      running = false
      timer?.cancel()
      await underWay
    },
  }
}
