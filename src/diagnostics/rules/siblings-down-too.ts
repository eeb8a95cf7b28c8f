import type { NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import type { Evidence } from '../evidence.ts'
import { fact, type Rule } from '../insight.ts'
import { familiesThatAre, phaseOf } from '../judgement.ts'
import { partnerName, partnerStep } from '../partner-contact.ts'
import { sharedFate, WEAKNESS_WORDS } from '../redundancy.ts'
import { downTogether, type SharedOutage, sharedOutage } from '../shared-outage.ts'
import { statusPageStep } from '../steps.ts'
import { inWords, oneLine } from '../words.ts'

/** Links named one by one. */
const MOST_NAMES = 5

/**
 * Links that fail together and share a PoP, partner or connection hint at what they share, whichever VPC they lead into. A hint
 * only: they may be few. Scaleway's status page tells of faults on its side.
 */
export const siblingsDownToo: Rule = (evidence) => {
  const { link } = evidence
  if (phaseOf(link) !== 'service' || familiesThatAre(link, 'down').length === 0) return null
  const together = downTogether(evidence)
  const [first] = together
  if (first === undefined) return null
  const shared = inWords(sharedFate(link, first).map((weakness) => WEAKNESS_WORDS[weakness]))
  const outage = sharedOutage(evidence)
  const calls = outage === null ? [] : firstCall(outage, evidence)
  const names = together.slice(0, MOST_NAMES).map((other) => oneLine(other.name))
  const more = together.length - names.length
  const hint =
    together.length === 1
      ? `${oneLine(first.name)} is down too, and it ${shared}: look for one cause of both.`
      : `${inWords(more === 0 ? names : [...names, `${more} more`])} are down too, and share a PoP, a partner or a connection with it: look for one cause.`
  return {
    ...fact(
      'siblings_down_too',
      'risk',
      `${hint}${outage === null ? '' : ` ${tally(outage, evidence)}`}`,
      DOCUMENTS.serviceStatus,
      [
        ...calls,
        statusPageStep(
          link.kind.type === 'self_hosted'
            ? "Look at Scaleway's status page for one cause"
            : "Look at Scaleway's status page and at the partner's for one cause",
        ),
      ],
    ),
    goesFirst: calls.length > 0,
  }
}

/** How many of the links over what they share are down. */
function tally({ point, links, down }: SharedOutage, evidence: Evidence): string {
  const of = `${down} of the ${links} links`
  const pop = oneLine(evidence.pop?.name ?? 'the same')
  switch (point) {
    case 'connection':
      return `${of} over the dedicated connection are down.`
    case 'partner_at_pop':
      return `${of} over ${partnerName(evidence)} at PoP ${pop} are down.`
    case 'partner':
      return `${of} over ${partnerName(evidence)} are down.`
    case 'pop':
      return `${of} at PoP ${pop} are down.`
  }
}

/** Whom to ask before each link is tested by itself. */
function firstCall({ point }: SharedOutage, evidence: Evidence): readonly NextStep[] {
  return point === 'partner' || point === 'partner_at_pop'
    ? [
        partnerStep(
          evidence,
          'Ask',
          ' first, about one fault of these links: give it all their circuits at once',
        ),
      ]
    : []
}
