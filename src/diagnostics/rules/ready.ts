import { intendedFamilies } from '../../domain/link.ts'
import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'
import { isCarrying } from '../judgement.ts'
import { bgpSpeaker } from '../kinds.ts'
import { serviceLoss } from '../outage.ts'
import { partnerName } from '../partner-contact.ts'
import { attachPolicyStep, testSteps, ticketStep } from '../steps.ts'
import { familyNames, verb } from '../words.ts'

/**
 * Scaleway's side is done, and the customer's network device does not answer yet (InterLink statuses, "Ready"; How to
 * set up your network device). Documented for self-hosted links only.
 */
export const ready: Rule = (evidence) => {
  const { link } = evidence
  const hasCarried = evidence.carried.length > 0
  if (linkStatus(link.status) !== 'ready' || isCarrying(link)) return null
  const entry = STATUS_CATALOG.ready
  const intended = intendedFamilies(link)
  const loss = serviceLoss(evidence)
  const isPartners = bgpSpeaker(link.kind) === 'partner'
  const device = isPartners ? `the router of ${partnerName(evidence)}` : 'your network device'
  return explanation(
    'ready',
    link.kind.type === 'self_hosted'
      ? intended.length === 0
        ? 'Without a routing policy both sessions are disabled at Scaleway, so no test of BGP can succeed.'
        : `The link becomes Active once the BGP ${familyNames(intended)} ${verb(intended, 'session is', 'sessions are')} up.`
      : 'Ready is documented for self-hosted links only, and the API says it of another kind of link.',
    {
      verdict: hasCarried
        ? `Scaleway no longer finds ${device}, which had worked: its configuration may be lost${loss.clause}.`
        : intended.length === 0
          ? `The link has no routing policy, so its sessions are disabled at Scaleway; after that it waits for ${device}.`
          : `The link is waiting for ${device} to be configured.`,
      mover: isPartners ? 'partner' : entry.movers.self_hosted,
      documentUrl: entry.documentUrl,
    },
    hasCarried
      ? [
          ...loss.steps,
          ...entry.wayOut(evidence),
          ...testSteps(evidence, evidence.carried, false),
          ticketStep(loss.priority, 'if the tests find nothing'),
        ]
      : intended.length === 0
        ? [
            attachPolicyStep('Attach a routing policy for each family to be used: that enables its session'),
            ...entry.wayOut(evidence),
          ]
        : [...entry.wayOut(evidence), ...testSteps(evidence, intended, false)],
  )
}
