import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { LinkRow } from '../../src/simulator/interlink/rows.ts'
import { ADA, type Bot } from './bot.ts'

/** What the documents say of a status: written out here, to disagree with the product where that strays from them. */
interface Documented {
  /** Who knows this status: links over a partner, over one's own connection, or both ("InterLink statuses"). */
  readonly kinds: readonly Kind[]
  /** What of the partner's help there is, on links over one: the mail, the pairing key, and noting that it was told. */
  readonly partner: readonly ('contact_partner' | 'reveal_pairing_key' | 'mark_contacted')[]
  /** What the draft of the mail asks for; null where there is nothing to ask the partner. */
  readonly mail: RegExp | null
  /** Why nothing of VPC, policies and propagation can be changed; null where it can. */
  readonly fixed: RegExp | null
  /** Why it can be neither deleted nor ordered again; null where it can. */
  readonly kept: RegExp | null
  /** What of it is the documented way out, the first one first. */
  readonly wayOut: readonly string[]
  /** What is said of waiting; null where waiting is no way out. */
  readonly wait: RegExp | null
  /** What of the way out is to be done on one's own device; nothing unless said. */
  readonly device?: RegExp
}

export type Kind = 'hosted' | 'self_hosted'

const BOTH: readonly Kind[] = ['hosted', 'self_hosted']
const HOSTED: readonly Kind[] = ['hosted']
/** A session that is meant to be up is down: the partner, or support. */
const DOWN = {
  kinds: BOTH,
  partner: ['contact_partner'],
  mail: /Your side looks down/,
  fixed: null,
  kept: null,
  wayOut: ['contact_partner', 'open_ticket', 'record_ticket'],
  wait: null,
} as const satisfies Documented
/** "Delete the link and create a new order." */
const OVER = {
  kinds: HOSTED,
  partner: ['contact_partner'],
  kept: null,
  wayOut: ['contact_partner', 'reorder_link', 'delete_link'],
  wait: null,
} as const
const NOT_KNOWN = /does not know/

/** Every status of the API v1beta1, and one of a newer version. */
export const DOCUMENTED = {
  configuring: {
    kinds: BOTH,
    partner: [],
    mail: null,
    fixed: /409 transient_state/,
    kept: /409 transient_state/,
    wayOut: [],
    wait: /Wait for Scaleway.*15 minutes/,
  },
  requested: {
    kinds: HOSTED,
    partner: ['contact_partner', 'reveal_pairing_key', 'mark_contacted'],
    mail: /Please provision/,
    fixed: null,
    kept: null,
    wayOut: ['contact_partner', 'reveal_pairing_key', 'mark_contacted'],
    wait: null,
  },
  failed: {
    kinds: BOTH,
    partner: [],
    mail: null,
    fixed: /technical team/,
    kept: /technical team/,
    wayOut: ['open_ticket', 'record_ticket'],
    wait: /Wait for Scaleway's technical team.*4 hours/,
  },
  provisioning: {
    kinds: HOSTED,
    partner: ['contact_partner', 'mark_contacted'],
    mail: /Ask for a date and the circuit id/,
    fixed: null,
    kept: null,
    wayOut: ['contact_partner', 'mark_contacted'],
    wait: /Wait for the partner.*5 working days/,
  },
  expired: { ...OVER, mail: /Agree on a new order/, fixed: /The order expired/ },
  refused: { ...OVER, mail: /Ask why it was refused/, fixed: /The partner refused/ },
  ready: {
    kinds: ['self_hosted'],
    partner: [],
    mail: null,
    fixed: null,
    kept: null,
    wayOut: [],
    wait: null,
    device: /\*The way out\*\nConfigure your network device: its VLAN/,
  },
  active: {
    kinds: BOTH,
    partner: [],
    mail: null,
    fixed: null,
    kept: null,
    wayOut: [],
    wait: null,
  },
  limited_connectivity: DOWN,
  all_down: DOWN,
  locked: {
    kinds: BOTH,
    partner: [],
    mail: null,
    fixed: /Trust and Safety/,
    kept: /Trust and Safety/,
    wayOut: ['open_ticket', 'record_ticket'],
    wait: null,
  },
  deprovisioning: {
    kinds: HOSTED,
    partner: ['contact_partner', 'mark_contacted'],
    mail: /Please delete your side/,
    fixed: /is being deleted/,
    kept: null,
    wayOut: ['contact_partner', 'delete_link'],
    wait: /other side.*2 working days/,
  },
  deleted: {
    kinds: BOTH,
    partner: [],
    mail: null,
    fixed: /is deleted/,
    kept: /is deleted/,
    wayOut: [],
    wait: null,
  },
  unknown_link_status: {
    kinds: BOTH,
    partner: [],
    mail: null,
    fixed: NOT_KNOWN,
    kept: NOT_KNOWN,
    wayOut: ['open_ticket', 'record_ticket'],
    wait: null,
  },
  hibernating: {
    kinds: BOTH,
    partner: [],
    mail: null,
    fixed: NOT_KNOWN,
    kept: NOT_KNOWN,
    wayOut: ['open_ticket', 'record_ticket'],
    wait: null,
  },
} as const satisfies Readonly<Record<string, Documented>>

export type Status = keyof typeof DOCUMENTED

/** A status on a kind of link that knows it. */
export interface Case extends Documented {
  readonly status: Status
  readonly kind: Kind
}

export const CASES: readonly Case[] = (Object.keys(DOCUMENTED) as Status[]).flatMap((status) => {
  const documented: Documented = DOCUMENTED[status]
  return documented.kinds.map((kind) => ({ ...documented, status, kind }))
})

/** The name of the link of a case; those `for` one purpose are only for that. */
export const nameOf = ({ status, kind }: Pick<Case, 'status' | 'kind'>, purpose = 'fix'): string =>
  `${status}-${kind === 'hosted' ? 'h' : 's'}-${purpose}`

/** What a link has of which nothing of the path is configured. */
export const BARE = {
  vpc_id: null,
  routing_policy_v4_id: null,
  routing_policy_v6_id: null,
  enable_route_propagation: false,
  bgp_v4_status: 'disabled',
  bgp_v6_status: 'disabled',
} as const satisfies Partial<LinkRow>

export const OTHER_V6 = '5c28d56e-0000-4000-8000-0000000001ff'

/** Another IPv6 policy in Paris, so that one can be replaced. */
export function addOtherV6({ interlink: { world } }: Bot): void {
  world.addPolicy({
    id: OTHER_V6,
    name: 'other-v6',
    region: 'fr-par',
    is_ipv6: true,
    prefix_filter_in: ['2001:db8:20::/48'],
    prefix_filter_out: ['2001:db8:16::/48'],
  })
}

const NEVER_PROVISIONED: readonly Status[] = [
  ...(['configuring', 'requested', 'failed', 'provisioning', 'expired', 'refused', 'ready'] as const),
]

/**
 * Orders a link in Paris whose path is whole, in a status that its kind may have. One to be deleted is
 * active for now, and both sessions of one whose status says nothing are up.
 */
export function addCase(
  { interlink: { world } }: Bot,
  { status, kind }: Pick<Case, 'status' | 'kind'>,
  purpose?: string,
  more: Partial<LinkRow> = {},
): LinkRow {
  const { parisOwnPort } = demoIds.connections
  const over: Partial<LinkRow> =
    kind === 'hosted'
      ? {}
      : {
          self: { connection_id: parisOwnPort },
          pop_id: demoIds.pops.dc5,
          // Its range of VLANs begins at 2000.
          vlan: 2000 + world.links().length,
        }
  const { id } = world.addLink({ name: nameOf({ status, kind }, purpose), ...over, ...more })
  world.setStatus(id, status === 'deleted' ? 'active' : status)
  const hidden = {
    provisioned: !NEVER_PROVISIONED.includes(status),
    deletionBegunBy: status === 'deprovisioning' ? 'partner' : null,
  } as const
  const isKnown = status !== 'unknown_link_status' && status !== 'hibernating'
  return world.setLink(id, { hidden, ...(isKnown ? {} : { bgp_v4_status: 'up', bgp_v6_status: 'up' }) })
}

/** Closes every window on a person's screen. */
export async function closeWindows(bot: Bot, userId = ADA): Promise<void> {
  const viewId = bot.slack.modals(userId).at(-1)?.view.id
  if (viewId !== undefined) await bot.slack.closeView({ userId, viewId, all: true })
}
