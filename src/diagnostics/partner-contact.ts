import type { NextStep } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'
import { oneLine } from './words.ts'

/** The partner's name, or "the partner" where it could not be read. */
export function partnerName(evidence: Evidence): string {
  if (evidence.partner !== null) return oneLine(evidence.partner.name)
  return evidence.link.kind.type === 'unknown' ? 'the partner, if there is one' : 'the partner'
}

/** The partner's portal, where it is an address that a browser may be sent to. */
export function portalUrl(evidence: Evidence): string | undefined {
  const url = evidence.partner?.portalUrl ?? undefined
  return url !== undefined && /^https?:\/\/\S+$/i.test(url) ? url : undefined
}

/**
 * The partner by name with the way to reach it: the contact e-mail or the portal that the API shows for a partner, which
 * the document on completing a provisioning tells people to use.
 */
function partnerContact(evidence: Evidence): string {
  const { partner } = evidence
  const email = partner?.contactEmail ? oneLine(partner.contactEmail) : null
  const portal = portalUrl(evidence)
  if (email !== null && portal !== undefined) return `${partnerName(evidence)} (${email}, or its portal)`
  if (email !== null) return `${partnerName(evidence)} (${email})`
  if (portal !== undefined) return `${partnerName(evidence)} (through its portal ${portal})`
  return `${partnerName(evidence)} (no contact could be read: see the link in the console)`
}

/** A step that goes to the partner. `act` is put before the contact, `then` after it. The portal is its link. */
export function partnerStep(evidence: Evidence, act: string, then: string): NextStep {
  const url = portalUrl(evidence)
  const text = `${act} ${partnerContact(evidence)}${then}`
  return url === undefined ? { text } : { text, url }
}
