import { describe, expect, test } from 'vitest'
import { parseDatabaseUrl } from '../../src/store/database-url.ts'
import { StoreOpenError } from '../../src/store/open-error.ts'

function refusalOf(databaseUrl: string): StoreOpenError {
  try {
    parseDatabaseUrl(databaseUrl)
  } catch (error) {
    if (error instanceof StoreOpenError) return error
  }
  throw new Error(`${databaseUrl} should have been refused.`)
}

describe('DATABASE_URL', () => {
  test.each([
    ['file:./data/bot.db', './data/bot.db'],
    ['file:bot.db', 'bot.db'],
    ['file:/var/lib/bot.db', '/var/lib/bot.db'],
    ['file:///var/lib/bot.db', '/var/lib/bot.db'],
    ['file:./100%25 mine.db', './100%25 mine.db'],
  ])('%s is the file %s', (databaseUrl, path) => {
    expect(parseDatabaseUrl(databaseUrl)).toEqual({ type: 'sqlite', path })
  })

  test.each(['postgres', 'postgresql'])(
    '%s: is PostgreSQL, shown without password and parameters',
    (scheme) => {
      const url = `${scheme}://bot:s%40cret@db.example:5433/alerts?sslmode=verify-full&password=s2`
      expect(parseDatabaseUrl(url)).toEqual({
        type: 'postgres',
        url,
        shown: `${scheme}://bot@db.example:5433/alerts`,
      })
    },
  )

  test.each([
    ['nothing', ''],
    ['a path without a scheme', './data/bot.db'],
    ['another engine', 'mysql://bot:secret@db/alerts'],
    ['a file without a name', 'file:'],
    ['a folder', 'file:./data/'],
    ['a file on another machine', 'file://server/bot.db'],
    ['a file with parameters', 'file:./bot.db?mode=ro'],
    ['memory', 'file::memory:'],
    ['a PostgreSQL URL with a wrong port', 'postgres://bot:secret@db:port/alerts'],
    ['a password with a slash', 'postgres://bot:12/secret@db/alerts'],
    ['a password with a question mark', 'postgres://bot:12?secret@db/alerts'],
    ['a password with a hash', 'postgres://bot:12#secret@db/alerts'],
    ['a password with a percent sign', 'postgres://bot:secret%zz@db/alerts'],
  ])('that is %s is refused in one sentence that says how, and repeats no secret', (_case, databaseUrl) => {
    const { problem, message, cause } = refusalOf(databaseUrl)
    expect({ problem, cause }).toEqual({ problem: 'bad_url', cause: undefined })
    expect(message).toMatch(/^DATABASE_URL .* use file:\.\/data\/interlink-bot\.db or postgres:.*\.$/)
    expect(message).not.toContain('secret')
  })
})
