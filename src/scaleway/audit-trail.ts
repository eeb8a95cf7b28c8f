import type { ReadFailure } from '../domain/snapshot.ts'
import type { WhoChanged } from '../domain/transition.ts'
import type { ChangedResource, ChangeSource } from '../watch/ports.ts'
import type { CallerSettings } from './attempt.ts'
import { type AuditEvent, createEventLister, isWrite, successesOn, whoMade } from './audit-events.ts'
import { createCaller } from './call.ts'
import { type ClientSettings, createClients } from './client.ts'

export interface AuditTrailSettings extends ClientSettings, CallerSettings {
  /** Told once, as a sentence, that the Audit Trail cannot be read, and why. */
  readonly onUnavailable: (sentence: string) => void
}

/** How long a trail that may not be read is not asked again (ms). */
const OFF_MS = 60 * 60_000
/** Links and the like asked about in one poll of a region: the rest of a larger change goes without a name. */
const MOST_ASKED = 40
const ASKED_AT_ONCE = 8

/**
 * The methods of the InterLink API that make each change, in lower case. Detaching the VPC or a policy turns propagation
 * off by itself ("How to modify your InterLink configuration").
 */
const METHODS: Readonly<Record<ChangedResource['changes'][number], readonly string[]>> = {
  vpc: ['attachvpc', 'detachvpc'],
  policy_ipv4: ['attachroutingpolicy', 'detachroutingpolicy', 'setroutingpolicy'],
  policy_ipv6: ['attachroutingpolicy', 'detachroutingpolicy', 'setroutingpolicy'],
  propagation: ['disableroutepropagation', 'enableroutepropagation', 'detachvpc', 'detachroutingpolicy'],
  peer_asn: ['updatelink'],
  deletion: ['deletelink'],
  policy_edit: ['updateroutingpolicy'],
  // The API that is documented only reads dedicated connections: any write to one explains what became of it.
  connection: [],
}

const KNOWN_METHODS = new Set(['createlink', ...Object.values(METHODS).flat()])

/**
 * Reads Scaleway's Audit Trail (API v1alpha1): who changed a link or what links share, and with what. Where the key may not read it, or a
 * region has none, that is told once and not asked again for an hour; whatever else fails costs the name alone. Source
 * addresses and request bodies are dropped.
 */
export function createAuditTrail(settings: AuditTrailSettings): ChangeSource {
  const { clock } = settings
  const { auditTrail } = createClients(settings)
  const listEvents = createEventLister(createCaller(settings), auditTrail)
  const offUntil = new Map<string, number>()
  const told = new Set<string>()

  const turnOff = (key: string, { message }: ReadFailure): void => {
    offUntil.set(key, clock.now() + OFF_MS)
    if (told.has(key)) return
    told.add(key)
    settings.onUnavailable(`Alerts do not say who changed a link: ${message}`)
  }

  const ask = async (
    region: string,
    changed: ChangedResource,
    since: number,
    signal: AbortSignal,
  ): Promise<WhoChanged | null> => {
    const { organizationId } = changed
    // The right is given for an organization; what else is refused for good is the region's.
    const inRegion = `${organizationId}/${region}`
    const isOff = (key: string) => clock.now() < (offUntil.get(key) ?? 0)
    if (signal.aborted || isOff(organizationId) || isOff(inRegion)) return null
    const result = await listEvents({ region, organizationId, resourceId: changed.id, since }, signal)
    if (result.type === 'ok') return whoOf(result.data, changed)
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
        const next = waiting.shift()
        if (next === undefined) return false
        const who = await ask(region, next, since, signal)
        if (who !== null) found.set(next.id, who)
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

/** Whoever made the latest write to the link, policy or connection that explains its change; null where none does. */
function whoOf(events: readonly AuditEvent[], { id, changes }: ChangedResource): WhoChanged | null {
  const done = successesOn(id, events).map((event) => ({
    event,
    method: event.method_name.toLowerCase(),
  }))
  const explaining = new Set(changes.flatMap((change) => METHODS[change]))
  // A method that this version has never heard of may be a newer way to the same change; a known one is something else.
  const write =
    done.find(({ method }) => explaining.has(method)) ??
    done.find(({ event, method }) => !KNOWN_METHODS.has(method) && isWrite(event))
  return write === undefined ? null : whoMade(write.event)
}
