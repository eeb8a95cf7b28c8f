import type { Config } from './config.ts'
import type { Clock } from './domain/clock.ts'
import type { Incident } from './domain/incident.ts'
import type { Lookup, Offer } from './domain/lookups.ts'
import type { Scope } from './domain/snapshot.ts'
import { within } from './domain/within.ts'
import { createTicketWebhook } from './paging/ticket-webhook.ts'
import type { DiagnoseAnswer } from './queries/diagnose.ts'
import type { EvidenceReader, MemorySource } from './queries/ports.ts'
import { createSights } from './queries/sights.ts'
import { createAuditQuestion } from './remedies/audit.ts'
import { createAuditRows } from './remedies/audit-rows.ts'
import { createPermissions, heldBack } from './remedies/authorise.ts'
import { createRemedyDesk } from './remedies/desk.ts'
import { createReorders, type ReorderParts } from './remedies/reorder/reorders.ts'
import { isEnded } from './remedies/reorder/saga.ts'
import { createReorderDesk } from './remedies/reorder-desk.ts'
import { createTicketDesk } from './remedies/ticket-desk.ts'
import { createLinkWriter, type LinkWriterSettings } from './scaleway/link-writer.ts'
import { impatientClient } from './slack/client.ts'
import type { Remedies } from './slack/ports.ts'
import { createReorderBoard } from './slack/reorder-board.ts'
import { createUserGroups } from './slack/user-groups.ts'
import type { Store } from './store/open.ts'
import type { Logger } from './telemetry/logger.ts'

/** What remedies are put together from. */
interface RemedyParts {
  readonly config: Config
  readonly scopes: readonly Scope[]
  readonly scaleway: LinkWriterSettings
  readonly readLink: ReorderParts['readLink']
  readonly memory: MemorySource & { openIncidents(): Promise<readonly Incident[]> }
  readonly diagnose: (words: string) => Promise<DiagnoseAnswer>
  readonly evidence: Pick<EvidenceReader, 'offersOf' | 'writesTo'>
  readonly store: Store
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly newId: () => string
  readonly logger: Logger
}

/** Remedies, and the reorders that go on by themselves. */
export interface OpenRemedies {
  readonly remedies: Remedies
  /** Goes on with the reorders of an earlier life. */
  start(): Promise<void>
  stop(): Promise<void>
}

const SLACK_TIMEOUT_MS = 10_000
const TICKET_TIMEOUT_MS = 10_000
const OFFERS_TIMEOUT_MS = 5_000

/** Makes all that has to do with changing links: the desks, their way to Scaleway and Slack, and the audit. */
export function openRemedies(parts: RemedyParts): OpenRemedies {
  const { config, clock, store, logger, newId } = parts
  const { remedies: settings, slack, ticketWebhook } = config
  const client = impatientClient({
    token: slack.botToken,
    apiUrl: slack.apiUrl,
    fetch: parts.fetch,
    timeoutMs: SLACK_TIMEOUT_MS,
    logger,
  })
  const groups = createUserGroups({
    list: (usergroup) => client.usergroups.users.list({ usergroup }),
    now: () => clock.now(),
    onFailure: (group, sentence) => logger.warn({ group }, sentence),
  })
  const mayAct = createPermissions({ settings, groups })
  const sights = createSights(parts)
  const writer = createLinkWriter(parts.scaleway)
  const rowOf = createAuditRows({ clock, newId })

  async function messagesOf(linkId: string) {
    const open = await parts.memory.openIncidents()
    const incident = open.find(({ subject }) => subject.type === 'link' && subject.linkId === linkId)
    return incident?.rootKey == null ? [] : store.messagesOf(incident.rootKey)
  }

  const board = createReorderBoard({
    client,
    clock,
    logger,
    alertChannel: slack.alertChannel,
    messagesOf,
    shown: (id, message) => store.showReorder(id, message),
    latest: (id) => store.reorder(id),
  })
  const reorders = createReorders({
    store,
    acts: store,
    writer,
    readLink: parts.readLink,
    clock,
    newId,
    onProgress: board.show,
    onTrouble: (error) => logger.error({ err: error }, 'A reorder broke, and is tried again.'),
  })
  const desk = createRemedyDesk({
    settings,
    mayAct,
    sights,
    readLink: parts.readLink,
    writer,
    store,
    clock,
    newId,
  })
  const sender =
    ticketWebhook === null
      ? null
      : createTicketWebhook({ ...ticketWebhook, fetch: parts.fetch, clock, timeoutMs: TICKET_TIMEOUT_MS })

  return {
    remedies: {
      settings,
      desk,
      tickets: createTicketDesk({ settings, mayAct, store, sender, clock, newId }),
      reorders: createReorderDesk({ settings, reorders, mayAct, store, rowOf }),
      audit: createAuditQuestion({ store, mayAct, clock }),
      look: sights.look,
      records: store,
      messagesOf,
      async offersOf(region, partners, bandwidthMbps) {
        const lookup = await within<Lookup<readonly Offer[]> | null>(
          clock,
          OFFERS_TIMEOUT_MS,
          (signal) => parts.evidence.offersOf(region, partners, bandwidthMbps, signal),
          () => null,
        )
        return lookup?.type === 'found' ? lookup.value : null
      },
      newId,
    },
    async start() {
      const held = heldBack(settings)
      if (held === null) return reorders.start()
      const open = (await store.unfinishedReorders()).filter((one) => !isEnded(one))
      if (open.length > 0) logger.warn({ reorders: open.map(({ id }) => id) }, held)
    },
    async stop() {
      await reorders.stop()
      await board.stop()
    },
  }
}
