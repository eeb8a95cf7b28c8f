import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import { carryingFamilies, type LinkKind } from '../../../src/domain/link.ts'
import { LINK_STATUSES, type LinkStatus } from '../../../src/domain/status.ts'
import { aLink, anEvidence, CONNECTION_ID, NOW, PARTNER_ID } from '../../support/links.ts'

const DAY_MS = 86_400_000

/** Every way a link reaches its PoP that makes a difference to whose move it is. */
const KINDS: Readonly<Record<string, LinkKind>> = {
  'self-hosted': { type: 'self_hosted', connectionId: CONNECTION_ID },
  'L2-hosted': { type: 'hosted', partnerId: PARTNER_ID, layer: 'l2', disapprovedReason: null },
  'L3-hosted': { type: 'hosted', partnerId: PARTNER_ID, layer: 'l3', disapprovedReason: null },
  'hosted, layer not shown': { type: 'hosted', partnerId: PARTNER_ID, layer: null, disapprovedReason: null },
  'of an unknown kind': { type: 'unknown' },
}

/** How the sessions stand at a status, where the API tells the truth. */
const SESSIONS: Readonly<Partial<Record<LinkStatus, { readonly ipv4: string; readonly ipv6: string }>>> = {
  active: { ipv4: 'up', ipv6: 'up' },
  limited_connectivity: { ipv4: 'up', ipv6: 'down' },
  all_down: { ipv4: 'down', ipv6: 'down' },
  ready: { ipv4: 'down', ipv6: 'down' },
  locked: { ipv4: 'down', ipv6: 'down' },
  unknown_link_status: { ipv4: 'unknown_bgp_status', ipv6: 'unknown_bgp_status' },
}

/** Statuses of links that were in service before: there is something to lose. */
const IN_SERVICE: readonly LinkStatus[] = ['active', 'limited_connectivity', 'all_down', 'locked']

/** A link of every status and kind, with all that is known of it. Those on order were created three days ago. */
export const EVERY_LINK: readonly {
  readonly title: string
  readonly status: LinkStatus
  readonly evidence: Evidence
}[] = LINK_STATUSES.flatMap((status) =>
  Object.entries(KINDS).map(([name, kind]) => {
    const isRefused = status === 'refused' && kind.type === 'hosted'
    const link = aLink({
      status,
      kind: isRefused ? { ...kind, disapprovedReason: 'No free port at TH2.' } : kind,
      sessions: SESSIONS[status] ?? { ipv4: 'disabled', ipv6: 'disabled' },
      createdAt: NOW - (IN_SERVICE.includes(status) ? 60 : 3) * DAY_MS,
    })
    const before = aLink({ kind })
    return {
      title: `${status}, ${name}`,
      status,
      evidence: anEvidence({
        link,
        before: status !== 'active' && IN_SERVICE.includes(status) ? before : null,
        carried: IN_SERVICE.includes(status) ? carryingFamilies(before) : [],
      }),
    }
  }),
)
