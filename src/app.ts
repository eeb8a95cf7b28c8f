import { openRemedies } from './app-remedies.ts'
import type { Config } from './config.ts'
import { openContacts } from './contacts/contacts.ts'
import type { Clock } from './domain/clock.ts'
import { asHeld } from './domain/open-reorder.ts'
import type { Scope } from './domain/snapshot.ts'
import { openPaging } from './paging/open.ts'
import { createRenderer } from './pictures/render.ts'
import { createQuestions } from './queries/questions.ts'
import { createRunbookDesk } from './queries/runbook.ts'
import { heldBack } from './remedies/authorise.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from './runbooks/load.ts'
import { openShelf } from './runbooks/shelf.ts'
import { createAuditTrail } from './scaleway/audit-trail.ts'
import { createEvidenceReader } from './scaleway/evidence-reader.ts'
import { createInterlinkReader } from './scaleway/reader.ts'
import { checkAlertChannel } from './slack/alert-channel.ts'
import { createSlackApp } from './slack/connection.ts'
import { createNotifier } from './slack/notifier.ts'
import type { openStore, Store } from './store/open.ts'
import { createChecks } from './telemetry/checks.ts'
import { serveHttp } from './telemetry/http.ts'
import { addLinkMetrics } from './telemetry/link-metrics.ts'
import type { Logger } from './telemetry/logger.ts'
import { createMetrics } from './telemetry/metrics.ts'
import { createObserver } from './telemetry/observer.ts'
import { createRequestLog } from './telemetry/request-log.ts'
import { createWatchLog } from './telemetry/watch-log.ts'
import { createDeliverer, DEFAULT_DELIVERY, type DeliverySettings } from './watch/deliver.ts'
import { createDesk } from './watch/desk.ts'
import { refuseBlindStart } from './watch/first-poll.ts'
import { createHousekeeping } from './watch/housekeeping.ts'
import { createLedger } from './watch/ledger.ts'
import { createWatchMemory } from './watch/memory.ts'
import type { PollReport } from './watch/observer.ts'
import { createPoller } from './watch/poll.ts'
import { PAGERS } from './watch/ports.ts'
import { createSchedule, longestIntervalMs, slotCounter } from './watch/schedule.ts'

/** What the app takes from the process it runs in: everything that is not a function of its configuration. */
export interface AppParts {
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly random: () => number
  readonly newId: () => string
  readonly fetch: typeof fetch
  readonly logger: Logger
  readonly openStore: typeof openStore
  readonly version: string
  /** Called when the bot cannot go on, once it runs; the process should end. */
  readonly onFatal: (error: Error) => void
  readonly delivery?: DeliverySettings
}

/** The running bot. */
export interface App {
  /** The port of its own HTTP server. */
  readonly port: number
  /** Polls now, or joins the poll under way. Null when it broke inside. */
  poll(): Promise<PollReport | null>
  /** Resolves once everything that is due at this moment has been delivered. */
  delivered(): Promise<void>
  /** Stops taking requests in, gives up a poll that is reading, finishes all else under way, and closes everything. */
  stop(): Promise<void>
}

const DAY_MS = 86_400_000
const POLL_DEADLINE_MS = 25_000
const SLACK_TIMEOUT_MS = 10_000
const PAGER_TIMEOUT_MS = 10_000

/**
 * Puts the bot together and starts it, in one line from memory to clock; when a part does not start, those before it are
 * taken down again. Throws StartError, StoreOpenError, SlackSetupError, ListenError and RunbookError.
 */
export async function startApp(config: Config, parts: AppParts): Promise<App> {
  const { clock, logger } = parts
  const scopes = scopesOf(config)
  const tearDown: (() => Promise<unknown>)[] = []
  const stop = async (): Promise<void> => {
    for (let undo = tearDown.pop(); undo !== undefined; undo = tearDown.pop()) {
      // One part that does not stop must not keep the others from it.
      await undo().catch((error: unknown) =>
        logger.error({ err: error }, 'A part of the bot did not stop in order.'),
      )
    }
  }

  try {
    const { all: builtIn } = await loadRunbooks(BUILTIN_RUNBOOKS)
    const onChange = (problems: readonly string[]): void => {
      for (const problem of problems) logger.warn({ problem }, 'A file of the team cannot be used as it is.')
    }
    const shelf = await openShelf({ builtIn, folder: config.runbookFolder, clock, onChange })
    const contacts = await openContacts({ path: config.contactsFile, clock, onChange })
    const fileProblems = () => [...shelf.problems(), ...contacts.problems()]
    onChange(fileProblems())
    for (const files of [shelf, contacts]) {
      files.start()
      tearDown.push(() => files.stop())
    }
    const store: Store = await parts.openStore({ databaseUrl: config.databaseUrl, onLost: parts.onFatal })
    tearDown.push(() => store.close())

    const metrics = createMetrics({
      backlog: () => store.backlog(),
      ping: () => store.ping(),
      now: () => clock.now(),
    })
    const scaleway = {
      apiUrl: config.scaleway.apiUrl,
      secretKey: config.scaleway.secretKey,
      fetch: parts.fetch,
      clock,
      random: parts.random,
      userAgentVersion: parts.version,
      onRequest: createRequestLog(logger, metrics),
    }
    const reader = createInterlinkReader({ ...scaleway, organizationId: config.scaleway.organizationId })
    const changes = createAuditTrail({ ...scaleway, onUnavailable: (sentence) => logger.info(sentence) })

    const pagers = PAGERS.filter((pager) => config.paging[pager] !== null)
    const ledger = createLedger({
      store,
      scopes,
      clock,
      onWritten(record) {
        if (record.deliveries.length > 0) deliverer.kick()
        if (record.incidents.length + record.silences.length + record.subscriptions.length > 0)
          slack.changed()
      },
    })
    addLinkMetrics({
      registry: metrics.registry,
      read: ledger.read,
      now: () => clock.now(),
      stuckChannels: () => deliverer.stuckChannels(),
    })
    const deciding = {
      ledger,
      clock,
      newId: parts.newId,
      settings: config.alerts,
      channel: config.slack.alertChannel,
      pagers,
    }
    const desk = createDesk({ ...deciding, store })
    const slots = slotCounter(config.pollSchedule)
    const keepMs = config.historyDays * DAY_MS
    const memory = { ...createWatchMemory(ledger), reasonsOf: store.reasonsOf, auditOf: store.auditOf }
    const evidence = createEvidenceReader(scaleway)
    const held = heldBack(config.remedies)
    const openReorders = async () => asHeld(await store.openReorders(), held)
    const questions = createQuestions({
      scopes,
      memory,
      reorders: { openReorders },
      past: store,
      live: reader,
      evidence,
      contacts,
      clock,
      alertChannel: config.slack.alertChannel,
      slots,
      keepMs,
      settings: config.alerts,
    })
    const remedies = openRemedies({
      evidence,
      ...parts,
      config,
      scopes,
      scaleway,
      readLink: reader.readLink,
      memory,
      diagnose: questions.diagnose,
      store,
      onReorder: () => slack.changed(),
      onRecorded: (linkId, incidentIds) =>
        desk.retellLink(linkId, incidentIds).finally(() => slack.changed()),
    })
    const renderer = createRenderer({ clock })
    tearDown.push(() => renderer.close())
    const slackApi = {
      botToken: config.slack.botToken,
      apiUrl: config.slack.apiUrl,
      fetch: parts.fetch,
      timeoutMs: SLACK_TIMEOUT_MS,
      clock,
      logger,
    }
    const slack = await createSlackApp({
      ...slackApi,
      transport: config.slack.events,
      questions,
      desk,
      remedies: remedies.remedies,
      runbooks: createRunbookDesk({
        runbooks: shelf,
        status: questions.status,
        steps: store,
        clock,
      }),
      handled: store,
      stories: store,
      drawPng: renderer.draw,
      newReference: () => parts.newId().slice(0, 8),
    })
    const { toldAt } = slack
    const slackNotifier = createNotifier({ ...slackApi, contacts, records: store, toldAt })
    const beyond = { fetch: parts.fetch, clock, timeoutMs: PAGER_TIMEOUT_MS }
    const notifier = openPaging(config.paging, { ...beyond, slack: slackNotifier, logger })

    const checks = createChecks({
      store,
      clock,
      slackConnected: slack.connected,
      fileProblems,
      pollIntervalMs: longestIntervalMs(config.pollSchedule),
      alertChannel: {
        id: config.slack.alertChannel,
        problem: await checkAlertChannel({ ...slackApi, channel: config.slack.alertChannel }),
      },
    })
    const observer = createObserver({
      ...beyond,
      watchLog: createWatchLog(logger, metrics),
      checks,
      heartbeatUrl: config.paging.heartbeatUrl,
      logger,
    })
    const deliverer = createDeliverer({
      store,
      notifier,
      clock,
      random: parts.random,
      observer,
      settings: parts.delivery ?? DEFAULT_DELIVERY,
      onStuck(stuck) {
        logger.error({ ...stuck }, 'Alerts wait for something that a person has to mend.')
        desk
          .tellStuck(stuck)
          .catch((error: unknown) => logger.error({ err: error }, 'The trouble was not told.'))
      },
    })
    const poller = createPoller({
      ...deciding,
      reader,
      changes,
      store,
      contacted: store,
      ordered: { ...store, openReorders },
      slots,
      deadlineMs: POLL_DEADLINE_MS,
      observer,
    })

    const http = await serveHttp({
      ...config.http,
      registry: metrics.registry,
      checks: checks.all,
      slackEvents: slack.requestListener ?? null,
    })
    tearDown.push(() => http.close())
    await remedies.start()
    tearDown.push(() => remedies.stop())
    await slack.start()
    tearDown.push(() => slack.stop())
    // What was queued for a channel that is not configured any more goes where alerts go now.
    await store.moveWaiting(config.slack.alertChannel)
    await deliverer.start()
    tearDown.push(() => deliverer.stop())

    await refuseBlindStart(await poller.poll(), store)
    const schedule = createSchedule({ expression: config.pollSchedule, clock, run: poller.poll })
    schedule.start()
    tearDown.push(() => Promise.all([schedule.stop(), poller.stop()]))
    const housekeeping = createHousekeeping({ store, clock, keepMs, logger })
    housekeeping.start()
    tearDown.push(() => housekeeping.stop())

    logger.info(
      { regions: config.scaleway.regions, port: http.port, version: parts.version },
      'The watch has begun.',
    )
    return { port: http.port, poll: poller.poll, delivered: () => deliverer.settled(), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A scope's id outlives a rotated key: it is the organization, where one is named, and the region. */
function scopesOf(config: Config): readonly Scope[] {
  const credential = config.scaleway.organizationId ?? 'default'
  return config.scaleway.regions.map((region) => ({ id: `${credential}/${region}`, region }))
}
