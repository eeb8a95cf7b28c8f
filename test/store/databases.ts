import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import type { TestDatabase } from '../contract/store.ts'

const TABLES = [
  'scopes',
  'links',
  'directory',
  'transitions',
  'incidents',
  'own_acts',
  'channels',
  'deliveries',
  'handled',
  'silences',
  'subscriptions',
  'reasons',
  'runbook_steps',
  'gaps',
  'audit',
  'acts_under_way',
  'missing_rights',
  'partner_contacts',
  'tickets',
  'reorders',
] as const

function counts(rows: readonly Record<string, unknown>[]): Readonly<Record<string, number>> {
  return Object.fromEntries(rows.map((row) => [String(row.written), Number(row.count)]))
}

const COUNT = 'select written, count(*) as count from test_writes group by written'

/** A SQLite file in a folder of its own. */
export async function sqliteDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-store-'))
  const file = join(folder, 'bot.db')
  const query = async (sql: string) => {
    const database = new Database(file)
    try {
      const statement = database.prepare(sql)
      if (statement.reader) return statement.all() as Record<string, unknown>[]
      statement.run()
      return []
    } finally {
      database.close()
    }
  }
  return {
    url: `file:${file}`,
    query,
    async countWrites() {
      await query('create table test_writes (written text)')
      for (const table of TABLES) {
        for (const event of ['insert', 'update', 'delete']) {
          await query(
            `create trigger test_${table}_${event} after ${event} on ${table} begin insert into test_writes values ('${table}'); end`,
          )
        }
      }
      return async () => counts(await query(COUNT))
    },
    async discard() {
      rmSync(folder, { recursive: true })
    },
  }
}

/** A PostgreSQL database of this name, made anew on the server of the test run. */
export async function createPostgresDatabase(serverUrl: string, name: string): Promise<string> {
  await asClient(serverUrl, (client) => client.query(`create database ${client.escapeIdentifier(name)}`))
  const url = new URL(serverUrl)
  url.pathname = name
  return url.href
}

/** The same database again and again, emptied each time. */
export async function postgresDatabase(url: string): Promise<TestDatabase> {
  const query = (sql: string) =>
    asClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows)
  await query('drop schema if exists public cascade')
  await query('create schema public')
  return {
    url,
    query,
    async countWrites() {
      await query('create table test_writes (written text)')
      await query(
        `create function test_count() returns trigger language plpgsql as 'begin insert into test_writes values (tg_table_name); return null; end'`,
      )
      for (const table of TABLES) {
        await query(
          `create trigger test_count after insert or update or delete on ${table} for each row execute function test_count()`,
        )
      }
      return async () => counts(await query(COUNT))
    },
    async discard() {},
  }
}

/** Does something on a connection of its own. */
export async function asClient<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}
