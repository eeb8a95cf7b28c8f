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
import { createCutOffs } from './remedies/cut-off.ts'
import { createRemedyDesk } from './remedies/desk.ts'
import { madeBy } from './remedies/reorder/made-by.ts'
import { createReorders, type ReorderParts } from './remedies/reorder/reorders.ts'
import { holdsLink, isEnded, type Reorder } from './remedies/reorder/saga.ts'
import { createReorderDesk } from './remedies/reorder-desk.ts'
import { createTicketDesk } from './remedies/ticket-desk.ts'
import { createLinkWriter, type LinkWriterSettings } from './scaleway/link-writer.ts'
import { impatientClient } from './slack/client.ts'
import { named, tellDeed } from './slack/listeners/remedy-telling.ts'
import { createPeople } from './slack/people.ts'
import type { Remedies } from './slack/ports.ts'
import { createReorderBoard, threadOfReorder } from './slack/reorder-board.ts'
import { createUserGroups } from './slack/user-groups.ts'
import { renderDeed } from './slack/views/plan.ts'
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
  readonly evidence: Pick<EvidenceReader, 'offersOf' | 'policy' | 'writesTo'>
  readonly store: Store
  /** Something was written down of a link: its messages are told anew, those of these incidents, over or not, too. */
  readonly onRecorded: (linkId: string, incidentIds: readonly string[]) => Promise<void>
  /** A deletion or order stands otherwise than before. */
  readonly onReorder: () => void
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
  const { alertChannel } = slack
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
  const { accessKey } = config.scaleway
  const onTrouble = (error: unknown) =>
    logger.error({ err: error }, 'What was learned of the rights of the key was not kept.')
  const writer = createLinkWriter({
    ...parts.scaleway,
    projectOf: async (linkId) => (await sights.recall(linkId))?.link.projectId ?? null,
    rights: accessKey === null ? null : { store, accessKey, onTrouble },
  })
  const rowOf = createAuditRows({ clock, newId })

  async function messagesOf(linkId: string) {
    const open = await parts.memory.openIncidents()
    const incident = open.find(({ subject }) => subject.type === 'link' && subject.linkId === linkId)
    const told = incident?.rootKey == null ? [] : await store.messagesOf(incident.rootKey)
    if (told.length > 0) return told
    const order = madeBy(linkId, await store.reordersOf(linkId), clock.now())
    return order?.shownIn == null ? [] : [threadOfReorder(order.shownIn, await storyOf(order))]
  }

  async function storyOf({ incidentId }: Pick<Reorder, 'incidentId'>) {
    if (incidentId === null) return []
    return (await store.messagesOfIncidents([incidentId])).get(incidentId) ?? []
  }

  const directoryOf = async (scope: Scope) => (await parts.memory.loadScope(scope)).directory

  const board = createReorderBoard({
    client,
    clock,
    logger,
    alertChannel,
    channels: settings.channels,
    storyOf,
    shown: (id, message) => store.showReorder(id, message),
    latest: (id) => store.reorder(id),
  })
  const reorders = createReorders({
    store,
    acts: store,
    writer,
    readLink: parts.readLink,
    namesOf: directoryOf,
    clock,
    newId,
    onProgress(reorder) {
      board.show(reorder)
      parts.onReorder()
    },
    onTrouble: (error) => logger.error({ err: error }, 'A reorder broke, and is tried again.'),
  })
  const people = createPeople((user) => client.users.info({ user }))
  const onRecorded = (linkId: string, incidentIds: readonly string[]) =>
    parts
      .onRecorded(linkId, incidentIds)
      .catch((error: unknown) =>
        logger.error({ err: error }, 'The messages about a link do not show what was written down of it.'),
      )
  const cutOffs = createCutOffs({
    store,
    scopes: parts.scopes,
    readLink: parts.readLink,
    clock,
    newId,
    async onEnded({ outcome, reason: more, act, link, by, channel }) {
      const who = await named(by, { people })
      const told = renderDeed({ act, outcome, link: link.name, about: null, more }, who)
      await tellDeed(
        told,
        link.id,
        { member: by, channel },
        { client, clock, remedies: { messagesOf, alertChannel, newId }, logger },
      )
    },
    onTrouble: (error) =>
      logger.error({ err: error }, 'What came of an act was not found out, and is tried again.'),
  })
  const desk = createRemedyDesk({
    settings,
    alerts: config.alerts,
    mayAct,
    sights,
    readPolicy: parts.evidence.policy,
    readLink: parts.readLink,
    writer,
    store,
    isBeingReordered: async (linkId) => (await reorders.ofLink(linkId)).some((one) => holdsLink(one, linkId)),
    clock,
    newId,
    onBroken: cutOffs.broke,
    onRecorded,
  })
  const sender =
    ticketWebhook === null
      ? null
      : createTicketWebhook({ ...ticketWebhook, fetch: parts.fetch, clock, timeoutMs: TICKET_TIMEOUT_MS })

  return {
    remedies: {
      settings,
      desk,
      mayAct,
      tickets: createTicketDesk({ settings, mayAct, store, sender, clock, newId, onRecorded }),
      reorders: createReorderDesk({ settings, reorders, mayAct, sights, store, rowOf }),
      audit: createAuditQuestion({ store, mayAct, clock, rowOf }),
      look: sights.look,
      recall: sights.recall,
      records: store,
      messagesOf,
      alertChannel,
      async offersOf(region, partners, bandwidthMbps) {
        const lookup = await within<Lookup<readonly Offer[]> | null>(
          clock,
          OFFERS_TIMEOUT_MS,
          (signal) => parts.evidence.offersOf(region, partners, bandwidthMbps, signal),
          () => null,
        )
        return lookup?.type === 'found' ? lookup.value : null
      },
      directoryOf,
      newId,
    },
    async start() {
      await writer.recallRights()
      await cutOffs.start()
      const held = heldBack(settings)
      if (held === null) return reorders.start()
      const unfinished = await store.unfinishedReorders()
      for (const reorder of unfinished) board.hold(reorder, held)
      const open = unfinished.filter((one) => !isEnded(one))
      if (open.length > 0) logger.warn({ reorders: open.map(({ id }) => id) }, held)
    },
    async stop() {
      await cutOffs.stop()
      await reorders.stop()
      await board.stop()
    },
  }
}
