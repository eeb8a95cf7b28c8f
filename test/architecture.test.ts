import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const src = join(root, 'src')

/**
 * Which rooms a room may import. `room/ports` means the file `ports.ts` of that room (or the watch's outgoing ones,
 * `outbox.ts` and `observer.ts`): what its user declares and an adapter implements.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  diagnostics: ['domain'],
  history: ['domain', 'diagnostics'],
  pictures: ['domain', 'diagnostics', 'alerting', 'history'],
  alerting: ['domain', 'diagnostics'],
  routers: ['domain', 'diagnostics'],
  files: ['domain'],
  contacts: ['domain', 'diagnostics', 'files'],
  runbooks: ['domain', 'diagnostics', 'files', 'contacts'],
  remedies: ['domain', 'diagnostics', 'alerting', 'contacts'],
  watch: ['domain', 'diagnostics', 'alerting'],
  queries: [
    'domain',
    'diagnostics',
    'alerting',
    'history',
    'runbooks',
    'contacts',
    'routers',
    'remedies/ports',
  ],
  scaleway: ['domain', 'watch/ports', 'queries/ports', 'remedies/ports'],
  store: ['domain', 'alerting', 'watch/ports', 'slack/ports', 'queries/ports', 'remedies/ports'],
  slack: [
    'domain',
    'diagnostics',
    'alerting',
    'history',
    'pictures',
    'queries',
    'runbooks',
    'contacts',
    'routers',
    'remedies',
    'watch/ports',
  ],
  telemetry: ['domain', 'watch/ports'],
  paging: ['domain', 'alerting', 'watch/ports', 'remedies/ports'],
  simulator: [],
  // What a variable has to look like is said by whoever uses it: the schedule's expression, the timers of alerts, the database's URL.
  'variables.ts': ['domain', 'alerting', 'watch', 'remedies'],
  'config.ts': ['variables.ts', 'alerting', 'store', 'paging', 'remedies'],

  'app-remedies.ts': [
    'domain',
    'queries',
    'remedies',
    'paging',
    'scaleway',
    'slack',
    'store',
    'telemetry',
    'config.ts',
  ],
  'app.ts': [
    'app-remedies.ts',
    'domain',
    'alerting',
    'runbooks',
    'contacts',
    'watch',
    'pictures',
    'queries',
    'remedies',
    'scaleway',
    'store',
    'slack',
    'telemetry',
    'paging',
    'config.ts',
  ],
  'main.ts': [
    'domain',
    'runbooks',
    'store',
    'slack',
    'telemetry',
    'watch',
    'config.ts',
    'app.ts',
    'simulator',
  ],
}

/** Packages that only these rooms may know; every other package is for anybody but the pure rooms. */
const KEPT_TO: Readonly<Record<string, readonly string[]>> = {
  'node-cron': ['watch'],
  'openapi-fetch': ['scaleway'],
  kysely: ['store'],
  pg: ['store'],
  'better-sqlite3': ['store'],
  '@slack/bolt': ['slack'],
  '@slack/web-api': ['slack'],
  '@slack/types': ['slack', 'simulator'],
  pino: ['telemetry'],
  'prom-client': ['telemetry'],
  hono: ['simulator'],
  ws: ['simulator'],
  '@resvg/resvg-js': ['pictures'],
}

/** What the pure rooms may use from outside the project. */
const PURE_ROOMS: readonly string[] = ['domain', 'diagnostics', 'alerting', 'history', 'routers']
const PURE_PACKAGES: readonly string[] = ['date-fns', '@date-fns/tz']

interface Import {
  readonly file: string
  readonly specifier: string
  readonly typeOnly: boolean
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8')
  const found = [
    ...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]/gm),
    ...text.matchAll(/(?:^|[^\w.])import\((type\s)?\s*['"]([^'"]+)['"]\s*\)/gm),
    ...text.matchAll(/^\s*import\s+(type\s)?['"]([^'"]+)['"]/gm),
  ]
  return found.map((match) => ({ file, specifier: match[2] ?? '', typeOnly: match[1] !== undefined }))
}

const files = sourceFiles(src)
const imports = files.flatMap(importsOf)
const place = (file: string) => relative(src, file).replaceAll('\\', '/')
const roomOf = (file: string) => place(file).split('/')[0] ?? ''
const isOwn = ({ specifier }: Import) => specifier.startsWith('.')
const targetOf = ({ file, specifier }: Import) => resolve(dirname(file), specifier)

function allowed(entry: Import): boolean {
  const from = roomOf(entry.file)
  const target = targetOf(entry)
  const to = roomOf(target)
  if (from === to) return true
  const rules = MAY_IMPORT[from] ?? []
  if (rules.includes(to)) return true
  const isPort = ['ports', 'outbox', 'observer'].some((port) => place(target) === `${to}/${port}.ts`)
  return isPort && rules.includes(`${to}/ports`)
}

describe('imports run one way', () => {
  test('every room has its rule, and every rule its room', () => {
    expect(Object.keys(MAY_IMPORT).sort()).toEqual([...new Set(files.map(roomOf))].sort())
  })

  test('between the rooms', () => {
    const wrong = imports.filter((entry) => isOwn(entry) && !allowed(entry))
    expect(wrong.map((entry) => `${place(entry.file)} → ${place(targetOf(entry))}`)).toEqual([])
    expect(imports.filter(isOwn).length).toBeGreaterThan(200)
  })

  test('without cycles', () => {
    const graph = new Map<string, string[]>(files.map((file) => [file, []]))
    for (const entry of imports) {
      if (!isOwn(entry) || entry.typeOnly) continue
      graph.get(entry.file)?.push(targetOf(entry))
    }
    const cycles: string[] = []
    const state = new Map<string, 'open' | 'done'>()
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].map(place).join(' → '))
        return
      }
      state.set(file, 'open')
      for (const next of graph.get(file) ?? []) visit(next, [...path, file])
      state.set(file, 'done')
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })

  test('and only to packages that belong in the room', () => {
    const wrong = imports.filter((entry) => {
      if (isOwn(entry)) return false
      const room = roomOf(entry.file)
      const name = entry.specifier
        .split('/')
        .slice(0, entry.specifier.startsWith('@') ? 2 : 1)
        .join('/')
      if (PURE_ROOMS.includes(room)) return !PURE_PACKAGES.includes(name)
      return KEPT_TO[name] !== undefined && !KEPT_TO[name].includes(room)
    })
    expect(wrong.map((entry) => `${place(entry.file)} → ${entry.specifier}`)).toEqual([])
  })
})

describe('time, randomness, ids, the network and the environment', () => {
  const GLOBALS: readonly [string, RegExp][] = [
    ['the clock', /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/],
    ['timers', /(?<![\w.])(?:setTimeout|setInterval)\(/],
    ['randomness', /\bMath\.random\b|\brandomUUID\b/],
    ['the process', /\bprocess\.(?:env|argv|exit|on|stdout|stderr|cwd|kill)\b/],
    ['the network', /(?<![\w.])fetch\(/],
    ['the console', /\bconsole\.[a-z]+\(/],
  ]
  /** The page runs in a browser, where these belong to the page itself. */
  const isPage = (file: string) => place(file).startsWith('simulator/page/')

  test.each(GLOBALS)('%s is reached for in main.ts alone', (_, pattern) => {
    const reaching = files.filter((file) => {
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      return place(file) !== 'main.ts' && !isPage(file) && pattern.test(code)
    })
    expect(reaching.map(place)).toEqual([])
  })

  test('no test waits for a real timer', () => {
    // A process that holds a database until it is killed: the timer only keeps it alive.
    const harmless = ['store/hold-store.ts']
    const tests = join(root, 'test')
    const waiting = sourceFiles(tests).filter((file) => {
      const code = readFileSync(file, 'utf8')
        .replace(/'[^'\n]*'/g, "''")
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      const calls = /\b(?:setTimeout|setInterval)\(/.test(code)
      return calls || importsOf(file).some(({ specifier }) => /^(?:node:)?timers(?:\/|$)/.test(specifier))
    })
    expect(waiting.map((file) => relative(tests, file).replaceAll('\\', '/'))).toEqual(harmless)
  })
})

describe('ARCHITECTURE.md', () => {
  test('lists exactly the folders and files that src has at its top', () => {
    const document = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    const listed = [...document.matchAll(/^ {2}([\w.-]+\/?)\s{2,}\S/gm)].map((match) => match[1])
    const actual = readdirSync(src, { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name,
    )
    expect([...listed].sort()).toEqual(actual.sort())
  })
})
