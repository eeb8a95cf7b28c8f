import { distance } from 'fastest-levenshtein'

/**
 * Findings of the diagnosis (`diagnostics/rules/`) about which somebody has something to do, the customer or, on demand, the
 * partner or Scaleway: each is served by a runbook.
 */
export const FINDINGS_TO_ACT_ON = [
  'all_families_down',
  'backup_left',
  'bandwidth',
  'configuration_changed',
  'configuring',
  'connection_not_active',
  'deleted',
  'deprovisioning',
  'empty_filter_in_ipv4',
  'empty_filter_in_ipv6',
  'empty_filter_out_ipv4',
  'empty_filter_out_ipv6',
  'expired',
  'failed',
  'filters_differ_ipv4',
  'filters_differ_ipv6',
  'flapping',
  'kind_unexpected',
  'left_vpc',
  'locked',
  'maintenance',
  'no_policy',
  'no_vpc',
  'one_family_down',
  'peer_asn',
  'policy_unreadable_ipv4',
  'policy_unreadable_ipv6',
  'propagation_off',
  'propagation_without_policy',
  'provisioning',
  'ready',
  'recent_change',
  'redundancy_left',
  'refused',
  'requested',
  'routes_absent',
  'session_disabled',
  'session_unknown',
  'siblings_down_too',
  'unknown_status',
  'vpc_gone',
  'vpc_in_other_region',
  'vpc_routing_off',
  'vpc_unreadable',
  'vpc_without_networks',
  'wide_filter_ipv4',
  'wide_filter_ipv6',
] as const

/** Findings that only tell something: nobody has to act on them alone. */
export const FINDINGS_TO_KNOW = [
  'all_well',
  'bgp_speaker_unknown',
  'family_not_intended',
  'look_elsewhere',
  'other_offers',
  'scaleway_asn',
  'session_without_policy',
  'status_contradicted',
] as const

/** What the watch notices over time, or beyond one link, and no rule of the diagnosis does. */
export const SITUATIONS = ['bot_blind', 'policy_edited', 'deadline'] as const

/** All ids that the front matter of a runbook may name. */
export const FINDING_IDS: readonly string[] = [
  ...new Set<string>([...FINDINGS_TO_ACT_ON, ...FINDINGS_TO_KNOW, ...SITUATIONS]),
]

/** The id that somebody probably meant. */
export function nearestFinding(written: string): string {
  const wanted = written.slice(0, 60)
  return FINDING_IDS.reduce((best, id) => (distance(wanted, id) < distance(wanted, best) ? id : best))
}
