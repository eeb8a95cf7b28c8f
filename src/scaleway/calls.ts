import type { z } from 'zod'
import type { Connection, Link, Partner, Pop, RoutingPolicy, Vpc } from '../domain/link.ts'
import type { Answer, CallResult, ReadOperation, SendOptions } from './attempt.ts'
import type { Caller } from './call.ts'
import type { ScalewayClients } from './client.ts'
import type { Product } from './failure.ts'
import type { Listing, Pager } from './pages.ts'
import { type Page, parseOne, parsePage } from './parse.ts'
import { connectionSchema, linkSchema, partnerSchema, policySchema, popSchema, vpcSchema } from './payload.ts'

/** Lists everything of one kind in a region. Fails with a timeout when `signal` aborts. */
export type ListAll<T> = (region: string, signal: AbortSignal) => Promise<CallResult<Listing<T>>>

/** The calls that the bot reads InterLink with. */
export interface ReadCalls {
  readonly links: ListAll<Link>
  readonly partners: ListAll<Partner>
  readonly pops: ListAll<Pop>
  readonly connections: ListAll<Connection>
  readonly policies: ListAll<RoutingPolicy>
  readonly vpcs: ListAll<Vpc>
  readonly link: (region: string, linkId: string, signal: AbortSignal) => Promise<CallResult<Link>>
}

interface ListQuery {
  readonly page: number
  readonly page_size: number
}

/** One list call, for every page. */
export interface ListCall<T> {
  readonly operation: ReadOperation
  readonly product: Product
  /** The field of the answer that holds the entries. */
  readonly key: string
  readonly schema: z.ZodType<T>
  readonly get: (region: string, query: ListQuery, options: SendOptions) => Promise<Answer>
}

/** Makes list calls with `call`, and pages them with `pager`. */
export function createLister(call: Caller, pager: Pager) {
  return <T extends { readonly id: string }>(list: ListCall<T>): ListAll<T> => {
    const parse: ReturnType<typeof parsePage<T>> = parsePage(list.key, list.schema)
    const { operation, product } = list
    return (region, signal) =>
      pager<T>((page, pageSize) =>
        call<Page<T>>({
          operation,
          product,
          region,
          signal,
          parse,
          send: (options) => list.get(region, { page, page_size: pageSize }, options),
        }),
      )
  }
}

/** A parser of the one thing with this id; another one in its place is not understood. */
export function parseOneWithId<T extends { readonly id: string }>(schema: z.ZodType<T>, id: string) {
  return parseOne(
    schema.refine((thing) => thing.id === id, {
      path: ['id'],
      message: 'is not the one that was asked for',
    }),
  )
}

/**
 * The calls, made with `call` and paged with `pager`. What belongs to an organization is narrowed to `organizationId`
 * where that is given; without it the API shows all that the key may see.
 */
export function createReadCalls(
  { interlink, vpc }: ScalewayClients,
  call: Caller,
  pager: Pager,
  organizationId: string | null,
): ReadCalls {
  const mine = organizationId === null ? {} : { organization_id: organizationId }

  const listAll = createLister(call, pager)

  return {
    links: listAll({
      operation: 'list_links',
      product: 'InterLink',
      key: 'links',
      schema: linkSchema,
      get: (region, query, options) =>
        interlink.GET('/interlink/v1beta1/regions/{region}/links', {
          params: { path: { region }, query: { ...mine, order_by: 'created_at_asc', ...query } },
          ...options,
        }),
    }),
    partners: listAll({
      operation: 'list_partners',
      product: 'InterLink',
      key: 'partners',
      schema: partnerSchema,
      get: (region, query, options) =>
        interlink.GET('/interlink/v1beta1/regions/{region}/partners', {
          params: { path: { region }, query: { order_by: 'name_asc', ...query } },
          ...options,
        }),
    }),
    pops: listAll({
      operation: 'list_pops',
      product: 'InterLink',
      key: 'pops',
      schema: popSchema,
      get: (region, query, options) =>
        interlink.GET('/interlink/v1beta1/regions/{region}/pops', {
          params: { path: { region }, query: { order_by: 'name_asc', ...query } },
          ...options,
        }),
    }),
    connections: listAll({
      operation: 'list_connections',
      product: 'InterLink',
      key: 'connections',
      schema: connectionSchema,
      get: (region, query, options) =>
        interlink.GET('/interlink/v1beta1/regions/{region}/dedicated-connections', {
          params: { path: { region }, query: { ...mine, order_by: 'created_at_asc', ...query } },
          ...options,
        }),
    }),
    policies: listAll({
      operation: 'list_policies',
      product: 'InterLink',
      key: 'routing_policies',
      schema: policySchema,
      get: (region, query, options) =>
        interlink.GET('/interlink/v1beta1/regions/{region}/routing-policies', {
          params: { path: { region }, query: { ...mine, order_by: 'created_at_asc', ...query } },
          ...options,
        }),
    }),
    vpcs: listAll({
      operation: 'list_vpcs',
      product: 'VPC',
      key: 'vpcs',
      schema: vpcSchema,
      get: (region, query, options) =>
        vpc.GET('/vpc/v2/regions/{region}/vpcs', {
          params: { path: { region }, query: { ...mine, order_by: 'created_at_asc', ...query } },
          ...options,
        }),
    }),
    link: (region, linkId, signal) =>
      call({
        operation: 'get_link',
        product: 'InterLink',
        resource: 'link',
        region,
        signal,
        parse: parseOneWithId(linkSchema, linkId),
        send: (options) =>
          interlink.GET('/interlink/v1beta1/regions/{region}/links/{link_id}', {
            params: { path: { region, link_id: linkId } },
            ...options,
          }),
      }),
  }
}
