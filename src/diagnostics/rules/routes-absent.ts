import { carryingFamilies, type Family } from '../../domain/link.ts'
import type { NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import type { Evidence } from '../evidence.ts'
import { type Rule, symptom } from '../insight.ts'
import { judgedBySessions } from '../judgement.ts'
import { bgpSpeaker } from '../kinds.ts'
import { partnerStep } from '../partner-contact.ts'
import { familyNames, inWords, oneLine, verb, vpcName } from '../words.ts'

/** Prefixes named in a step: of a longer list these are an example. */
const SHOWN = 4

/**
 * A session is up, and the VPC has no route of type `interlink` in that family (routes with next hop of the VPC API, v2):
 * nothing that the incoming list allows is announced. What is announced is up to whoever runs BGP. A family whose
 * incoming list is empty is told by a rule of its own.
 */
export const routesAbsent: Rule = (evidence) => {
  const { link, policies, routes } = evidence
  if (routes === undefined || !judgedBySessions(link)) return null
  const families = carryingFamilies(link).filter(
    (family) => policies[family]?.prefixesIn.length !== 0 && !routes.some((route) => route.family === family),
  )
  if (families.length === 0) return null
  const names = familyNames(families)
  return symptom(
    'routes_absent',
    `The route table of ${vpcName(evidence)} has no ${names} route of type interlink, from this link or any other. Routes outside of the incoming list are not accepted.`,
    {
      verdict: `${names} ${verb(families, 'is', 'are')} up, but ${vpcName(evidence)} has learned no ${names} route over InterLink.`,
      mover: bgpSpeaker(link.kind),
      documentUrl: DOCUMENTS.vpcRouting,
    },
    announceSteps(evidence, families),
  )
}

function announceSteps(evidence: Evidence, families: readonly Family[]): readonly NextStep[] {
  const allowed = families.flatMap((family) => evidence.policies[family]?.prefixesIn ?? [])
  const shown = allowed.slice(0, SHOWN).map(oneLine)
  const list =
    shown.length === 0
      ? ''
      : `: ${allowed.length > shown.length ? `${shown.join(', ')} and more` : inWords(shown)}`
  const what = `announce ${familyNames(families)} prefixes that the incoming ${families.length > 1 ? 'lists allow' : 'list allows'}${list}`
  const own: NextStep = { text: `Have your router ${what}`, url: DOCUMENTS.routingPolicy }
  switch (bgpSpeaker(evidence.link.kind)) {
    case 'you':
      return [own]
    case 'partner':
      return [partnerStep(evidence, 'Ask', ` to ${what}`)]
    case 'you_or_partner':
      return [own, partnerStep(evidence, 'If its router speaks BGP, ask', ` to ${what}`)]
  }
}
