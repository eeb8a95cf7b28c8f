import { createServer } from 'node:net'
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import { storeContract } from '../contract/store.ts'
import { aPost, enqueue } from '../contract/store-samples.ts'
import { asClient, createPostgresDatabase, postgresDatabase } from './databases.ts'

const serverUrl = inject('postgresUrl')
const name = `store_${process.pid}_${process.hrtime.bigint()}`
let url: string
beforeAll(async () => {
  url = await createPostgresDatabase(serverUrl, name)
})

storeContract('PostgreSQL', () => postgresDatabase(url), { runs: 12 })

describe('a store in PostgreSQL', () => {
  let store: Store | undefined
  let lost: Error[]
  beforeEach(async () => {
    await postgresDatabase(url)
    lost = []
  })
  afterEach(async () => {
    await store?.close()
    store = undefined
  })

  const open = async (databaseUrl = url) => {
    const opened = await openStore({ databaseUrl, onLost: (error) => lost.push(error) })
    store = opened
    return opened
  }
  /** Ends them, and waits until they are gone: a process says that it ends before it gives its locks back. */
  const terminate = (which: string) =>
    asClient(serverUrl, (client) =>
      client.query(
        `select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = '${name}' and pid ${which} (select pid from pg_locks where locktype = 'advisory')`,
      ),
    )
  const withParts = (parts: Partial<Pick<URL, 'username' | 'password' | 'pathname' | 'port'>>) =>
    Object.assign(new URL(url), parts).href

  test('says when the connection that holds its lock is lost, once, and lets the next bot in', async () => {
    const first = await open()
    const told = new Promise<void>((resolve) => {
      const poll = () => (lost.length > 0 ? resolve() : setImmediate(poll))
      poll()
    })
    await terminate('in')
    await told
    await expect(first.ping()).rejects.toThrow()
    const second = await openStore({ databaseUrl: url, onLost() {} })
    await second.close()
    await first.close()
    expect(lost).toHaveLength(1)
  })

  test('does not call its own closing a loss', async () => {
    await (await open()).close()
    expect(lost).toEqual([])
  })

  test('works on after its other connections were cut', async () => {
    const opened = await open()
    await enqueue(opened, aPost('a'))
    await terminate('not in')
    const answers = []
    // Each of the four connections may fail the one query that finds it broken.
    for (let n = 0; n < 5; n += 1) answers.push(await opened.backlog().catch(() => null))
    expect(answers.at(-1)).toMatchObject({ waiting: 1 })
    expect(lost).toEqual([])
  })

  test('takes no bigint for a string', async () => {
    const opened = await open()
    const at = Date.UTC(2150, 0, 1)
    await enqueue(opened, aPost('a', { at }))
    expect(await opened.nextDueAt()).toBe(at)
    expect(await opened.backlog()).toEqual({ waiting: 1, oldestAt: at })
  })

  test.each([
    ['a database that does not exist', () => withParts({ pathname: 'nowhere' }), 'bad_url'],
    ['a user the server does not know', () => withParts({ username: 'stranger' }), 'denied'],
    ['a port where nobody listens', () => withParts({ port: '1' }), 'unreachable'],
  ])('with %s is refused in one sentence without the password', async (_case, wrong, problem) => {
    const databaseUrl = Object.assign(new URL(wrong()), { password: 'hunter2' }).href
    const error: unknown = await open(databaseUrl).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'StoreOpenError', problem, cause: expect.anything() })
    expect(error).toMatchObject({ message: expect.stringMatching(/^DATABASE_URL names postgres:.*\.$/) })
    expect(String((error as Error).stack)).not.toContain('hunter2')
    expect(JSON.stringify({ ...(error as Error) })).not.toContain('hunter2')
  })

  test.each([
    ['create no tables', 'grant usage on schema public to reader'],
    ['not even look', 'revoke all on schema public from reader'],
  ])('of a user who may %s is refused as denied', async (_right, statement) => {
    await asClient(url, async (client) => {
      await client.query('drop role if exists reader')
      await client.query('create role reader login')
      await client.query(statement)
    })
    const opening = open(withParts({ username: 'reader' }))
    await expect(opening).rejects.toMatchObject({ problem: 'denied' })
    await asClient(url, (client) => client.query('drop owned by reader; drop role reader'))
  })

  test('which can only be read is refused as not writable', async () => {
    const databaseUrl = `${url}?options=-c%20default_transaction_read_only%3Don`
    await expect(open(databaseUrl)).rejects.toMatchObject({ problem: 'not_writable' })
  })

  test('that holds tables of another program is refused', async () => {
    await asClient(url, (client) => client.query('create table links (url text)'))
    await expect(open()).rejects.toMatchObject({ problem: 'corrupt' })
  })

  test('behind a port where something else answers is unreachable', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    await expect(open(withParts({ port }))).rejects.toMatchObject({ problem: 'unreachable' })
    server.close()
  })
})
