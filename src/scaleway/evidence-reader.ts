import type { z } from 'zod'
import type { Lookup } from '../domain/lookups.ts'
import type { ReadFailure } from '../domain/snapshot.ts'
import type { EvidenceReader } from '../queries/ports.ts'
import type { Answer, CallerSettings, CallResult, ReadOperation, SendOptions } from './attempt.ts'
import { createEventLister, isWrite, successesOn, whoMade } from './audit-events.ts'
import { createCaller } from './call.ts'
import { createLister, parseOneWithId } from './calls.ts'
import { type ClientSettings, createClients } from './client.ts'
import { malformedFailure, type Product } from './failure.ts'
import { createPager, type Listing } from './pages.ts'
import {
  connectionSchema,
  linkSchema,
  partnerSchema,
  policySchema,
  popSchema,
  routeSchema,
  vpcSchema,
} from './payload.ts'

export type EvidenceReaderSettings = ClientSettings & CallerSettings

/** Partners asked about in one question: a region has a handful, and they are asked about at the same time. */
const MOST_PARTNERS = 8

/** One thing that is read by its id. Any typed `not_found` is about it. */
interface GetCall<T> {
  readonly operation: ReadOperation
  readonly product: Product
  readonly schema: z.ZodType<T>
  readonly get: (region: string, id: string, options: SendOptions) => Promise<Answer>
}

/**
 * Reads what a diagnosis on demand looks at: the InterLink API v1beta1, the VPC API v2 and the Audit Trail API v1alpha1.
 * No call tells a key its rights, and rights are given by project: what was refused for want of one is not asked again
 * by this reader, which lives as long as its key.
 */
export function createEvidenceReader(settings: EvidenceReaderSettings): EvidenceReader {
  const { interlink, vpc, auditTrail } = createClients(settings)
  const call = createCaller(settings)
  const listAll = createLister(call, createPager())
  const listEvents = createEventLister(call, auditTrail)
  const denied = new Map<string, ReadFailure>()

  async function ask<T>(question: string, read: () => Promise<CallResult<T>>): Promise<Lookup<T>> {
    const refused = denied.get(question)
    if (refused !== undefined) return { type: 'failed', failure: refused }
    const result = await read()
    if (result.type === 'ok') return { type: 'found', value: result.data }
    if (result.failure.reason === 'forbidden') denied.set(question, result.failure)
    return result
  }

  function getter<T extends { readonly id: string }>({ get, schema, ...about }: GetCall<T>) {
    return (region: string, id: string, signal: AbortSignal): Promise<Lookup<T>> =>
      ask(`${about.operation} ${region} ${id}`, () =>
        call({
          ...about,
          region,
          signal,
          parse: parseOneWithId(schema, id),
          send: (options) => get(region, id, options),
        }),
      )
  }

  /** Lists what belongs to one thing, through `list` made for it. */
  async function listOf<T extends { readonly id: string }>(
    question: string,
    product: Product,
    region: string,
    list: () => Promise<CallResult<Listing<T>>>,
  ): Promise<Lookup<readonly T[]>> {
    const result = await ask(question, list)
    if (result.type === 'failed') return result
    const { items, malformed, doubt } = result.value
    const problem = malformed[0]?.problem ?? doubt
    if (problem === null) return { type: 'found', value: items }
    const subject = { product, region, resource: null }
    return { type: 'failed', failure: malformedFailure(`a list is not whole, ${problem}`, subject, null) }
  }

  const links = (region: string, about: { vpc_id?: string; connection_id?: string }, signal: AbortSignal) =>
    listOf(`list_links ${region} ${JSON.stringify(about)}`, 'InterLink', region, () =>
      listAll({
        operation: 'list_links',
        product: 'InterLink',
        key: 'links',
        schema: linkSchema,
        get: (_, query, options) =>
          interlink.GET('/interlink/v1beta1/regions/{region}/links', {
            params: { path: { region }, query: { ...about, order_by: 'created_at_asc', ...query } },
            ...options,
          }),
      })(region, signal),
    )

  const popsOf = (region: string, partnerId: string, mbps: number, signal: AbortSignal) =>
    listOf(`list_pops ${region}`, 'InterLink', region, () =>
      listAll({
        operation: 'list_pops',
        product: 'InterLink',
        key: 'pops',
        schema: popSchema,
        get: (_, query, options) =>
          interlink.GET('/interlink/v1beta1/regions/{region}/pops', {
            params: {
              path: { region },
              query: { partner_id: partnerId, link_bandwidth_mbps: mbps, order_by: 'name_asc', ...query },
            },
            ...options,
          }),
      })(region, signal),
    )

  return {
    partner: getter({
      operation: 'get_partner',
      product: 'InterLink',
      schema: partnerSchema,
      get: (region, partner_id, options) =>
        interlink.GET('/interlink/v1beta1/regions/{region}/partners/{partner_id}', {
          params: { path: { region, partner_id } },
          ...options,
        }),
    }),
    pop: getter({
      operation: 'get_pop',
      product: 'InterLink',
      schema: popSchema,
      get: (region, pop_id, options) =>
        interlink.GET('/interlink/v1beta1/regions/{region}/pops/{pop_id}', {
          params: { path: { region, pop_id } },
          ...options,
        }),
    }),
    connection: getter({
      operation: 'get_connection',
      product: 'InterLink',
      schema: connectionSchema,
      get: (region, connection_id, options) =>
        interlink.GET('/interlink/v1beta1/regions/{region}/dedicated-connections/{connection_id}', {
          params: { path: { region, connection_id } },
          ...options,
        }),
    }),
    policy: getter({
      operation: 'get_policy',
      product: 'InterLink',
      schema: policySchema,
      get: (region, routing_policy_id, options) =>
        interlink.GET('/interlink/v1beta1/regions/{region}/routing-policies/{routing_policy_id}', {
          params: { path: { region, routing_policy_id } },
          ...options,
        }),
    }),
    vpc: getter({
      operation: 'get_vpc',
      product: 'VPC',
      schema: vpcSchema,
      get: (region, vpc_id, options) =>
        vpc.GET('/vpc/v2/regions/{region}/vpcs/{vpc_id}', {
          params: { path: { region, vpc_id } },
          ...options,
        }),
    }),

    linksInto: (region, vpcId, signal) => links(region, { vpc_id: vpcId }, signal),
    linksOver: (region, connectionId, signal) => links(region, { connection_id: connectionId }, signal),

    async routesOf(region, vpcId, signal) {
      const routes = await listOf(`list_routes ${region} ${vpcId}`, 'VPC', region, () =>
        listAll({
          operation: 'list_routes',
          product: 'VPC',
          key: 'routes',
          schema: routeSchema,
          get: (_, query, options) =>
            vpc.GET('/vpc/v2/regions/{region}/routes-with-nexthop', {
              params: { path: { region }, query: { vpc_id: vpcId, order_by: 'created_at_asc', ...query } },
              ...options,
            }),
        })(region, signal),
      )
      if (routes.type === 'failed') return routes
      const learned = routes.value.filter(({ type }) => type === 'interlink')
      return { type: 'found', value: learned.map(({ destination, family }) => ({ destination, family })) }
    },

    async offersOf(region, partners, bandwidthMbps, signal) {
      const asked = partners.slice(0, MOST_PARTNERS)
      const answers = await Promise.all(
        asked.map(async (partner) => ({
          partner,
          pops: await popsOf(region, partner.id, bandwidthMbps, signal),
        })),
      )
      const offers = []
      for (const { partner, pops } of answers) {
        if (pops.type === 'failed') return pops
        const popNames = pops.value.map(({ displayName, name }) => displayName || name)
        if (popNames.length > 0) offers.push({ partnerId: partner.id, partnerName: partner.name, popNames })
      }
      return { type: 'found', value: offers }
    },

    async writesTo({ region, organizationId, linkId, policyIds, since }, signal) {
      const targets = [
        { target: 'link' as const, resourceId: linkId },
        ...policyIds.map((resourceId) => ({ target: 'policy' as const, resourceId })),
      ]
      const answers = await Promise.all(
        targets.map(async ({ target, resourceId }) => ({
          target,
          resourceId,
          events: await ask(`list_audit_events ${organizationId}`, () =>
            listEvents({ region, organizationId, resourceId, since }, signal),
          ),
        })),
      )
      const writes = []
      for (const { target, resourceId, events } of answers) {
        if (events.type === 'failed') return events
        for (const event of successesOn(resourceId, events.value).filter(isWrite)) {
          const who = whoMade(event)
          if (who !== null) writes.push({ ...who, method: event.method_name, target })
        }
      }
      return { type: 'found', value: writes.sort((a, b) => b.at - a.at) }
    },
  }
}
