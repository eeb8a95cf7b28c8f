import { StoreOpenError } from './open-error.ts'

/** Where the store is. `shown` may be printed: it holds no password. */
export type DatabaseTarget =
  | { readonly type: 'sqlite'; readonly path: string }
  | { readonly type: 'postgres'; readonly url: string; readonly shown: string }

const HOW = 'use file:./data/interlink-bot.db or postgres://user:password@host:5432/database'

/**
 * Reads DATABASE_URL: `file:` and a path, taken literally and relative to the working directory, or a PostgreSQL URL.
 * Throws StoreOpenError `bad_url`, which repeats nothing of a PostgreSQL URL: where it cannot be understood, nobody
 * can tell which part of it is the password.
 */
export function parseDatabaseUrl(databaseUrl: string): DatabaseTarget {
  if (databaseUrl.startsWith('file:')) return parseFileUrl(databaseUrl.slice('file:'.length))
  if (/^postgres(ql)?:/.test(databaseUrl)) return parsePostgresUrl(databaseUrl)
  throw badUrl(`DATABASE_URL is neither a file nor a PostgreSQL database: ${HOW}.`)
}

function parseFileUrl(rest: string): DatabaseTarget {
  if (rest.includes(':memory:')) {
    throw badUrl(`DATABASE_URL is in memory, and the bot's memory has to survive a restart: ${HOW}.`)
  }
  if (rest.includes('?') || rest.includes('\0')) {
    throw badUrl(`DATABASE_URL names a file with parameters, which are not supported: ${HOW}.`)
  }
  const path = rest.startsWith('//') ? rest.slice(2) : rest
  if (path === '' || path.endsWith('/') || (rest.startsWith('//') && !path.startsWith('/'))) {
    throw badUrl(`DATABASE_URL names no file: ${HOW}.`)
  }
  return { type: 'sqlite', path }
}

function parsePostgresUrl(databaseUrl: string): DatabaseTarget {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null
  // A password with an unescaped "/", "?" or "#" still parses as a URL, whose host is then the user and whose path holds
  // the rest of the password and the "@".
  if (url === null || /[@]/.test(url.pathname + url.search + url.hash) || !decodable(databaseUrl)) {
    throw badUrl(
      `DATABASE_URL is not a PostgreSQL URL: ${HOW}, with special characters of the password percent-encoded.`,
    )
  }
  const user = url.username === '' ? '' : `${url.username}@`
  return { type: 'postgres', url: databaseUrl, shown: `${url.protocol}//${user}${url.host}${url.pathname}` }
}

function decodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function badUrl(message: string): StoreOpenError {
  return new StoreOpenError('bad_url', message)
}
