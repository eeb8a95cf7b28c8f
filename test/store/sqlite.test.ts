import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import { storeContract } from '../contract/store.ts'
import { aPost, enqueue } from '../contract/store-samples.ts'
import { sqliteDatabase } from './databases.ts'

storeContract('SQLite', sqliteDatabase, { runs: 60 })

describe('a store in a SQLite file', () => {
  let folder: string
  let stores: Store[]
  let children: ChildProcess[]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interlink-bot-sqlite-'))
    stores = []
    children = []
  })
  afterEach(async () => {
    for (const store of stores) await store.close()
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })

  const open = async (path: string) => {
    const store = await openStore({ databaseUrl: `file:${path}`, onLost() {} })
    stores.push(store)
    return store
  }
  const startHolder = async (path: string) => {
    const script = fileURLToPath(new URL('hold-store.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', script, `file:${path}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    await once(child.stdout, 'data')
    return child
  }
  const refusal = (problem: string, words: RegExp | string) => ({
    name: 'StoreOpenError',
    problem,
    message: expect.stringMatching(words),
  })

  test('makes the folders that are missing on the way to it', async () => {
    await open(join(folder, 'a', 'b', 'bot.db'))
    expect(existsSync(join(folder, 'a', 'b', 'bot.db'))).toBe(true)
  })

  test('is refused to a second bot by whatever path it comes', async () => {
    const file = join(folder, 'bot.db')
    await open(file)
    symlinkSync(file, join(folder, 'link.db'))
    symlinkSync(folder, join(folder, 'elsewhere'))
    const paths = [
      file,
      relative(process.cwd(), file),
      join(folder, 'link.db'),
      join(folder, 'elsewhere', 'bot.db'),
      `${folder}/./../${basename(folder)}/bot.db`,
    ]
    for (const path of paths) await expect(open(path)).rejects.toMatchObject(refusal('in_use', 'another bot'))
  })

  test('is found at the end of a symlink that led nowhere yet', async () => {
    symlinkSync(join(folder, 'real.db'), join(folder, 'link.db'))
    await open(join(folder, 'link.db'))
    await expect(open(join(folder, 'real.db'))).rejects.toMatchObject(refusal('in_use', 'another bot'))
  })

  test('is refused while another process holds it, and free once that was killed, with all it wrote', async () => {
    const file = join(folder, 'bot.db')
    const first = await open(file)
    await enqueue(first, aPost('a'))
    await first.close()
    const holder = await startHolder(file)
    await expect(open(file)).rejects.toMatchObject(refusal('in_use', 'another bot'))
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect(await (await open(file)).backlog()).toMatchObject({ waiting: 1 })
  })

  test('is written ahead (WAL), so that readers and the bot do not wait for each other', async () => {
    const store = await open(join(folder, 'bot.db'))
    const reader = new Database(join(folder, 'bot.db'), { readonly: true })
    expect(reader.pragma('journal_mode', { simple: true })).toBe('wal')
    reader.close()
    await store.ping()
  })

  test('is no bot database, is told apart and left alone', async () => {
    const file = join(folder, 'bot.db')
    writeFileSync(file, 'Dear diary, '.repeat(1000))
    await expect(open(file)).rejects.toMatchObject(refusal('corrupt', /^DATABASE_URL names .*bot\.db.*\.$/))
    expect(readFileSync(file, 'utf8')).toContain('Dear diary')
  })

  test('with damaged pages is refused at the start rather than at three in the morning', async () => {
    const file = join(folder, 'bot.db')
    const store = await open(file)
    await enqueue(store, ...Array.from({ length: 500 }, (_, n) => aPost(`k${n}`)))
    await store.close()
    const bytes = readFileSync(file)
    bytes.fill(0xff, 4096 * 3, bytes.length - 4096)
    writeFileSync(file, bytes)
    await expect(open(file)).rejects.toMatchObject(refusal('corrupt', /restore a backup.*\.$/))
  })

  test('that holds tables of another program is refused, and nothing of it changed', async () => {
    const file = join(folder, 'bot.db')
    const other = new Database(file)
    other.exec('create table links (url text)')
    await expect(open(file)).rejects.toMatchObject(refusal('corrupt', 'another program'))
    const tables = other.prepare('select name from sqlite_master').all()
    other.close()
    expect(tables).toEqual([{ name: 'links' }])
  })

  test('under a file that is no folder cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '')
    const opening = open(join(folder, 'file', 'bot.db'))
    await expect(opening).rejects.toMatchObject(refusal('not_writable', /^DATABASE_URL names .*file.*\.$/))
  })

  test('that is a folder cannot be written', async () => {
    mkdirSync(join(folder, 'bot.db'))
    await expect(open(join(folder, 'bot.db'))).rejects.toMatchObject(refusal('not_writable', 'DATABASE_URL'))
  })

  test.skipIf(process.getuid?.() === 0)('without the right to write is refused', async () => {
    const file = join(folder, 'bot.db')
    await (await open(file)).close()
    chmodSync(file, 0o444)
    await expect(open(file)).rejects.toMatchObject(refusal('not_writable', 'the right to write'))
    chmodSync(folder, 0o555)
    await expect(open(join(folder, 'new.db'))).rejects.toMatchObject(refusal('not_writable', 'DATABASE_URL'))
    chmodSync(folder, 0o755)
  })

  test('that could not be opened is not kept from the next who tries', async () => {
    const file = join(folder, 'bot.db')
    writeFileSync(file, 'Dear diary, '.repeat(1000))
    await expect(open(file)).rejects.toThrow()
    rmSync(file)
    await expect(open(file)).resolves.toBeDefined()
  })
})
