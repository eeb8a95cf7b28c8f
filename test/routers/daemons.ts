import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'

/** The daemons as Debian's packages `frr` and `bird2` install them. */
const FRR = ['/usr/bin/vtysh', '/usr/lib/frr/zebra', '/usr/lib/frr/bgpd']
const BIRD = ['/usr/sbin/bird', '/usr/sbin/birdc']

const UNSHARE = '/usr/bin/unshare'
const NSENTER = '/usr/bin/nsenter'

/** Set by `.ci/run` once it has installed them: from then on what is missing fails, and is not skipped. */
const required = process.env.ROUTER_DAEMONS === 'required'

const hasFrr = FRR.every((file) => existsSync(file))
const hasBird = BIRD.every((file) => existsSync(file))

function canMakeNamespaces(): boolean {
  const made = spawnSync(UNSHARE, ['--net', '--mount', '--pid', '--fork', 'ip', 'link', 'show', 'lo'])
  return made.status === 0
}

/** Whether a test can be run here, and its name, which says why it is not. */
export interface Runnable {
  readonly skipped: boolean
  named(sentence: string): string
}

function runnable(missing: string | null): Runnable {
  return {
    skipped: missing !== null,
    named: (sentence) => (missing === null ? sentence : `${sentence} (skipped: ${missing})`),
  }
}

/** What loads a configuration without running it. */
export const loadable = {
  frr: runnable(hasFrr || required ? null : 'FRRouting is not installed here'),
  bird: runnable(hasBird || required ? null : 'BIRD 2 is not installed here'),
} as const

function whyNoLab(): string | null {
  if (!canMakeNamespaces()) return 'network namespaces cannot be made here'
  return (hasFrr && hasBird) || required ? null : 'FRRouting and BIRD 2 are not both installed here'
}

/** What runs daemons in network namespaces. A machine that allows none is not made to by installing them. */
export const lab = runnable(whyNoLab())

/** How a command ended. */
export interface Ended {
  readonly status: number
  readonly output: string
}

/** Runs a command to its end, with `input` to read. */
export function run(command: string, args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(command, [...args], { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ status, output: `${stdout}${stderr}` })
    })
    // Who ends without reading says so with its status.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

/** A network of its own for some processes, which end with it. */
export interface Network {
  /** Runs lines of bash in it. */
  sh(script: string): Promise<Ended>
  /** The same, and throws where they fail. */
  must(script: string): Promise<string>
  /** Writes a file below `/run`, which is the network's own. */
  write(path: string, lines: readonly string[]): Promise<void>
  close(): Promise<void>
}

/**
 * Makes network, mount and process namespaces, with a `/run` of their own. They live as long as a process that reads our
 * standard input: however the tests end, nothing of it stays, neither a daemon nor an interface nor a file.
 */
export async function makeNetwork(): Promise<Network> {
  const holder = spawn(
    UNSHARE,
    [
      '--net',
      '--mount',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      'sh',
      '-c',
      'echo ready; exec cat',
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  await once(holder.stdout, 'data')
  const [inner = ''] = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').split(' ')
  const enter = ['--target', inner, '--net', '--mount', '--pid', '--']
  const network: Network = {
    sh: (script) => run(NSENTER, [...enter, 'bash', '-c', script]),
    async must(script) {
      const { status, output } = await network.sh(script)
      if (status !== 0) throw new Error(`${script}\nended with ${status}:\n${output}`)
      return output
    },
    async write(path, lines) {
      const { status, output } = await run(NSENTER, [...enter, 'tee', path], `${lines.join('\n')}\n`)
      if (status !== 0) throw new Error(output)
    },
    async close() {
      const closed = once(holder, 'close')
      holder.stdin.end()
      await closed
    },
  }
  await network.must('mount -t tmpfs none /run && mkdir -p /run/netns /run/frr && chown frr:frr /run/frr')
  return network
}
