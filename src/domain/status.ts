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

const IN_SERVICE = ['active', 'limited_connectivity', 'all_down'] as const

/**
 * What may follow each status, as far as Scaleway documents it ("Understanding InterLink statuses"), steps that a poll
 * may have missed included. Any link may be locked or deleted, go through `configuring`, or be in a status not known
 * here; these are not listed.
 */
const FOLLOWED_BY: Readonly<Record<LinkStatus, readonly LinkStatus[]>> = {
  configuring: LINK_STATUSES,
  requested: ['provisioning', 'refused', 'expired', 'failed', 'deprovisioning', ...IN_SERVICE],
  failed: ['requested', 'ready', 'provisioning', 'deprovisioning', ...IN_SERVICE],
  provisioning: ['deprovisioning', ...IN_SERVICE],
  expired: ['deprovisioning'],
  refused: ['deprovisioning'],
  ready: ['deprovisioning', ...IN_SERVICE],
  active: ['deprovisioning', ...IN_SERVICE],
  limited_connectivity: ['deprovisioning', ...IN_SERVICE],
  all_down: ['deprovisioning', ...IN_SERVICE],
  locked: LINK_STATUSES,
  deprovisioning: [],
  deleted: [],
  unknown_link_status: LINK_STATUSES,
}

/** Whether Scaleway documents a way from one status to the other. */
export function isLegalMove(from: LinkStatus, to: LinkStatus): boolean {
  const always: readonly LinkStatus[] = [from, 'configuring', 'locked', 'deleted', 'unknown_link_status']
  return always.includes(to) || FOLLOWED_BY[from].includes(to)
}

const linkStatuses: ReadonlySet<string> = new Set(LINK_STATUSES)
const connectionStatuses: ReadonlySet<string> = new Set(CONNECTION_STATUSES)
const bgpStatuses: ReadonlySet<string> = new Set(BGP_STATUSES)

/** The catalogued status of a raw API value; `unknown_link_status` for one this version does not know. */
export function linkStatus(raw: string): LinkStatus {
  return linkStatuses.has(raw) ? (raw as LinkStatus) : 'unknown_link_status'
}

/** The catalogued status of a dedicated connection; `unknown_status` for a raw value this version does not know. */
export function connectionStatus(raw: string): ConnectionStatus {
  return connectionStatuses.has(raw) ? (raw as ConnectionStatus) : 'unknown_status'
}

/** The catalogued BGP session status of a raw API value; `unknown_bgp_status` for one this version does not know. */
export function bgpStatus(raw: string): BgpStatus {
  return bgpStatuses.has(raw) ? (raw as BgpStatus) : 'unknown_bgp_status'
}
