import { z } from 'zod'
import type { Clock } from '../domain/clock.ts'
import type { ReadFailure } from '../domain/snapshot.ts'
import type { ConfigurationChange, WhoChanged } from '../domain/transition.ts'
import type { ChangedLink, ChangeSource } from '../watch/ports.ts'
import { type CallResult, createCaller, type RequestEvent } from './call.ts'
import { type ClientSettings, createClients } from './client.ts'
import { parseOne } from './parse.ts'
import { toolOf } from './user-agent.ts'

export interface AuditTrailSettings extends ClientSettings {
  readonly clock: Clock
  /** From 0 to below 1, as Math.random. */
  readonly random: () => number
  /** Told once, as a sentence, that the Audit Trail cannot be read, and why. */
  readonly onUnavailable: (sentence: string) => void
  /** Told of every attempt of every request, for metrics and logs. */
  readonly onRequest?: (event: RequestEvent) => void
}

/** How long a trail that may not be read is not asked again (ms). */
const OFF_MS = 60 * 60_000
/** Links asked about in one poll of a region: the rest of a larger change goes without a name. */
const MOST_ASKED = 40
const ASKED_AT_ONCE = 8
/** Newest first, one link's writes within a poll or two: one page holds them. */
const PAGE_SIZE = 100

/**
 * The methods of the InterLink API that make each change, in lower case. Detaching the VPC or a policy turns propagation
 * off by itself ("How to modify your InterLink configuration").
 */
const METHODS: Readonly<Record<ConfigurationChange | 'deletion', readonly string[]>> = {
  vpc: ['attachvpc', 'detachvpc'],
  policy_ipv4: ['attachroutingpolicy', 'detachroutingpolicy', 'setroutingpolicy'],
  policy_ipv6: ['attachroutingpolicy', 'detachroutingpolicy', 'setroutingpolicy'],
  propagation: ['disableroutepropagation', 'enableroutepropagation', 'detachvpc', 'detachroutingpolicy'],
  peer_asn: ['updatelink'],
  deletion: ['deletelink'],
}

const KNOWN_METHODS = new Set(['createlink', ...Object.values(METHODS).flat()])

/**
 * Reads Scaleway's Audit Trail (API v1alpha1): who changed a link, and with what. Where the key may not read it, or a
 * region has none, that is told once and not asked again for an hour; whatever else fails costs the name alone. Source
 * addresses and request bodies are dropped.
 */
export function createAuditTrail(settings: AuditTrailSettings): ChangeSource {
  const { clock } = settings
  const { auditTrail } = createClients(settings)
  const call = createCaller(settings)
  const offUntil = new Map<string, number>()
  const told = new Set<string>()

  const turnOff = (key: string, { message }: ReadFailure): void => {
    offUntil.set(key, clock.now() + OFF_MS)
    if (told.has(key)) return
    told.add(key)
    settings.onUnavailable(`Alerts do not say who changed a link: ${message}`)
  }

  const listEvents = (
    region: string,
    link: ChangedLink,
    since: number,
    signal: AbortSignal,
  ): Promise<CallResult<readonly AuditEvent[]>> =>
    call({
      operation: 'list_audit_events',
      product: 'Audit Trail',
      region,
      signal,
      parse: parseOne(eventsSchema),
      send: (options) =>
        auditTrail.GET('/audit-trail/v1alpha1/regions/{region}/events', {
          params: {
            path: { region },
            query: {
              organization_id: link.organizationId,
              resource_id: link.linkId,
              recorded_after: new Date(since).toISOString(),
              order_by: 'recorded_at_desc',
              page_size: PAGE_SIZE,
            },
          },
          ...options,
        }),
    })

  const ask = async (
    region: string,
    link: ChangedLink,
    since: number,
    signal: AbortSignal,
  ): Promise<WhoChanged | null> => {
    const { organizationId } = link
    // The right is given for an organization; what else is refused for good is the region's.
    const inRegion = `${organizationId}/${region}`
    const isOff = (key: string) => clock.now() < (offUntil.get(key) ?? 0)
    if (signal.aborted || isOff(organizationId) || isOff(inRegion)) return null
    const result = await listEvents(region, link, since, signal)
    if (result.type === 'ok') return whoOf(result.data, link)
    const { failure } = result
    if (failure.reason === 'forbidden') turnOff(organizationId, failure)
    else if (!failure.retryable && failure.reason !== 'malformed') turnOff(inRegion, failure)
    return null
  }

  return {
    async changesOf({ region }, changed, since, signal) {
      const found = new Map<string, WhoChanged>()
      const waiting = changed.slice(0, MOST_ASKED)
      const askNext = async (): Promise<boolean> => {
        const link = waiting.shift()
        if (link === undefined) return false
        const who = await ask(region, link, since, signal)
        if (who !== null) found.set(link.linkId, who)
        return true
      }
      const worker = async (): Promise<void> => {
        while (await askNext());
      }
      // The first answer says whether the others are worth asking for.
      await askNext()
      await Promise.all(Array.from({ length: Math.min(ASKED_AT_ONCE, waiting.length) }, worker))
      return found
    },
  }
}

const eventSchema = z.object({
  recorded_at: z.iso.datetime({ offset: true }).transform((value) => Date.parse(value)),
  principal: z.object({ id: z.string().min(1).max(200) }).nullish(),
  system: z.object({ name: z.string().min(1).max(200) }).nullish(),
  user_agent: z.string().nullish(),
  method_name: z.string(),
  resources: z.array(z.object({ id: z.string() })),
  status_code: z.number(),
})

type AuditEvent = z.output<typeof eventSchema>

/** One page of events; one that cannot be understood costs nothing but itself. */
const eventsSchema = z
  .object({ events: z.array(z.unknown()).nullish() })
  .transform(({ events }): readonly AuditEvent[] =>
    (events ?? []).flatMap((entry) => {
      const parsed = eventSchema.safeParse(entry)
      return parsed.success ? [parsed.data] : []
    }),
  )

/** Whoever made the latest write to the link that explains its change; null where none does. */
function whoOf(events: readonly AuditEvent[], { linkId, changes }: ChangedLink): WhoChanged | null {
  const done = events
    .filter(({ status_code: status }) => status >= 200 && status < 300)
    .filter(({ resources }) => resources.some(({ id }) => id === linkId))
    .map((event) => ({ event, method: event.method_name.toLowerCase() }))
    .sort((a, b) => b.event.recorded_at - a.event.recorded_at)
  const explaining = new Set(changes.flatMap((change) => METHODS[change]))
  // A method that this version has never heard of may be a newer way to the same change; a known one is something else.
  const write =
    done.find(({ method }) => explaining.has(method)) ??
    done.find(({ method }) => !KNOWN_METHODS.has(method) && !/^(?:get|list)/.test(method))
  const by = write?.event.principal?.id ?? write?.event.system?.name
  if (write === undefined || by === undefined) return null
  return { by, tool: toolOf(write.event.user_agent ?? null), at: write.event.recorded_at }
}
