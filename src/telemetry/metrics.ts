import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What is counted and measured, in Prometheus' words. */
export function createMetrics(readings: {
  /** Deliveries that wait, and since when the oldest does (ms since the epoch). */
  readonly backlog: () => Promise<{ readonly waiting: number; readonly oldestAt: number | null }>
  /** Rejects when the database is gone. */
  readonly ping: () => Promise<void>
  readonly now: () => number
}) {
  const registry = new Registry()
  const registers = [registry]
  // A scrape while the database is gone has to bring everything else: that is when somebody looks.
  const setOrLeaveOut = async (gauge: Gauge, read: () => Promise<number>): Promise<void> => {
    try {
      gauge.set(await read())
    } catch {
      gauge.remove()
    }
  }
  new Gauge({
    name: 'interlink_bot_database_up',
    help: '1 while the database answers, 0 when it does not.',
    registers,
    async collect() {
      this.set(
        await readings.ping().then(
          () => 1,
          () => 0,
        ),
      )
    },
  })
  new Gauge({
    name: 'interlink_bot_outbox_waiting',
    help: 'Alerts that wait to be delivered.',
    registers,
    async collect() {
      await setOrLeaveOut(this, async () => (await readings.backlog()).waiting)
    },
  })
  new Gauge({
    name: 'interlink_bot_outbox_oldest_seconds',
    help: 'Age of the oldest alert that waits to be delivered.',
    registers,
    async collect() {
      await setOrLeaveOut(this, async () => {
        const { oldestAt } = await readings.backlog()
        return oldestAt === null ? 0 : (readings.now() - oldestAt) / 1_000
      })
    },
  })
  return {
    registry,
    polls: new Counter({
      name: 'interlink_bot_polls_total',
      help: 'Polls, by outcome: recorded, or broke inside.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    pollDuration: new Histogram({
      name: 'interlink_bot_poll_duration_seconds',
      help: 'From the start of a poll to its record.',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25],
      registers,
    }),
    scopeReads: new Counter({
      name: 'interlink_bot_scope_reads_total',
      help: 'Reads of a region, by outcome: seen, or the reason of the failure.',
      labelNames: ['region', 'outcome'] as const,
      registers,
    }),
    links: new Gauge({
      name: 'interlink_bot_links',
      help: 'Links in a region at the last good read.',
      labelNames: ['region'] as const,
      registers,
    }),
    malformedLinks: new Counter({
      name: 'interlink_bot_malformed_links_total',
      help: 'Links in answers that could not be understood.',
      labelNames: ['region'] as const,
      registers,
    }),
    transitions: new Counter({
      name: 'interlink_bot_transitions_total',
      help: 'Changes of links that were noticed.',
      labelNames: ['region'] as const,
      registers,
    }),
    openIncidents: new Gauge({
      name: 'interlink_bot_open_incidents',
      help: 'Incidents that are not over.',
      registers,
    }),
    apiRequests: new Counter({
      name: 'interlink_bot_api_requests_total',
      help: 'Requests to the Scaleway API, by outcome.',
      labelNames: ['operation', 'outcome'] as const,
      registers,
    }),
    apiDuration: new Histogram({
      name: 'interlink_bot_api_request_duration_seconds',
      help: 'Time a request to the Scaleway API took.',
      labelNames: ['operation'] as const,
      registers,
    }),
    deliveries: new Counter({
      name: 'interlink_bot_deliveries_total',
      help: 'Attempts to deliver, by what came of them.',
      labelNames: ['dispatch', 'outcome'] as const,
      registers,
    }),
    deliveryAge: new Histogram({
      name: 'interlink_bot_delivery_age_seconds',
      help: 'From the poll that caused an alert to its arrival in Slack.',
      buckets: [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3_600],
      registers,
    }),
  }
}

/** The metrics and the ways to count into them. */
export type Metrics = ReturnType<typeof createMetrics>
