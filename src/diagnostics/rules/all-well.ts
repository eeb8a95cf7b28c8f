import { FAMILIES, intendedFamilies } from '../../domain/link.ts'
import type { NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import type { Evidence } from '../evidence.ts'
import type { Claim, Insight } from '../insight.ts'
import { despiteStatus } from '../judgement.ts'
import { FAMILY_NAMES, familyNames, inWords, sentence, vpcName } from '../words.ts'

/** What to look at when traffic does not flow although all that the API shows is right (Configuring an InterLink). */
function trafficSteps(evidence: Evidence): readonly NextStep[] {
  const families = familyNames(intendedFamilies(evidence.link))
  return [
    evidence.routes === undefined
      ? {
          text: `If ${families} traffic does not flow, see whether the route table of ${vpcName(evidence)} has routes of type interlink; if not, announce prefixes that the incoming list allows`,
          url: DOCUMENTS.vpcRouting,
        }
      : {
          text: `If ${families} traffic does not flow, see that the prefixes you need are among the routes of type interlink of ${vpcName(evidence)}`,
          url: DOCUMENTS.vpcRouting,
        },
    {
      text: "See whether your router receives the VPC's prefixes; if not, the outgoing list lacks them",
      url: DOCUMENTS.routingPolicy,
    },
    {
      text: 'Look at security groups, access lists and overlapping or more specific routes, in both directions',
    },
  ]
}

/** How many routes came in, where they were read. Over which link, the API does not say. */
function learned({ routes, link }: Evidence): string {
  if (routes === undefined) return ''
  const counts = intendedFamilies(link).map(
    (family) => `${routes.filter((route) => route.family === family).length} ${FAMILY_NAMES[family]}`,
  )
  return `, the VPC has learned ${inWords(counts)} routes over InterLink`
}

/**
 * What is left when no rule explains a fault: the sessions in use are up and the path is configured (InterLink overview:
 * a link may be used for one family alone). Traffic itself is not measured. It is nobody's move.
 */
export function allWell(evidence: Evidence): Insight & { readonly claim: Claim } {
  const { link } = evidence
  const intended = intendedFamilies(link)
  const idle = FAMILIES.filter((family) => !intended.includes(family))
  const what =
    idle.length === 0
      ? `${familyNames(intended)} sessions are up, the path is configured, traffic is not measured`
      : `single-stack by choice: the ${familyNames(intended)} session is up, ${familyNames(idle)} has no routing policy, traffic is not measured`
  return {
    finding: {
      id: 'all_well',
      weight: 'note',
      text: `Sessions up, path configured${learned(evidence)}, traffic not measured.`,
      documentUrl: DOCUMENTS.configuring,
    },
    claim: {
      verdict: sentence(`${what}${despiteStatus(link)}`),
      mover: 'nobody',
      documentUrl: DOCUMENTS.configuring,
    },
    steps: trafficSteps(evidence),
    isSymptom: false,
  }
}
