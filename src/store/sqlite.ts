import { closeSync, existsSync, mkdirSync, openSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { SqliteDialect } from 'kysely'
import type { Engine } from './engine.ts'
import { errorCode, errorText, StoreOpenError } from './open-error.ts'

/** How long a statement waits for another program that writes to the file (ms); the process stands still meanwhile. */
const BUSY_TIMEOUT_MS = 2000

/**
 * Opens the SQLite file at `path`, creating it and its directory where missing, and keeps every other bot out.
 * Throws StoreOpenError.
 */
export function openSqlite(path: string): Engine {
  const explain = (error: unknown) => explainSqlite(path, error)
  try {
    const file = realFile(path)
    const lock = lockFile(file)
    try {
      const database = openDatabase(file)
      return {
        dialect: new SqliteDialect({ database }),
        explain,
        async ping() {
          database.prepare('select version from schema_version limit 1').get()
        },
        async release() {
          lock.close()
        },
      }
    } catch (error) {
      lock.close()
      throw error
    }
  } catch (error) {
    throw explain(error)
  }
}

/**
 * One level at a time: where a folder exists and nothing can be made in it, as in /proc, mkdirSync of Node 20 with
 * `recursive` tries for ever.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolder(parent)
  try {
    mkdirSync(folder)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

/** The file behind all names of it, so that a symlink or another relative path finds the same lock. */
function realFile(path: string): string {
  makeFolder(dirname(path))
  try {
    return realpathSync(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    // Only a file that is missing may be touched so: closing any descriptor of an open SQLite file would drop the
    // locks that this process holds on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    closeSync(openSync(path, 'a'))
    return realpathSync(path)
  }
}

/**
 * Holds a companion file in an exclusive transaction for as long as the bot runs. The operating system drops the lock
 * with the process, however that ends, and the database itself stays open to backup tools.
 */
function lockFile(file: string): Database.Database {
  const lock = new Database(`${file}.lock`, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    throw error
  }
}

function openDatabase(file: string): Database.Database {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    database.pragma('journal_mode = WAL')
    // In WAL mode NORMAL may lose the last transactions when the power fails. An attempt that is forgotten is a
    // message sent twice, and the bot writes seldom, so that the fsync of FULL costs nothing that anybody notices.
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    // SQLite opens a file that may only be read without a word, and fails at the first change.
    database.exec('begin; create table written (once); rollback')
    const verdict = database.pragma('quick_check(1)', { simple: true })
    if (verdict !== 'ok') throw new Database.SqliteError(String(verdict), 'SQLITE_CORRUPT')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function explainSqlite(path: string, error: unknown): StoreOpenError {
  if (error instanceof StoreOpenError) return error
  const code = errorCode(error)
  const text = errorText(error)
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new StoreOpenError(
      'in_use',
      `DATABASE_URL names ${path}, which another bot or program has in use: stop that one, or give this bot a file of its own.`,
      error,
    )
  }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new StoreOpenError(
      'corrupt',
      `DATABASE_URL names ${path}, which is not an intact SQLite database (${text}): restore a backup, or move it away to start afresh.`,
      error,
    )
  }
  if (/table .* already exists/.test(text)) {
    return new StoreOpenError(
      'corrupt',
      `DATABASE_URL names ${path}, which holds tables of another program (${text}): give the bot a file of its own.`,
      error,
    )
  }
  if (code.startsWith('ERR_DLOPEN_') || text.startsWith('Could not locate the bindings file')) {
    return new StoreOpenError(
      'no_engine',
      `DATABASE_URL names the SQLite file ${path}, and better-sqlite3 is not built for this machine and Node.js (${code === '' ? 'its native module is missing' : code}): run npm ci again, with its install scripts allowed.`,
      error,
    )
  }
  return new StoreOpenError(
    'not_writable',
    `DATABASE_URL names ${path}, which cannot be written (${text}): give the bot's user the right to write the file and its folder, and look whether the disk is full.`,
    error,
  )
}
