import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { NO_CONTACT } from '../../src/contacts/contact.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import type { Link, RoutingPolicy } from '../../src/domain/link.ts'
import {
  type Directory,
  EMPTY_DIRECTORY,
  type LinkReading,
  type ReadFailure,
} from '../../src/domain/snapshot.ts'
import { type Asker, createPermissions } from '../../src/remedies/authorise.ts'
import { createRemedyDesk, type RemedyDesk } from '../../src/remedies/desk.ts'
import type {
  AuditRow,
  ContactRecord,
  KeyRights,
  LinkSight,
  LinkWriter,
  PastIncidents,
  RemedyStore,
  TicketRecord,
  Written,
} from '../../src/remedies/ports.ts'
import type { RemedySettings } from '../../src/remedies/settings.ts'
import { type ManualClock, manualClock } from '../support/clock.ts'
import { aLink, anEvidence, aPolicy, aVpc, NOW } from '../support/links.ts'

/** What happens to a write: it is done and answered, done with its answer lost, lost on the way, refused, or never answered. */
export type Fate = 'answered' | 'answer_lost' | 'never_arrived' | 'forbidden' | 'transient' | 'hangs'

export const ADA: Asker = { member: 'U0ADA', channel: 'C0NETOPS' }
export const BEN: Asker = { member: 'U0BEN', channel: 'C0NETOPS' }
export const NEW_POLICY_ID = '55555555-5555-4555-8555-0000000000aa'
export const PAIRING_KEY = 'synthetic-pairing-key-1'
export const SCOPE = { id: 'default/fr-par', region: 'fr-par' }

export const SETTINGS: RemedySettings = {
  operators: { users: [ADA.member], groups: [] },
  channels: null,
  isOn: true,
  isDryRun: false,
  iacTags: ['managed-by:terraform'],
  supportPlan: null,
}

export function failure(reason: ReadFailure['reason'], message = 'It did not work.'): ReadFailure {
  return { reason, message, status: null, requestId: `req-${reason}`, retryable: false }
}

/** A store that lives as long as the test, with the lease of the real one. */
export function memoryStore(): RemedyStore &
  PastIncidents & {
    readonly rows: AuditRow[]
    readonly changes: unknown[]
    readonly contacts: ContactRecord[]
    readonly tickets: TicketRecord[]
  } {
  const rows: AuditRow[] = []
  const changes: unknown[] = []
  const contacts: ContactRecord[] = []
  const tickets: TicketRecord[] = []
  const leases = new Map<string, number>()
  return {
    rows,
    changes,
    contacts,
    tickets,
    appendAudit: async (row) => void rows.push(row),
    audit: async (since, limit) =>
      rows
        .filter(({ at }) => at >= since)
        .reverse()
        .slice(0, limit),
    openActs: async () => [],
    async beginAct(row, own, now, leaseMs) {
      if ((leases.get(row.link.id) ?? 0) > now) return false
      leases.set(row.link.id, now + leaseMs)
      rows.push(row)
      changes.push(own)
      return true
    },
    async endAct(row) {
      leases.delete(row.link.id)
      rows.push(row)
    },
    recordContact: async (contact) => void contacts.push(contact),
    async undoContact(linkId, at) {
      const undone = contacts.at(-1)
      if (undone?.linkId !== linkId || undone.at !== at) return null
      contacts.pop()
      return { undone, left: contacts.at(-1) ?? null }
    },
    contactsOf: async () => new Map(),
    incidentsOf: async () => [],
    recordTicket: async (ticket) => void tickets.push(ticket),
    ticketsOf: async (ids) => new Map(ids.map((id) => [id, tickets.filter(({ linkId }) => linkId === id)])),
  }
}

/** One link in a world of its own, with a desk in front of it. */
export interface DeskWorld {
  readonly desk: RemedyDesk
  readonly clock: ManualClock
  readonly store: ReturnType<typeof memoryStore>
  /** The writes that arrived at Scaleway, by method. */
  readonly writes: string[]
  link: Link | null
  evidence: Partial<Evidence>
  directory: Directory
  /** What becomes of the next writes, in order; answered afterwards. */
  fates: Fate[]
  /** Called before each GET of the link. */
  onRead: () => void
  notRead: ReadFailure | null
  missingRight: string | null
  /** What of each policy is not as it was polled; and whether it is gone. */
  policyNow: Partial<RoutingPolicy>
  policyGone: boolean
  /** How often an act broke. */
  broken: number
  /** Resolves what a desk answers, moving time on for as long as it waits. */
  finish<T>(answer: Promise<T>): Promise<T>
}

export function deskWorld(
  options: { readonly link?: Partial<Link>; readonly settings?: Partial<RemedySettings> } = {},
): DeskWorld {
  const clock = manualClock(NOW)
  const store = memoryStore()
  const settings = { ...SETTINGS, ...options.settings }
  let ids = 0

  async function write<T>(
    method: string,
    change: (link: Link) => Link,
    value: (link: Link) => T,
  ): Promise<Written<T>> {
    const fate = world.fates.shift() ?? 'answered'
    if (fate === 'hangs') return new Promise(() => {})
    if (fate === 'never_arrived') return { type: 'unknown', failure: failure('network') }
    if (fate === 'forbidden')
      return { type: 'refused', failure: failure('forbidden', 'The key lacks the right.') }
    if (fate === 'transient')
      return { type: 'refused', failure: failure('refused', 'The link is being configured: wait.') }
    if (world.link === null) return { type: 'refused', failure: failure('not_found', 'It is not there.') }
    world.link = change(world.link)
    world.writes.push(method)
    if (fate === 'answer_lost') return { type: 'unknown', failure: failure('server_error') }
    return { type: 'done', value: value(world.link), requestId: `req-${world.writes.length}` }
  }
  const onLink = (method: string, change: (link: Link) => Partial<Link>) =>
    write<Link>(
      method,
      (link) => ({ ...link, ...change(link) }),
      (link) => link,
    )
  const withPolicy = (policyId: string | null, of: string) => (link: Link) => {
    const policy = world.directory.policies.find(({ id }) => id === of)
    return { policies: { ...link.policies, [policy?.family ?? 'ipv4']: policyId } }
  }
  const never = () => Promise.reject(new Error('The desk does not make this call.'))
  const writer: LinkWriter & Pick<KeyRights, 'forgetRights'> = {
    attachVpc: (_scope, _id, vpcId) => onLink('attachVpc', () => ({ vpcId })),
    detachVpc: () => onLink('detachVpc', () => ({ vpcId: null, routePropagation: false })),
    attachPolicy: (_scope, _id, policyId) => onLink('attachPolicy', withPolicy(policyId, policyId)),
    setPolicy: (_scope, _id, policyId) => onLink('setPolicy', withPolicy(policyId, policyId)),
    detachPolicy: (_scope, _id, policyId) =>
      onLink('detachPolicy', (link) => ({ ...withPolicy(null, policyId)(link), routePropagation: false })),
    createPolicy: (_scope, draft) => {
      const policy: RoutingPolicy = { ...draft, id: NEW_POLICY_ID }
      return write(
        'createPolicy',
        (link) => {
          world.directory = { ...world.directory, policies: [...world.directory.policies, policy] }
          return link
        },
        () => policy,
      )
    },
    enablePropagation: () => onLink('enablePropagation', () => ({ routePropagation: true })),
    disablePropagation: () => onLink('disablePropagation', () => ({ routePropagation: false })),
    deleteLink: never,
    createLink: never,
    setTags: never,
    linksTagged: never,
    pairingKey: () =>
      write(
        'pairingKey',
        (link) => link,
        () => PAIRING_KEY,
      ),
    missingRight: () => world.missingRight,
    forgetRights: async () => {
      world.missingRight = null
    },
  }

  async function readLink(): Promise<LinkReading> {
    world.onRead()
    if (world.notRead !== null) return { type: 'failed', failure: world.notRead }
    return world.link === null ? { type: 'absent' } : { type: 'found', link: world.link }
  }

  async function look(): Promise<LinkSight> {
    world.onRead()
    if (world.link === null) return { type: 'gone' }
    const evidence = anEvidence({ link: world.link, ...world.evidence })
    return {
      type: 'found',
      scope: SCOPE,
      evidence,
      contact: NO_CONTACT,
      directory: world.directory,
      incidentId: 'incident-1',
      notRead: world.notRead,
      hasNamesake: false,
      isTrailUnread: false,
    }
  }

  const groups = { membersOf: async (id: string) => (id === 'S0BROKEN' ? null : [BEN.member]) }
  const world: DeskWorld = {
    clock,
    store,
    writes: [],
    link: aLink(options.link),
    evidence: {},
    directory: {
      ...EMPTY_DIRECTORY,
      vpcs: [aVpc(), aVpc({ id: 'vpc-2', name: 'staging' }), aVpc({ id: 'vpc-nl', region: 'nl-ams' })],
      policies: [
        aPolicy(),
        aPolicy({ family: 'ipv6' }),
        aPolicy({ id: 'policy-2', name: 'narrow-v4', prefixesIn: ['10.1.2.0/24'] }),
      ],
    },
    fates: [],
    onRead: () => {},
    notRead: null,
    missingRight: null,
    policyNow: {},
    policyGone: false,
    broken: 0,
    desk: createRemedyDesk({
      alerts: DEFAULT_ALERT_SETTINGS,
      settings,
      mayAct: createPermissions({ settings, groups }),
      sights: {
        look,
        recall: async () => ({
          link: world.link ?? aLink(),
          statusSince: NOW,
          directory: world.directory,
        }),
      },
      isBeingReordered: async () => false,
      readPolicy: async (_region, id) => {
        const policy = world.directory.policies.find((one) => one.id === id)
        return policy === undefined || world.policyGone
          ? { type: 'failed', failure: failure(world.policyGone ? 'not_found' : 'timeout') }
          : { type: 'found', value: { ...policy, ...world.policyNow } }
      },
      readLink,
      writer,
      store,
      clock,
      newId: () => `id-${++ids}`,
      onRecorded: async () => {},
      onBroken() {
        world.broken += 1
      },
    }),
    async finish(answer) {
      let isOver = false
      void answer.finally(() => {
        isOver = true
      })
      for (let turn = 0; turn < 100 && !isOver; turn++) await clock.advance(turn < 5 ? 0 : 1_000)
      return answer
    },
  }
  return world
}

/** Plans an act as Ada and performs it with what has to be typed. */
export async function doIt(
  world: DeskWorld,
  act: Parameters<RemedyDesk['plan']>[0],
  { asker = ADA, typed }: { readonly asker?: Asker; readonly typed?: string } = {},
) {
  const answer = await world.desk.plan(act, world.link?.id ?? '', asker)
  if (answer.type !== 'plan') throw new Error(`It was not planned: ${JSON.stringify(answer)}`)
  const { confirmation, premise } = answer.plan
  const needed = confirmation.type === 'type' ? (confirmation.accepts[0] ?? '') : ''
  return world.finish(world.desk.perform(premise, typed ?? needed, asker))
}
