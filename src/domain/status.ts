/**
 * Every status the InterLink API documents for a link (`status` of GET links/{id}, v1beta1).
 * `unknown_link_status` is the API's own "unknown"; a status of a newer API than this list is kept raw on
 * the link and counts as unknown wherever a meaning is needed.
 */
export const LINK_STATUSES = [
  'configuring',
  'requested',
  'failed',
  'provisioning',
  'expired',
  'refused',
  'ready',
  'active',
  'limited_connectivity',
  'all_down',
  'locked',
  'deprovisioning',
  'deleted',
  'unknown_link_status',
] as const

export type LinkStatus = (typeof LINK_STATUSES)[number]

/** BGP session statuses of the API. `disabled` is not down: a family without a routing policy has no session. */
export const BGP_STATUSES = ['up', 'down', 'disabled', 'unknown_bgp_status'] as const

export type BgpStatus = (typeof BGP_STATUSES)[number]

/** Statuses of a dedicated connection. */
export const CONNECTION_STATUSES = [
  'created',
  'configuring',
  'failed',
  'active',
  'disabled',
  'deleted',
  'locked',
  'unknown_status',
] as const

export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number]

const linkStatuses: ReadonlySet<string> = new Set(LINK_STATUSES)
const bgpStatuses: ReadonlySet<string> = new Set(BGP_STATUSES)

/** The catalogued status of a raw API value; `unknown_link_status` for one this version does not know. */
export function linkStatus(raw: string): LinkStatus {
  return linkStatuses.has(raw) ? (raw as LinkStatus) : 'unknown_link_status'
}

/** The catalogued BGP session status of a raw API value; `unknown_bgp_status` for one this version does not know. */
export function bgpStatus(raw: string): BgpStatus {
  return bgpStatuses.has(raw) ? (raw as BgpStatus) : 'unknown_bgp_status'
}
