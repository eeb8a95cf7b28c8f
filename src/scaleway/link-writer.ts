import type { Link } from '../domain/link.ts'
import type { ReadFailure, Scope } from '../domain/snapshot.ts'
import type { KeyRights, LinkOrder, LinkWriter, Written } from '../remedies/ports.ts'
import type { Answer, Call, CallerSettings, CallResult, SendOptions, WriteOperation } from './attempt.ts'
import { createCaller } from './call.ts'
import { createLister, parseOneWithId } from './calls.ts'
import { type ClientSettings, createClients } from './client.ts'
import { malformedFailure, type Product } from './failure.ts'
import { createPager } from './pages.ts'
import { pairingKeySchema } from './pairing-key.ts'
import { parseOne } from './parse.ts'
import { linkSchema, policySchema } from './payload.ts'
import { createRights, RIGHT_TO_WRITE, type RightsKept } from './rights.ts'
import { createWriteCaller } from './write-call.ts'
import { lackedProduct } from './write-failure.ts'

export interface LinkWriterSettings extends ClientSettings, CallerSettings {
  /** The project of a link, as far as it is known: rights are learned by project, and of no other link. */
  readonly projectOf?: (linkId: string) => Promise<string | null>
  /** Where rights that the key lacks are kept over restarts; null or absent: in memory alone. */
  readonly rights?: RightsKept | null
}

const LINKS = '/interlink/v1beta1/regions/{region}/links'
const LINK = `${LINKS}/{link_id}` as const
const POLICIES = '/interlink/v1beta1/regions/{region}/routing-policies'

/** Which link a call is to. */
interface LinkPath {
  readonly params: { readonly path: { readonly region: string; readonly link_id: string } }
}

/** Changes InterLink through its API v1beta1, as the port promises. */
export function createLinkWriter(settings: LinkWriterSettings): LinkWriter & KeyRights {
  const { interlink } = createClients(settings)
  const rights = createRights(settings.rights ?? null)
  const projectOf = settings.projectOf ?? (async () => null)
  const read = createCaller(settings)
  const listAll = createLister(read, createPager())
  const write = createWriteCaller(settings)

  /** `project`: of what is changed, or null where that is not known; then nothing is learned from a refusal. */
  async function change<T>(
    call: Omit<Call<T, WriteOperation>, 'product' | 'resource'>,
    project: () => Promise<string | null>,
  ): Promise<Written<T>> {
    let lacked: { readonly product: Product | null } = { product: null }
    const written = await write({
      ...call,
      product: 'InterLink',
      resource: 'link',
      onRefused: (refusal) => {
        lacked = { product: lackedProduct(refusal) }
      },
    })
    const { product } = lacked
    if (written.type === 'unknown' || (written.type === 'refused' && product === null)) return written
    const projectId = await project()
    if (projectId === null) return written
    if (written.type === 'refused') {
      if (product !== null)
        await rights.refused(RIGHT_TO_WRITE[product], projectId, onceGiven(written.failure.message))
      return written
    }
    await rights.granted('write', projectId)
    if (call.operation === 'attach_vpc') await rights.granted('vpc', projectId)
    return written
  }

  /** A write to one link, which answers the link as it is then. */
  function changeLink(
    operation: WriteOperation,
    { region }: Scope,
    linkId: string,
    signal: AbortSignal,
    send: (at: LinkPath, options: SendOptions) => Promise<Answer>,
  ): Promise<Written<Link>> {
    const at = { params: { path: { region, link_id: linkId } } }
    const parse = parseOneWithId(linkSchema, linkId)
    return change({ operation, region, signal, parse, send: (options) => send(at, options) }, () =>
      projectOf(linkId),
    )
  }

  return {
    attachVpc: (scope, linkId, vpc_id, signal) =>
      changeLink('attach_vpc', scope, linkId, signal, (at, options) =>
        interlink.POST(`${LINK}/attach-vpc`, { ...at, body: { vpc_id }, ...options }),
      ),
    detachVpc: (scope, linkId, signal) =>
      changeLink('detach_vpc', scope, linkId, signal, (at, options) =>
        interlink.POST(`${LINK}/detach-vpc`, { ...at, body: {}, ...options }),
      ),
    attachPolicy: (scope, linkId, routing_policy_id, signal) =>
      changeLink('attach_policy', scope, linkId, signal, (at, options) =>
        interlink.POST(`${LINK}/attach-routing-policy`, { ...at, body: { routing_policy_id }, ...options }),
      ),
    setPolicy: (scope, linkId, routing_policy_id, signal) =>
      changeLink('set_policy', scope, linkId, signal, (at, options) =>
        interlink.POST(`${LINK}/set-routing-policy`, { ...at, body: { routing_policy_id }, ...options }),
      ),
    detachPolicy: (scope, linkId, routing_policy_id, signal) =>
      changeLink('detach_policy', scope, linkId, signal, (at, options) =>
        interlink.POST(`${LINK}/detach-routing-policy`, { ...at, body: { routing_policy_id }, ...options }),
      ),
    enablePropagation: (scope, linkId, signal) =>
      changeLink('enable_propagation', scope, linkId, signal, (at, options) =>
        interlink.POST(`${LINK}/enable-route-propagation`, { ...at, body: {}, ...options }),
      ),
    disablePropagation: (scope, linkId, signal) =>
      changeLink('disable_propagation', scope, linkId, signal, (at, options) =>
        interlink.POST(`${LINK}/disable-route-propagation`, { ...at, body: {}, ...options }),
      ),
    deleteLink: (scope, linkId, signal) =>
      changeLink('delete_link', scope, linkId, signal, (at, options) =>
        interlink.DELETE(LINK, { ...at, ...options }),
      ),
    setTags: (scope, linkId, tags, signal) =>
      changeLink('update_link', scope, linkId, signal, (at, options) =>
        interlink.PATCH(LINK, { ...at, body: { tags: [...tags] }, ...options }),
      ),

    createLink: ({ region }, order, signal) =>
      change(
        {
          operation: 'create_link',
          region,
          signal,
          parse: parseOne(linkSchema),
          send: (options) =>
            interlink.POST(LINKS, { params: { path: { region } }, body: orderBody(order), ...options }),
        },
        async () => order.projectId,
      ),

    createPolicy: ({ region }, { name, projectId, family, prefixesIn, prefixesOut }, signal) =>
      change(
        {
          operation: 'create_policy',
          region,
          signal,
          parse: parseOne(policySchema),
          send: (options) =>
            interlink.POST(POLICIES, {
              params: { path: { region } },
              body: {
                name,
                project_id: projectId,
                is_ipv6: family === 'ipv6',
                prefix_filter_in: [...prefixesIn],
                prefix_filter_out: [...prefixesOut],
              },
              ...options,
            }),
        },
        async () => projectId,
      ),

    async linksTagged({ region }, tag, signal) {
      const list = listAll({
        operation: 'list_links',
        product: 'InterLink',
        key: 'links',
        schema: linkSchema,
        get: (_, query, options) =>
          interlink.GET(LINKS, {
            params: { path: { region }, query: { tags: [tag], order_by: 'created_at_asc', ...query } },
            ...options,
          }),
      })
      const result = await list(region, signal)
      if (result.type === 'failed') return asWritten(result)
      const { items, malformed, doubt, requestId } = result.data
      const problem = malformed[0]?.problem ?? doubt
      if (problem !== null) {
        const subject = { product: 'InterLink', region, resource: null } as const
        return {
          type: 'unknown',
          failure: malformedFailure(`a list is not whole, ${problem}`, subject, null),
        }
      }
      return { type: 'done', value: items.filter(({ tags }) => tags.includes(tag)), requestId }
    },

    async pairingKey({ region }, linkId, signal) {
      const result = await read({
        operation: 'get_link',
        product: 'InterLink',
        resource: 'link',
        region,
        signal,
        parse: parseOneWithId(pairingKeySchema, linkId),
        send: (options) => interlink.GET(LINK, { params: { path: { region, link_id: linkId } }, ...options }),
      })
      const isForbidden = result.type === 'failed' && result.failure.reason === 'forbidden'
      const projectId = result.type === 'ok' || isForbidden ? await projectOf(linkId) : null
      if (result.type === 'ok') {
        if (projectId !== null) await rights.granted('read', projectId)
        return { type: 'done', value: result.data.pairingKey, requestId: result.requestId }
      }
      if (isForbidden && projectId !== null) await rights.refused('read', projectId, result.failure.message)
      return asWritten(result)
    },

    missingRight: rights.missingFor,
    forgetRights: rights.forget,
    recallRights: rights.recall,
  }
}

/** The same where it is said in place of a button: what was refused is not asked again by itself. */
function onceGiven(message: string): string {
  return `${message.replace(/\.$/u, '')}, then press “Ask Scaleway again” among its remedies.`
}

function orderBody({ over, peerAsn, vlan, ...order }: LinkOrder) {
  return {
    name: order.name,
    tags: [...order.tags],
    project_id: order.projectId,
    pop_id: order.popId,
    bandwidth_mbps: order.bandwidthMbps,
    ...(over.type === 'partner' ? { partner_id: over.partnerId } : { connection_id: over.connectionId }),
    ...(peerAsn === null ? {} : { peer_asn: peerAsn }),
    ...(vlan === null ? {} : { vlan }),
  }
}

/** A read that failed: whether the API said no, or nothing that can be relied on. */
function asWritten({ failure }: Extract<CallResult<unknown>, { type: 'failed' }>): Written<never> {
  return { type: SAID[failure.reason], failure }
}

const SAID: Readonly<Record<ReadFailure['reason'], 'refused' | 'unknown'>> = {
  unauthenticated: 'refused',
  forbidden: 'refused',
  not_found: 'refused',
  rate_limited: 'refused',
  refused: 'refused',
  server_error: 'unknown',
  network: 'unknown',
  timeout: 'unknown',
  malformed: 'unknown',
}
