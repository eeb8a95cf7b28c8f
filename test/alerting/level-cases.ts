import type { LinkChange } from '../../src/alerting/levels.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import type { Family, Link } from '../../src/domain/link.ts'
import { aLink, anEvidence, aSelfHostedLink, NOW } from '../support/links.ts'
import { aWatchedLink } from '../support/memory.ts'

export const BOTH: readonly Family[] = ['ipv4', 'ipv6']

export const watched = (link: Link, carried: readonly Family[]) => aWatchedLink(link, { carried })

const alone: Evidence = anEvidence({ siblings: [] })
/** What is known where `sibling` leads into the same VPC. */
const beside = (sibling: Link): Evidence => anEvidence({ siblings: [sibling] })
/** Another PoP, another partner, as much bandwidth, the same policies. */
const independent: Partial<Link> = {
  id: 'b',
  popId: 'other-pop',
  kind: { type: 'hosted', partnerId: 'other-partner', layer: null, disapprovedReason: null },
}

/** A link that was healthy and carried on `carried`, and is now `after`. */
function carrying(
  after: Link | null,
  carried: readonly Family[] = BOTH,
  extra: Partial<LinkChange> = {},
): LinkChange {
  return {
    before: watched(aLink(), carried),
    after,
    evidence: alone,
    ours: false,
    baseline: false,
    marks: [],
    ...extra,
  }
}

/** A link that never carried, and is now `after`. */
function idle(before: Partial<Link>, after: Link | null, extra: Partial<LinkChange> = {}): LinkChange {
  return {
    before: watched(aLink(before), []),
    after,
    evidence: alone,
    ours: false,
    baseline: false,
    marks: [],
    ...extra,
  }
}

export const DOWN = { ipv4: 'down', ipv6: 'down' } as const
const DISABLED = { ipv4: 'disabled', ipv6: 'disabled' } as const
const downLink = aLink({ status: 'all_down', sessions: DOWN })
const v6Down = aLink({ status: 'limited_connectivity', sessions: { ipv4: 'up', ipv6: 'down' } })
const ordered: Partial<Link> = { status: 'requested', sessions: DISABLED, routePropagation: false }

/** What becomes of a link, with the level and the rule that tell it, and whether it is bad. */
export const LEVEL_CASES: readonly [string, LinkChange, string, string, boolean][] = [
  ['a link in service goes down', carrying(downLink), 'critical', 'down', true],
  [
    'a link in service goes down together with a change of configuration',
    carrying(
      aLink({ status: 'all_down', sessions: DOWN, customerPeer: { asn: 65_099, ipv4: '', ipv6: '' } }),
    ),
    'critical',
    'down_after_change',
    true,
  ],
  [
    'propagation is turned off in service',
    carrying(aLink({ routePropagation: false })),
    'critical',
    'path_removed',
    true,
  ],
  [
    'the VPC is detached in service',
    carrying(aLink({ vpcId: null, routePropagation: false })),
    'critical',
    'path_removed',
    true,
  ],
  [
    'the bot took the path away for a deletion that was given up, and it was the last path',
    carrying(aLink({ vpcId: null, routePropagation: false }), BOTH, {
      evidence: { ...alone, halted: { how: 'given_up', by: 'U1', at: NOW } },
    }),
    'error',
    'deletion_halted',
    true,
  ],
  [
    'the policy of one family is detached in service',
    carrying(aLink({ policies: { ipv4: 'p4', ipv6: null }, sessions: { ipv4: 'up', ipv6: 'disabled' } })),
    'critical',
    'family_removed',
    true,
  ],
  ['one family goes down and nothing else carries it', carrying(v6Down), 'critical', 'family_down', true],
  [
    'one family goes down and a sibling still carries it',
    carrying(v6Down, BOTH, { evidence: beside(aLink(independent)) }),
    'warning',
    'family_down',
    true,
  ],
  [
    'one family goes down and the sibling that carries it shares the PoP',
    carrying(v6Down, BOTH, { evidence: beside(aLink({ ...independent, popId: aLink().popId })) }),
    'critical',
    'family_down',
    true,
  ],
  [
    'a link in service goes down and an independent sibling carries all of it',
    carrying(downLink, BOTH, { evidence: beside(aLink(independent)) }),
    'error',
    'down',
    true,
  ],
  [
    'a family that was up is in a state that the API does not name',
    carrying(aLink({ sessions: { ipv4: 'up', ipv6: 'unknown_bgp_status' } })),
    'warning',
    'sessions_unknown',
    true,
  ],
  [
    'every session is in a state that the API does not name',
    carrying(aLink({ sessions: { ipv4: 'unknown_bgp_status', ipv6: 'half_open' } })),
    'warning',
    'sessions_unknown',
    true,
  ],
  [
    'a link in service is reconfigured and its VPC is gone',
    carrying(aLink({ status: 'configuring', vpcId: null, routePropagation: false, sessions: DISABLED })),
    'critical',
    'path_removed',
    true,
  ],
  ...(
    [
      ['active', 'provisioning'],
      ['active', 'ready'],
      ['expired', 'requested'],
      ['refused', 'provisioning'],
      ['deprovisioning', 'active'],
      ['provisioning', 'requested'],
    ] as const
  ).map(([from, to]): [string, LinkChange, string, string, boolean] => [
    `an idle link goes from ${from} to ${to}, which is not documented`,
    idle(
      { status: from, vpcId: null, routePropagation: false, sessions: DISABLED },
      aLink({ status: to, vpcId: null, routePropagation: false, sessions: DISABLED }),
    ),
    'warning',
    'illegal_path',
    false,
  ]),
  [
    'one family goes down and the sibling carries only the other',
    carrying(v6Down, BOTH, {
      evidence: beside(aLink({ ...independent, policies: { ipv4: 'p', ipv6: null } })),
    }),
    'critical',
    'family_down',
    true,
  ],
  [
    'a family goes down though the status still says active',
    carrying(aLink({ sessions: { ipv4: 'up', ipv6: 'down' } })),
    'critical',
    'family_down',
    true,
  ],
  [
    'limited connectivity where the other family is not intended',
    carrying(
      aLink({
        status: 'limited_connectivity',
        policies: { ipv4: 'p4', ipv6: null },
        sessions: { ipv4: 'up', ipv6: 'disabled' },
      }),
      ['ipv4'],
    ),
    'info',
    'single_stack',
    false,
  ],
  [
    'all down by the word, while every intended session is up',
    carrying(aLink({ status: 'all_down' })),
    'info',
    'single_stack',
    false,
  ],
  [
    'a link that never carried is active and its session is down',
    idle({ status: 'provisioning', sessions: DISABLED }, downLink),
    'warning',
    'not_in_service',
    true,
  ],
  [
    'a link that never carried is active and its path is not complete',
    idle({ status: 'provisioning' }, aLink({ vpcId: null, routePropagation: false, sessions: DISABLED })),
    'info',
    'incomplete',
    false,
  ],
  [
    'a self-hosted link in service falls back to ready',
    carrying(aSelfHostedLink({ status: 'ready', sessions: DOWN })),
    'critical',
    'device_lost',
    true,
  ],
  [
    'a new self-hosted link gets ready',
    idle({ status: 'configuring' }, aSelfHostedLink({ status: 'ready', sessions: DOWN })),
    'info',
    'waits_for_device',
    false,
  ],
  [
    'a link in service is reconfigured, sessions up',
    carrying(aLink({ status: 'configuring' })),
    'info',
    'reconfiguring',
    true,
  ],
  [
    'a link in service is reconfigured, sessions down',
    carrying(aLink({ status: 'configuring', sessions: DOWN })),
    'info',
    'reconfiguring_down',
    true,
  ],
  [
    'a new link fails',
    idle({ status: 'configuring' }, aLink({ ...ordered, status: 'failed' })),
    'warning',
    'failed',
    true,
  ],
  [
    'a link in service fails',
    carrying(aLink({ status: 'failed', sessions: DOWN })),
    'critical',
    'failed',
    true,
  ],
  [
    'a link in service is locked',
    carrying(aLink({ status: 'locked', sessions: DOWN })),
    'critical',
    'locked',
    true,
  ],
  ['an idle link is locked', idle(ordered, aLink({ ...ordered, status: 'locked' })), 'error', 'locked', true],
  [
    'the partner tears a link in service down',
    carrying(aLink({ status: 'deprovisioning', sessions: DISABLED })),
    'critical',
    'deprovisioning',
    true,
  ],
  [
    'an idle link is deprovisioning',
    idle(ordered, aLink({ ...ordered, status: 'deprovisioning' })),
    'warning',
    'deprovisioning',
    true,
  ],
  [
    'the bot deletes a link',
    carrying(aLink({ status: 'deprovisioning' }), BOTH, { ours: true }),
    'info',
    'own_change',
    false,
  ],
  ['a link in service vanishes', carrying(null), 'critical', 'gone', false],
  [
    'a link in service vanishes because the bot deleted it',
    carrying(null, BOTH, { ours: true }),
    'info',
    'gone_ours',
    false,
  ],
  ['a refused order is deleted', idle({ ...ordered, status: 'refused' }, null), 'info', 'gone_order', false],
  ['an active but dark link is deleted', idle({ vpcId: null }, null), 'warning', 'gone_idle', false],
  [
    'an order is refused',
    idle(ordered, aLink({ ...ordered, status: 'refused' })),
    'warning',
    'refused',
    true,
  ],
  ['an order expires', idle(ordered, aLink({ ...ordered, status: 'expired' })), 'warning', 'expired', true],
  [
    'an order is accepted',
    idle(ordered, aLink({ ...ordered, status: 'provisioning' })),
    'info',
    'forward',
    false,
  ],
  ['a link in service goes back to its order', carrying(aLink(ordered)), 'critical', 'backwards', true],
  [
    'an unknown status arrives and the sessions are up',
    carrying(aLink({ status: 'hibernating' })),
    'warning',
    'unknown_status',
    true,
  ],
  [
    'an unknown status arrives and the sessions are down',
    carrying(aLink({ status: 'hibernating', sessions: DOWN })),
    'critical',
    'down',
    true,
  ],
  [
    'a link is down at the first look',
    { before: null, after: downLink, evidence: alone, ours: false, baseline: true, marks: [] },
    'critical',
    'down',
    true,
  ],
  [
    'a new link appears with its sessions down',
    { before: null, after: downLink, evidence: alone, ours: false, baseline: false, marks: [] },
    'warning',
    'not_in_service',
    true,
  ],
]
