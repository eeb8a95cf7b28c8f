import { NO_CONTACT } from '../../../src/contacts/contact.ts'
import type { LinkStatus } from '../../../src/domain/status.ts'
import type { MailFacts } from '../../../src/remedies/mails/kinds.ts'
import type { ContactRecord } from '../../../src/remedies/ports.ts'
import { aPast } from '../../fixtures/evidence/on-demand.ts'
import { aLink, anEvidence, aPartner, aSelfHostedLink, NOW, PARTNER_ID } from '../../support/links.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export const L3 = { type: 'hosted', partnerId: PARTNER_ID, layer: 'l3', disapprovedReason: null } as const
export const L2 = { ...L3, layer: 'l2' } as const

/** What a team has written down about everything. */
export const KNOWN_CONTACT: MailFacts['contact'] = {
  ...NO_CONTACT,
  nocPhone: '+33 1 23 45 67 89',
  nocEmail: 'noc@franceix.example',
  circuitId: 'FIX-4711',
  contract: 'C-2025-17',
}

export function aContactRecord(overrides: Partial<ContactRecord> = {}): ContactRecord {
  return { linkId: aLink().id, by: 'U0ADA0001', at: NOW - 2 * DAY_MS, reference: 'ORD-99', ...overrides }
}

const off = { ipv4: 'disabled', ipv6: 'disabled' } as const
const down = { ipv4: 'down', ipv6: 'down' } as const

/** How links usually look in a status. */
export function linkIn(status: LinkStatus, make: typeof aLink = aLink) {
  const inService = ['active', 'limited_connectivity', 'all_down', 'unknown_link_status', 'locked'].includes(
    status,
  )
  const sessions =
    status === 'all_down' || status === 'unknown_link_status'
      ? down
      : status === 'limited_connectivity'
        ? ({ ipv4: 'up', ipv6: 'down' } as const)
        : inService
          ? ({ ipv4: 'up', ipv6: 'up' } as const)
          : off
  return make({
    status,
    sessions,
    ...(inService
      ? {}
      : {
          createdAt: NOW - 3 * DAY_MS,
          vpcId: null,
          policies: { ipv4: null, ipv6: null },
          routePropagation: false,
        }),
    ...(status === 'refused' && make === aLink
      ? { kind: { ...L2, disapprovedReason: 'No capacity left\nat this PoP before June.' } }
      : {}),
  })
}

/** A link in a status, with all that may be known of it. */
export function factsOf(status: LinkStatus, overrides: Partial<MailFacts> = {}): MailFacts {
  const evidence = anEvidence({
    link: linkIn(status),
    partner: aPartner({ portalUrl: 'https://portal.franceix.example/orders' }),
    past: aPast(),
  })
  return { evidence, contact: KNOWN_CONTACT, contacted: null, now: NOW, ...overrides }
}

/** The same, self-hosted. */
export function selfHostedFactsOf(status: LinkStatus, overrides: Partial<MailFacts> = {}): MailFacts {
  const evidence = anEvidence({ link: linkIn(status, aSelfHostedLink), past: aPast() })
  return { evidence, contact: KNOWN_CONTACT, contacted: null, now: NOW, ...overrides }
}
