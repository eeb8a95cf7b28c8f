import { Kysely } from 'kysely'
import type { OwnActSource, RunbookStepStore } from '../queries/ports.ts'
import type { RemedyStore, ReorderStore, RightsStore } from '../remedies/ports.ts'
import type { HandledStore, StoryMessages } from '../slack/ports.ts'
import type { OutboxStore } from '../watch/outbox.ts'
import type { OrderedLinks, WatchStore } from '../watch/ports.ts'
import { parseDatabaseUrl } from './database-url.ts'
import { handledStore } from './handled.ts'
import { historyStore, type LinkHistory } from './history.ts'
import { memoryStore, type OwnActStore } from './memory.ts'
import { migrate } from './migrations.ts'
import { rightsStore } from './missing-rights.ts'
import { outboxStore } from './outbox.ts'
import { type PastStore, pastStore } from './past.ts'
import { openPostgres } from './postgres.ts'
import { type PruneStore, pruneStore } from './prune.ts'
import { remedyStore } from './remedies.ts'
import { reorderStore } from './reorders.ts'
import { runbookStepStore } from './runbook-steps.ts'
import type { Tables } from './schema.ts'
import { openSqlite } from './sqlite.ts'
import { storyMessages } from './story-messages.ts'

/** The bot's memory across restarts. */
export type Store = WatchStore &
  OutboxStore &
  HandledStore &
  RunbookStepStore &
  RemedyStore &
  OwnActSource &
  ReorderStore &
  OrderedLinks &
  RightsStore &
  StoryMessages &
  OwnActStore &
  LinkHistory &
  PastStore &
  PruneStore & {
    /** Rejects when the database, or the lock that keeps other bots out of it, is gone. */
    ping(): Promise<void>
    /**
     * Closes and lets the next bot in; closing again does nothing. For when nobody uses the store any more: a unit of
     * work that is still under way may be rolled back, whole.
     */
    close(): Promise<void>
  }

/**
 * Opens the store at `databaseUrl` (see `parseDatabaseUrl`), creates or migrates its tables, and keeps every other bot
 * out until it is closed or the process ends. `onLost` is called at most once, when the lock is lost while the store is
 * open (PostgreSQL only): the process should end then, since another bot may start. Throws StoreOpenError.
 */
export async function openStore(options: {
  readonly databaseUrl: string
  readonly onLost: (error: Error) => void
}): Promise<Store> {
  const target = parseDatabaseUrl(options.databaseUrl)
  const engine =
    target.type === 'sqlite' ? openSqlite(target.path) : await openPostgres(target, options.onLost)
  const db = new Kysely<Tables>({ dialect: engine.dialect })
  let closing: Promise<void> | undefined
  const close = async () => {
    await db.destroy()
    await engine.release()
  }
  try {
    await migrate(db)
  } catch (error) {
    await close()
    throw engine.explain(error)
  }
  return {
    ...memoryStore(db),
    ...outboxStore(db),
    ...handledStore(db),
    ...runbookStepStore(db),
    ...remedyStore(db),
    ...reorderStore(db),
    ...rightsStore(db),
    ...storyMessages(db),
    ...historyStore(db),
    ...pastStore(db),
    ...pruneStore(db),
    ping: engine.ping,
    close() {
      closing ??= close()
      return closing
    },
  }
}
