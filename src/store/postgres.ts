import { PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Engine } from './engine.ts'
import { errorCode, errorText, StoreOpenError, type StoreProblem } from './open-error.ts'

/** Milliseconds to wait for a connection, and for the answer to a query, before it counts as lost. */
const CONNECT_TIMEOUT_MS = 10_000
const QUERY_TIMEOUT_MS = 30_000
const POOL_SIZE = 4

/** Names the lock among all advisory locks of the database: "ilbt" in ASCII. Must never change. */
const LOCK_KEY = 0x696c6274

const INT8_OID = 20

/** pg gives bigint and count() back as strings; ours are times, versions and counts, all far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    return oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format as 'text')
  },
}

/**
 * Connects to PostgreSQL and keeps every other bot out of the same database with an advisory lock on a connection of
 * its own. `onLost` is called once when that connection breaks: another bot may then take over. Throws StoreOpenError.
 */
export async function openPostgres(
  target: { readonly url: string; readonly shown: string },
  onLost: (error: Error) => void,
): Promise<Engine> {
  const explain = (error: unknown) => explainPostgres(target.shown, error)
  const settings: pg.ClientConfig = {
    connectionString: target.url,
    application_name: 'interlink-bot',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  }
  const lock = await acquireLock(settings, target.shown, onLost).catch((error: unknown) => {
    throw explain(error)
  })
  const pool = new pg.Pool({ ...settings, max: POOL_SIZE, types })
  // A connection that breaks says so to whoever queries it next; without these listeners it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    dialect: new PostgresDialect({ pool }),
    explain,
    async ping() {
      await Promise.all([pool.query('select 1'), lock.check()])
    },
    release: lock.release,
  }
}

interface Lock {
  check(): Promise<void>
  release(): Promise<void>
}

async function acquireLock(
  settings: pg.ClientConfig,
  shown: string,
  onLost: (error: Error) => void,
): Promise<Lock> {
  const client = new pg.Client(settings)
  let state: 'opening' | 'held' | 'over' = 'opening'
  const lose = (error: Error) => {
    const held = state === 'held'
    state = 'over'
    if (held) onLost(error)
  }
  client.on('error', lose)
  client.on('end', () => lose(new Error('The connection that holds the lock on the database was closed.')))
  try {
    await client.connect()
    // When the bot's machine vanishes, the server finds out within half a minute and gives the lock to the next bot.
    await client.query(
      `select set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '4', false)`,
    )
    const answer = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
      LOCK_KEY,
    ])
    if (answer.rows[0]?.locked !== true) throw inUse(shown)
  } catch (error) {
    state = 'over'
    await client.end().catch(() => {})
    throw error
  }
  state = 'held'
  return {
    async check() {
      await client.query('select 1')
    },
    async release() {
      state = 'over'
      await client.end()
    },
  }
}

function inUse(shown: string): StoreOpenError {
  return new StoreOpenError(
    'in_use',
    `DATABASE_URL names ${shown}, which another bot has in use: stop that one, or give this one a database of its own.`,
  )
}

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html); all others mean "not reached". */
const BY_CODE: Readonly<Record<string, readonly [StoreProblem, advice: string]>> = {
  '28000': ['denied', 'check its user, and whether the server lets this machine in'],
  '28P01': ['denied', 'check its user and password'],
  '42501': ['denied', 'give its user the right to create tables, or name a schema it owns'],
  '3D000': ['bad_url', 'create that database, or name one that exists'],
  '3F000': ['denied', 'give its user a schema in which it may create tables'],
  '25006': ['not_writable', 'name the primary server rather than a read-only copy'],
  '53100': ['not_writable', "free space on the server's disk"],
  '42P07': ['corrupt', 'it holds tables of another program: give the bot a database of its own'],
  XX001: ['corrupt', 'restore a backup'],
  XX002: ['corrupt', 'restore a backup'],
}

function explainPostgres(shown: string, error: unknown): StoreOpenError {
  if (error instanceof StoreOpenError) return error
  const [problem, advice] = BY_CODE[errorCode(error)] ?? [
    'unreachable' as const,
    'check host and port, and whether the server runs and takes connections from here',
  ]
  return new StoreOpenError(
    problem,
    `DATABASE_URL names ${shown}, which cannot be opened (${errorText(error)}): ${advice}.`,
    error,
  )
}
