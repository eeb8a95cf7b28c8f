import type { Config } from './config.ts'
import type { Clock } from './domain/clock.ts'
import { isRefusedCredential, type Scope } from './domain/snapshot.ts'
import { createPagerNotifier } from './paging/notifier.ts'
import { createPagerDuty } from './paging/pagerduty.ts'
import { createWebhook } from './paging/webhook.ts'
import { createQueries } from './queries/queries.ts'
import { createWhy } from './queries/why.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from './runbooks/load.ts'
import { createAuditTrail } from './scaleway/audit-trail.ts'
import { createInterlinkReader } from './scaleway/reader.ts'
import { checkAlertChannel } from './slack/alert-channel.ts'
import { createSlackApp } from './slack/connection.ts'
import { createNotifier } from './slack/notifier.ts'
import type { openStore, Store } from './store/open.ts'
import { createChecks } from './telemetry/checks.ts'
import { createHeartbeat } from './telemetry/heartbeat.ts'
import { serveHttp } from './telemetry/http.ts'
import { addLinkMetrics } from './telemetry/link-metrics.ts'
import type { Logger } from './telemetry/logger.ts'
import { createMetrics } from './telemetry/metrics.ts'
import { createRequestLog } from './telemetry/request-log.ts'
import { createWatchLog } from './telemetry/watch-log.ts'
import { createDeliverer, DEFAULT_DELIVERY, type DeliverySettings } from './watch/deliver.ts'
import { createDesk } from './watch/desk.ts'
import { createHousekeeping } from './watch/housekeeping.ts'
import { createLedger } from './watch/ledger.ts'
import type { PollReport, WatchObserver } from './watch/observer.ts'
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

/** The bot cannot start as configured. The message is one sentence that names what to mend. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

const DAY_MS = 86_400_000
const POLL_DEADLINE_MS = 25_000
const SLACK_TIMEOUT_MS = 10_000
const PAGER_TIMEOUT_MS = 10_000
/** Watchdogs wait for minutes: one call in so long is enough. */
const HEARTBEAT_INTERVAL_MS = 30_000

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
    const runbooks = await loadRunbooks(BUILTIN_RUNBOOKS)
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
    const ledger = createLedger({ store, scopes, clock, onDeliveries: () => deliverer.kick() })
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
    const desk = createDesk(deciding)
    const queries = createQueries({ scopes, memory: store, live: reader, runbooks, clock })
    const slack = await createSlackApp({
      botToken: config.slack.botToken,
      transport: config.slack.events,
      apiUrl: config.slack.apiUrl,
      fetch: parts.fetch,
      clock,
      logger,
      queries,
      desk: {
        ...desk,
        why: createWhy({ scopes, memory: store, status: queries.status }),
      },
      handled: store,
      newReference: () => parts.newId().slice(0, 8),
    })
    const slackNotifier = createNotifier({
      botToken: config.slack.botToken,
      apiUrl: config.slack.apiUrl,
      fetch: parts.fetch,
      clock,
      logger,
      timeoutMs: SLACK_TIMEOUT_MS,
    })
    const beyond = { fetch: parts.fetch, clock, timeoutMs: PAGER_TIMEOUT_MS }
    const { pagerduty, webhook } = config.paging
    const notifier = createPagerNotifier({
      slack: slackNotifier,
      pagerduty:
        pagerduty === null
          ? null
          : createPagerDuty({ ...pagerduty, ...beyond, source: 'interlink-bot', logger }),
      webhook: webhook === null ? null : createWebhook({ ...webhook, ...beyond }),
    })

    const checks = createChecks({
      store,
      clock,
      slackConnected: slack.connected,
      pollIntervalMs: longestIntervalMs(config.pollSchedule),
      alertChannel: {
        id: config.slack.alertChannel,
        problem: await checkAlertChannel({
          botToken: config.slack.botToken,
          apiUrl: config.slack.apiUrl,
          fetch: parts.fetch,
          channel: config.slack.alertChannel,
          logger,
          timeoutMs: SLACK_TIMEOUT_MS,
        }),
      },
    })
    const watchLog = createWatchLog(logger, metrics)
    const heartbeat =
      config.paging.heartbeatUrl === null
        ? null
        : createHeartbeat({
            ...beyond,
            url: config.paging.heartbeatUrl,
            minIntervalMs: HEARTBEAT_INTERVAL_MS,
            healthy: async () => {
              const { database, scaleway, delivery } = checks.all
              const all = await Promise.all([database(), scaleway(), delivery()])
              return all.every(({ ok }) => ok)
            },
            logger,
          })
    const observer: WatchObserver = {
      ...watchLog,
      polled(report) {
        watchLog.polled(report)
        checks.polled(report)
        void heartbeat?.beat()
      },
      delivered(report) {
        watchLog.delivered(report)
        checks.delivered(report)
      },
    }
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
      slots: slotCounter(config.pollSchedule),
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
    const housekeeping = createHousekeeping({
      store,
      clock,
      keepMs: config.historyDays * DAY_MS,
      logger,
    })
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

/**
 * A bot that has never seen anything, and sees nothing, does not start: it is not configured rightly. Later the same is
 * told as blindness instead: whoever is on call has to hear of it, and a process that will not start tells nobody.
 */
async function refuseBlindStart(report: PollReport | null, store: Store): Promise<void> {
  const failures = report?.scopes.flatMap(({ failure }) => failure ?? []) ?? []
  const [failure] = failures
  if (report === null || failure === undefined || failures.length < report.scopes.length) return
  const states = await Promise.all(report.scopes.map(({ scope }) => store.loadScope(scope)))
  if (states.some((state) => state.baselineAt !== null)) return
  throw new StartError(
    isRefusedCredential(failure)
      ? failure.message
      : `${failure.message.replace(/\.$/, '')}, and no region has ever been read: check SCW_API_URL and the network.`,
  )
}
