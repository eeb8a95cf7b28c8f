import type { Rule } from './insight.ts'
import { allFamiliesDown } from './rules/all-families-down.ts'
import { backupLeft } from './rules/backup-left.ts'
import { bandwidth } from './rules/bandwidth.ts'
import { bgpSpeakerUnknown } from './rules/bgp-speaker-unknown.ts'
import { configurationChanged } from './rules/configuration-changed.ts'
import { configuring } from './rules/configuring.ts'
import { connectionNotActive } from './rules/connection-not-active.ts'
import { deleted } from './rules/deleted.ts'
import { deprovisioning } from './rules/deprovisioning.ts'
import { emptyFilter } from './rules/empty-filter.ts'
import { expired } from './rules/expired.ts'
import { failed } from './rules/failed.ts'
import { familyNotIntended } from './rules/family-not-intended.ts'
import { filterChange } from './rules/filter-change.ts'
import { filtersDiffer } from './rules/filters-differ.ts'
import { flapping } from './rules/flapping.ts'
import { kindUnexpected } from './rules/kind-unexpected.ts'
import { leftVpc } from './rules/left-vpc.ts'
import { locked } from './rules/locked.ts'
import { lookElsewhere } from './rules/look-elsewhere.ts'
import { maintenance } from './rules/maintenance.ts'
import { noPolicy } from './rules/no-policy.ts'
import { noVpc } from './rules/no-vpc.ts'
import { oneFamilyDown } from './rules/one-family-down.ts'
import { otherOffers } from './rules/other-offers.ts'
import { peerAsn } from './rules/peer-asn.ts'
import { policyUnreadable } from './rules/policy-unreadable.ts'
import { propagationOff } from './rules/propagation-off.ts'
import { propagationWithoutPolicy } from './rules/propagation-without-policy.ts'
import { provisioning } from './rules/provisioning.ts'
import { ready } from './rules/ready.ts'
import { recentChange } from './rules/recent-change.ts'
import { redundancyLeft } from './rules/redundancy-left.ts'
import { refused } from './rules/refused.ts'
import { requested } from './rules/requested.ts'
import { routesAbsent } from './rules/routes-absent.ts'
import { scalewayAsn } from './rules/scaleway-asn.ts'
import { sessionDisabled } from './rules/session-disabled.ts'
import { sessionUnknown } from './rules/session-unknown.ts'
import { sessionWithoutPolicy } from './rules/session-without-policy.ts'
import { siblingsDownToo } from './rules/siblings-down-too.ts'
import { statusContradictedRule } from './rules/status-contradicted.ts'
import { unknownStatus } from './rules/unknown-status.ts'
import { vpcGone } from './rules/vpc-gone.ts'
import { vpcInOtherRegion } from './rules/vpc-in-other-region.ts'
import { vpcRoutingOff } from './rules/vpc-routing-off.ts'
import { vpcUnreadable } from './rules/vpc-unreadable.ts'
import { vpcWithoutNetworks } from './rules/vpc-without-networks.ts'
import { wideFilter } from './rules/wide-filter.ts'

/**
 * All rules. The claim of the first one that makes one is the verdict, so what makes everything after it pointless comes
 * first: a link that is beyond configuration, the connection below it, a status that only waits, a change just made, then
 * the traffic path in its order. Rules after the path only add facts.
 */
export const RULES: readonly Rule[] = [
  locked,
  deleted,
  deprovisioning,
  refused,
  expired,
  connectionNotActive,
  kindUnexpected,
  configuring,
  failed,
  requested,
  provisioning,
  configurationChanged,
  leftVpc,
  recentChange,
  maintenance,
  peerAsn,
  ready,
  noVpc,
  vpcGone,
  vpcInOtherRegion,
  noPolicy,
  propagationWithoutPolicy,
  propagationOff,
  sessionDisabled,
  allFamiliesDown,
  oneFamilyDown,
  filterChange,
  emptyFilter('ipv4', 'in'),
  emptyFilter('ipv4', 'out'),
  emptyFilter('ipv6', 'in'),
  emptyFilter('ipv6', 'out'),
  vpcWithoutNetworks,
  vpcRoutingOff,
  routesAbsent,
  sessionUnknown,
  vpcUnreadable,
  policyUnreadable('ipv4'),
  policyUnreadable('ipv6'),
  redundancyLeft,
  backupLeft,
  filtersDiffer('ipv4'),
  filtersDiffer('ipv6'),
  wideFilter('ipv4'),
  wideFilter('ipv6'),
  siblingsDownToo,
  flapping,
  bandwidth,
  otherOffers,
  statusContradictedRule,
  unknownStatus,
  familyNotIntended('ipv4'),
  familyNotIntended('ipv6'),
  sessionWithoutPolicy,
  bgpSpeakerUnknown,
  scalewayAsn,
  lookElsewhere,
]
