import type { Clock } from '../../../src/domain/clock.ts'
import { FAMILIES, type Link } from '../../../src/domain/link.ts'
import type { LinkReading, ReadFailure } from '../../../src/domain/snapshot.ts'
import type { LinkOrder, LinkWriter, Written } from '../../../src/remedies/ports.ts'
import { aLink } from '../../support/links.ts'

/**
 * What becomes of one write. `lost`: it is done, and the answer never comes. `dropped`: it never arrives. `late`: no
 * answer comes, and it is done only after that. `busy`: turned away for now. `no`: turned away for good.
 */
export type Fate = 'ok' | 'lost' | 'dropped' | 'late' | 'busy' | 'no'

/** How late a late write is done, in ms. */
export const LATE_MS = 60_000

export interface FakeInterlink {
  readonly writer: LinkWriter
  readLink(scope: unknown, linkId: string): Promise<LinkReading>
  readonly links: Map<string, Link>
  /** The links that were ever ordered, by whether that was done, not by whether it was answered. */
  readonly ordered: Link[]
  /** The writes that arrived, by name, those turned away included. */
  readonly asked: string[]
  /** Fates of the next writes; `ok` once they are used up. */
  fates: Fate[]
  /** Fates of the next reads: true fails. */
  failingReads: boolean[]
  /** Whatever is turned away for good is turned away with this status. */
  refusalStatus: number
  /** Deleting a link that has routing policies is turned away with 412. */
  wantsPoliciesDetached: boolean
  /** A hosted link that was provisioned is gone only after the partner has deleted it. */
  partnerDeletes(linkId: string): void
  set(linkId: string, patch: Partial<Link>): void
}

export function failure(overrides: Partial<ReadFailure> = {}): ReadFailure {
  return {
    reason: 'timeout',
    message: 'Scaleway did not answer in time.',
    status: null,
    requestId: null,
    retryable: true,
    ...overrides,
  }
}

const UNKNOWN = { type: 'unknown', failure: failure() } as const

type Outcome = Written<Link>

/** InterLink as a service in memory that can lose answers, act late and say no. */
export function fakeInterlink(clock: Clock, initial: readonly Link[]): FakeInterlink {
  const links = new Map(initial.map((link) => [link.id, link]))

  const no = (status: number, message = 'Scaleway says no.'): Outcome => ({
    type: 'refused',
    failure: failure({ reason: 'refused', message, status, retryable: false }),
  })
  const done = (value: Link): Outcome => ({ type: 'done', value, requestId: `request-${api.asked.length}` })

  async function write(name: string, act: () => Outcome): Promise<Outcome> {
    api.asked.push(name)
    switch (api.fates.shift() ?? 'ok') {
      case 'ok':
        return act()
      case 'lost':
        act()
        return UNKNOWN
      case 'dropped':
        return UNKNOWN
      case 'late':
        clock.setTimer(LATE_MS, act)
        return UNKNOWN
      case 'busy': {
        const busy = failure({ reason: 'refused', message: 'Busy.', status: 409, retryable: true })
        return { type: 'refused', failure: busy }
      }
      case 'no':
        return no(api.refusalStatus)
    }
  }

  function change(
    name: string,
    linkId: string,
    patch: (link: Link) => Partial<Link> | Outcome,
  ): Promise<Outcome> {
    return write(name, () => {
      const link = links.get(linkId)
      if (link === undefined) return no(404, 'There is no such link.')
      if (link.status === 'configuring') {
        return {
          type: 'refused',
          failure: failure({ reason: 'refused', message: 'Transient.', status: 409 }),
        }
      }
      if (link.status === 'deprovisioning') return no(412, 'The link is being deleted.')
      const wanted = patch(link)
      if ('type' in wanted) return wanted
      api.set(linkId, wanted)
      return done(links.get(linkId) ?? link)
    })
  }

  function remove(linkId: string): Outcome {
    const link = links.get(linkId)
    if (link === undefined) return no(404, 'There is no such link.')
    if (api.wantsPoliciesDetached && FAMILIES.some((family) => link.policies[family] !== null)) {
      return no(412, 'A routing policy is attached.')
    }
    const isProvisioned = ['active', 'limited_connectivity', 'all_down', 'provisioning'].includes(link.status)
    if (link.status === 'deprovisioning') return done(link)
    if (isProvisioned && link.kind.type === 'hosted') {
      api.set(linkId, { status: 'deprovisioning' })
      return done(links.get(linkId) ?? link)
    }
    links.delete(linkId)
    return done({ ...link, status: 'deleted' })
  }

  function create(order: LinkOrder): Outcome {
    const link = aLink({
      id: `new-${api.ordered.length + 1}`,
      name: order.name,
      tags: order.tags,
      projectId: order.projectId,
      popId: order.popId,
      bandwidthMbps: order.bandwidthMbps,
      kind:
        order.over.type === 'partner'
          ? { type: 'hosted', partnerId: order.over.partnerId, layer: null, disapprovedReason: null }
          : { type: 'self_hosted', connectionId: order.over.connectionId },
      status: order.over.type === 'partner' ? 'requested' : 'ready',
      sessions: { ipv4: 'disabled', ipv6: 'disabled' },
      vpcId: null,
      policies: { ipv4: null, ipv6: null },
      routePropagation: false,
      vlan: order.vlan ?? 77,
      createdAt: clock.now(),
    })
    api.ordered.push(link)
    links.set(link.id, link)
    return done(link)
  }

  const familyOf = (policyId: string) => (policyId.endsWith('6') ? 'ipv6' : 'ipv4')

  const api: FakeInterlink = {
    links,
    ordered: [],
    asked: [],
    fates: [],
    failingReads: [],
    refusalStatus: 403,
    wantsPoliciesDetached: false,
    async readLink(_, linkId) {
      if (api.failingReads.shift() === true) return { type: 'failed', failure: failure() }
      const link = links.get(linkId)
      return link === undefined ? { type: 'absent' } : { type: 'found', link }
    },
    partnerDeletes: (linkId) => links.delete(linkId),
    set(linkId, patch) {
      const link = links.get(linkId)
      if (link !== undefined) links.set(linkId, { ...link, ...patch })
    },
    writer: {
      attachVpc: (_, id, vpcId) => change('attach_vpc', id, () => ({ vpcId })),
      detachVpc: (_, id) =>
        change('detach_vpc', id, (link) =>
          link.vpcId === null ? no(412, 'No VPC is attached.') : { vpcId: null, routePropagation: false },
        ),
      attachPolicy: (_, id, policyId) =>
        change('attach_policy', id, (link) =>
          link.policies[familyOf(policyId)] === null
            ? { policies: { ...link.policies, [familyOf(policyId)]: policyId } }
            : no(412, 'A policy is attached.'),
        ),
      setPolicy: (_, id, policyId) =>
        change('set_policy', id, (link) => ({
          policies: { ...link.policies, [familyOf(policyId)]: policyId },
        })),
      detachPolicy: (_, id, policyId) =>
        change('detach_policy', id, (link) => ({
          policies: { ...link.policies, [familyOf(policyId)]: null },
        })),
      createPolicy: () => Promise.reject(new Error('A reorder creates no policy.')),
      enablePropagation: (_, id) => change('enable_propagation', id, () => ({ routePropagation: true })),
      disablePropagation: (_, id) => change('disable_propagation', id, () => ({ routePropagation: false })),
      deleteLink: (_, id) => write('delete_link', () => remove(id)),
      createLink: (_, order) => write('create_link', () => create(order)),
      setTags: (_, id, tags) => change('set_tags', id, () => ({ tags })),
      async linksTagged(_, tag) {
        if (api.failingReads.shift() === true) return UNKNOWN
        const value = [...links.values()].filter(({ tags }) => tags.includes(tag))
        return { type: 'done', value, requestId: null }
      },
      pairingKey: () => Promise.reject(new Error('A reorder reads no pairing key.')),
      missingRight: () => null,
    },
  }
  return api
}
