import type { Clock } from '../clock.ts'
import { freeBgpPair, freeVlan } from './addresses.ts'
import { type Actor, type AuditTrail, createAuditTrail, methodOfPatch } from './audit-trail.ts'
import { demoConnections, demoPartners, demoPolicies, demoPops, demoVpcs } from './catalog.ts'
import type { ConnectionRow, LinkRow, PartnerRow, PolicyRow, PopRow, VpcRow, World } from './rows.ts'
import { timestamp } from './rows.ts'
import { createTable, type Table } from './table.ts'
import { linkFixture } from './world.ts'

/** One thing that came, changed or went. `by` tells a call of the API from the hand that drives the world. */
export interface WorldChange {
  readonly what: 'link' | 'partner' | 'pop' | 'connection' | 'policy' | 'vpc'
  readonly id: string
  readonly by: 'api' | 'world'
}

/** What the routes work on. Rows are replaced, never changed in place. */
export interface State {
  readonly organizationId: string
  readonly projectId: string
  readonly regions: readonly string[]
  readonly clock: Clock
  readonly newId: () => string
  readonly links: Table<LinkRow>
  readonly partners: Table<PartnerRow>
  readonly pops: Table<PopRow>
  readonly connections: Table<ConnectionRow>
  readonly policies: Table<PolicyRow>
  readonly vpcs: Table<VpcRow>
  readonly audit: AuditTrail
  /** Runs `act`; what it changes counts as changed by the API. */
  asApi<T>(act: () => T): T
  onChange(listener: (change: WorldChange) => void): () => void
}

export function createState(world: World, clock: Clock, newId: () => string): State {
  const listeners = new Set<(change: WorldChange) => void>()
  let by: WorldChange['by'] = 'world'
  const changed = (what: WorldChange['what']) => (id: string) => {
    for (const listener of [...listeners]) listener({ what, id, by })
  }
  return {
    organizationId: world.organizationId,
    projectId: world.projectId,
    regions: world.regions,
    clock,
    newId,
    links: createTable(world.links, changed('link')),
    partners: createTable(world.partners, changed('partner')),
    pops: createTable(world.pops, changed('pop')),
    connections: createTable(world.connections, changed('connection')),
    policies: createTable(world.policies, changed('policy')),
    vpcs: createTable(world.vpcs, changed('vpc')),
    audit: createAuditTrail(clock, newId, world.organizationId),
    asApi(act) {
      by = 'api'
      try {
        return act()
      } finally {
        by = 'world'
      }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A pairing key that nobody can take for a real one. */
export function syntheticPairingKey(newId: () => string): string {
  return `00000000${newId().slice(8)}`
}

/** The hand that drives the world: whatever the API's callers cannot do themselves. Unknown ids throw. */
export interface WorldControl {
  links(): readonly LinkRow[]
  link(id: string): LinkRow | undefined
  /** Adds a healthy hosted link, and whatever `partial` says instead. Id, addresses, VLAN and dates are made up. */
  addLink(partial?: Partial<LinkRow>): LinkRow
  /** Writes exactly `patch`, consistent or not; nothing else moves, `updated_at` included. */
  setLink(id: string, patch: Partial<LinkRow>): LinkRow
  /** The same, recorded in the Audit Trail as if `actor` had called the API for it. */
  setLinkAs(actor: Actor, id: string, patch: Partial<LinkRow>): LinkRow
  /**
   * Changes the status and sets both sessions as the real API would: `disabled` without a policy; else up when
   * active, down when all_down, only IPv4 up when limited_connectivity, disabled when never provisioned.
   */
  setStatus(id: string, status: string): LinkRow
  removeLink(id: string): void
  /** The partner deletes its side: the link goes to deprovisioning, or is gone when Scaleway's side already was. */
  partnerDeletes(id: string): void
  partners(): readonly PartnerRow[]
  addPartner(partial?: Partial<PartnerRow>): PartnerRow
  pops(): readonly PopRow[]
  addPop(partial?: Partial<PopRow>): PopRow
  connections(): readonly ConnectionRow[]
  addConnection(partial?: Partial<ConnectionRow>): ConnectionRow
  setConnection(id: string, patch: Partial<ConnectionRow>): ConnectionRow
  /** Takes it away, whether or not links ride on it: they go on naming it. */
  removeConnection(id: string): void
  policies(): readonly PolicyRow[]
  addPolicy(partial?: Partial<PolicyRow>): PolicyRow
  setPolicy(id: string, patch: Partial<PolicyRow>): PolicyRow
  vpcs(): readonly VpcRow[]
  addVpc(partial?: Partial<VpcRow>): VpcRow
  setVpc(id: string, patch: Partial<VpcRow>): VpcRow
}

const PROVISIONED: readonly string[] = ['active', 'limited_connectivity', 'all_down']

/** Both sessions as they follow from status and policies. */
export function sessionsOf(
  link: Pick<LinkRow, 'status' | 'routing_policy_v4_id' | 'routing_policy_v6_id'>,
): Pick<LinkRow, 'bgp_v4_status' | 'bgp_v6_status'> {
  const { status, routing_policy_v4_id: v4, routing_policy_v6_id: v6 } = link
  if (!PROVISIONED.includes(status)) return { bgp_v4_status: 'disabled', bgp_v6_status: 'disabled' }
  const up = status !== 'all_down'
  const v4Up = up && (status === 'active' || v6 !== null)
  return {
    bgp_v4_status: v4 === null ? 'disabled' : v4Up ? 'up' : 'down',
    bgp_v6_status: v6 === null ? 'disabled' : status === 'active' ? 'up' : 'down',
  }
}

export function createWorldControl(state: State): WorldControl {
  const { links, partners, pops, connections, policies, vpcs, clock, newId } = state
  const dated = () => ({ created_at: timestamp(clock.now()), updated_at: timestamp(clock.now()) })
  const owned = () => ({ ...dated(), organization_id: state.organizationId, project_id: state.projectId })

  return {
    links: () => links.all(),
    link: (id) => links.get(id),
    addLink(partial = {}) {
      const draft = linkFixture({ ...owned(), ...partial, id: partial.id ?? newId() })
      const pair = freeBgpPair(links.all(), draft.peer_bgp_config?.asn ?? 64500)
      const partner = draft.partner && { ...draft.partner, pairing_key: syntheticPairingKey(newId) }
      return links.add({
        ...draft,
        scw_bgp_config: pair.scw,
        peer_bgp_config: pair.peer,
        vlan: freeVlan(links.all(), draft.pop_id) ?? draft.vlan,
        partner,
        hidden: { provisioned: PROVISIONED.includes(draft.status), deletionBegunBy: null },
        ...partial,
      })
    },
    setLink: (id, patch) => links.set(id, patch),
    setLinkAs(actor, id, patch) {
      const before = links.need(id)
      const method = methodOfPatch(before, patch)
      const after = links.set(id, patch)
      const { region, project_id: projectId, name } = after
      if (method !== null)
        state.audit.record({
          actor,
          region,
          projectId,
          method,
          resource: { id, name },
          body: null,
          status: 200,
        })
      return after
    },
    setStatus(id, status) {
      const link = links.need(id)
      const provisioned = link.hidden.provisioned || PROVISIONED.includes(status)
      return links.set(id, {
        status,
        ...sessionsOf({ ...link, status }),
        hidden: { ...link.hidden, provisioned },
      })
    },
    removeLink: (id) => links.remove(id),
    partnerDeletes(id) {
      const link = links.need(id)
      if (link.hidden.deletionBegunBy === 'scaleway') return links.remove(id)
      links.set(id, { status: 'deprovisioning', hidden: { ...link.hidden, deletionBegunBy: 'partner' } })
    },
    partners: () => partners.all(),
    addPartner: (partial = {}) =>
      partners.add({ ...first(demoPartners), ...dated(), id: newId(), ...partial }),
    pops: () => pops.all(),
    addPop: (partial = {}) => pops.add({ ...first(demoPops), id: newId(), ...partial }),
    connections: () => connections.all(),
    addConnection: (partial = {}) =>
      connections.add({ ...first(demoConnections), ...owned(), id: newId(), ...partial }),
    setConnection: (id, patch) => connections.set(id, patch),
    removeConnection: (id) => connections.remove(id),
    policies: () => policies.all(),
    addPolicy: (partial = {}) =>
      policies.add({ ...first(demoPolicies), ...owned(), id: newId(), ...partial }),
    setPolicy: (id, patch) => policies.set(id, patch),
    vpcs: () => vpcs.all(),
    addVpc: (partial = {}) => vpcs.add({ ...first(demoVpcs), ...owned(), id: newId(), ...partial }),
    setVpc: (id, patch) => vpcs.set(id, patch),
  }
}

function first<Row>(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error('the demo catalogue is empty')
  return row
}
