/**
 * How much CPU a question costs with 1,000 links, answer and view together: right after a poll, when what the watch knows is
 * joined anew, and between polls. For comparison, as it would be if each question read the database. One name in four is as
 * long and as odd as Scaleway allows; one link in seven is down. And for how long at once a picture holds everybody up.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { DEFAULT_ALERT_SETTINGS } from '../src/alerting/settings.ts'
import { NO_CONTACT } from '../src/contacts/contact.ts'
import type { Link } from '../src/domain/link.ts'
import type { Scope } from '../src/domain/snapshot.ts'
import { createRenderer, type DrawPng } from '../src/pictures/render.ts'
import { reportPicture } from '../src/pictures/report-picture.ts'
import { createIncidentsQuestion } from '../src/queries/incidents.ts'
import { createPartnerQuestion } from '../src/queries/partner.ts'
import type { ChannelSource, MemorySource } from '../src/queries/ports.ts'
import { createQueries } from '../src/queries/queries.ts'
import { createSuggest } from '../src/queries/suggest.ts'
import { createVpcQuestion } from '../src/queries/vpc.ts'
import { createWhatIf } from '../src/queries/whatif.ts'
import { renderIncidents } from '../src/slack/views/incidents.ts'
import { linkOptions } from '../src/slack/views/link-options.ts'
import { renderList } from '../src/slack/views/list.ts'
import { renderPartner } from '../src/slack/views/partner.ts'
import { renderVpc } from '../src/slack/views/vpc.ts'
import { renderWhatIf } from '../src/slack/views/whatif.ts'
import { renderStatusAnswer } from '../src/slack/views/which-link.ts'
import { openStore, type Store } from '../src/store/open.ts'
import { createLedger } from '../src/watch/ledger.ts'
import { createWatchMemory, type WatchMemory } from '../src/watch/memory.ts'
import { busyRow, reportOf, THIRTY_DAYS } from '../test/pictures/rows.ts'
import { aWatchedLink } from '../test/queries/remembered.ts'
import { manualClock } from '../test/support/clock.ts'
import { aLink, aPartner, aPolicy, aPop, aVpc, NOW } from '../test/support/links.ts'

const LINKS = 1_000
const ROUNDS = 40
const scope: Scope = { id: 'default/fr-par', region: 'fr-par' }
const clock = manualClock(NOW)

const idOf = (n: number) => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`

function linkOf(n: number): Link {
  const odd = n % 4 === 0
  const down = n % 7 === 0
  return aLink({
    id: idOf(n),
    name: odd ? `<*_\u05e9\u{1f525}> ${n} `.repeat(40).slice(0, 255) : `paris-${n}`,
    vpcId: `vpc-${n % 100}`,
    popId: `pop-${n % 10}`,
    kind: { type: 'hosted', partnerId: `partner-${n % 20}`, layer: null, disapprovedReason: null },
    ...(down ? { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } : {}),
  })
}

const series = <T>(length: number, of: (n: number) => T) => Array.from({ length }, (_, n) => of(n))
const links = series(LINKS, linkOf)
const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-bench-questions-'))
const store = await openStore({ databaseUrl: `file:${join(folder, 'bot.db')}`, onLost: () => {} })
await store.record({
  scopes: [
    {
      scope,
      expectedVersion: 0,
      at: NOW,
      outcome: { type: 'seen', baseline: true },
      saveLinks: links.map((link) => aWatchedLink(link)),
      removeLinks: [],
      saveDirectory: {
        partners: series(20, (n) => aPartner({ id: `partner-${n}`, name: `Partner ${n}` })),
        pops: series(10, (n) => aPop({ id: `pop-${n}` })),
        vpcs: series(100, (n) => aVpc({ id: `vpc-${n}`, name: `vpc ${n}` })),
        policies: [aPolicy(), aPolicy({ family: 'ipv6' })],
      },
      removeDirectory: [],
      transitions: [],
    },
  ],
  incidents: links
    .filter(({ status }) => status === 'all_down')
    .map(({ id }) => ({
      id: `incident-${id}`,
      subject: { type: 'link', linkId: id, scopeId: scope.id },
      level: 'critical',
      rule: 'down',
      reason: 'Both sessions are down.',
      lastGoodAt: NOW,
      firstBadAt: NOW,
      badStatus: 'all_down',
      upSince: null,
      resolvedAt: null,
      ending: null,
      rootKey: null,
      acknowledgement: null,
      reminders: { from: NOW, count: 0 },
      flapping: null,
      heldBack: null,
      page: null,
      history: [],
    })),
  deliveries: [],
  silences: [],
  subscriptions: [],
  removedSubscriptions: [],
  reasons: [],
})

/** The CPU that one question takes (ms), with the work of other threads: the median and the worst of `ROUNDS`. */
async function measure(what: string, ask: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < 5; n += 1) await ask()
  const used: number[] = []
  for (let n = 0; n < ROUNDS; n += 1) {
    const before = process.cpuUsage()
    await ask()
    const { user, system } = process.cpuUsage(before)
    used.push((user + system) / 1_000)
  }
  used.sort((a, b) => a - b)
  const [median = 0, worst = 0] = [used[ROUNDS / 2], used.at(-1)]
  process.stdout.write(`${what.padEnd(64)} ${median.toFixed(1)} ms CPU (worst ${worst.toFixed(1)})\n`)
}

async function measureAll(from: string, memory: MemorySource & ChannelSource): Promise<void> {
  const contacts = { contactOf: () => NO_CONTACT }
  const gone = { past: { vanishedLinks: async () => [] }, keepMs: 86_400_000 }
  const parts = { scopes: [scope], memory, contacts, clock, settings: DEFAULT_ALERT_SETTINGS, ...gone }
  const queries = createQueries({ ...parts, live: { readLink: async () => ({ type: 'absent' }) } })
  const suggest = createSuggest(parts)
  process.stdout.write(`${LINKS} links, ${from}\n`)
  const list = (filter: string) =>
    measure(`  list ${filter}`, async () => renderList(await queries.list(filter), NOW))
  const status = (words: string) =>
    measure(`  status ${words}`, async () => renderStatusAnswer(await queries.status(words), NOW))
  const type = (typed: string) =>
    measure(`  type-ahead "${typed}"`, async () => linkOptions(await suggest(typed)))
  await list('')
  await list('down partner:"Partner 7"')
  await status('paris-501')
  await status('paris')
  await status('pariss-501')
  await type('')
  await type('par')
  await type('down')
  await type('pariss-501')
  await measure('  vpc', async () => renderVpc(await createVpcQuestion(parts)('vpc 7'), NOW))
  await measure('  partner', async () => renderPartner(await createPartnerQuestion(parts)('Partner 7'), NOW))
  const asked = { ...parts, reorders: { openReorders: async () => [] } }
  await measure('  incidents', async () => renderIncidents(await createIncidentsQuestion(asked)(), NOW))
  await measure('  whatif down paris-501', async () =>
    renderWhatIf(await createWhatIf(parts)('down paris-501'), NOW),
  )
  await measure('  whatif down partner', async () =>
    renderWhatIf(await createWhatIf(parts)('down partner:"Partner 7"'), NOW),
  )
}

/** The same, as if a poll had just been recorded before each question. */
function afterPolls(memory: WatchMemory): WatchMemory {
  return { ...memory, loadScope: async (one) => ({ ...(await memory.loadScope(one)) }) }
}

try {
  await measurePicture()
  const memory = createWatchMemory(createLedger({ store, scopes: [scope], clock, onWritten: () => {} }))
  await measureAll("from the watch's memory, between polls", memory)
  await measureAll("from the watch's memory, after a poll", afterPolls(memory))
  await measureAll('from the database', { ...memory, ...databaseOf(store) })
} finally {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
}

/** How long the event loop is held at once (ms) while the largest report is drawn: nobody else is answered meanwhile. */
async function measurePicture(): Promise<void> {
  const rows = series(60, (n) => busyRow(links[n]?.name ?? '', 40 * (n % 5)))
  const report = { ...reportOf(rows, rows.slice(0, 10)), period: THIRTY_DAYS }
  const renderer = createRenderer({ clock })
  const held = async (draw: DrawPng): Promise<string> => {
    await reportPicture(report, draw)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    await pause(5)
    for (let n = 0; n < 5; n += 1) {
      await reportPicture(report, draw)
      await pause(5)
    }
    delay.disable()
    return `${(delay.max / 1e6).toFixed(1)} ms at most`
  }
  process.stdout.write('The event loop is held by the largest report (70 rows, 30 days)\n')
  process.stdout.write(
    `  ${'words and shapes alone'.padEnd(62)} ${await held(async () => new Uint8Array())}\n`,
  )
  process.stdout.write(`  ${'with its PNG'.padEnd(62)} ${await held(renderer.draw)}\n`)
  await renderer.close()
}

function databaseOf(from: Store): MemorySource {
  return {
    loadScope: (one) => from.loadScope(one),
    openIncidents: () => from.openIncidents(),
    openSilences: () => from.openSilences(),
  }
}
