import { familyState, intendedFamilies, type Link, pathConfigured } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { familiesThatAre, phaseOf } from '../judgement.ts'
import { sharedFate, WEAKNESS_WORDS } from '../redundancy.ts'
import { inWords, oneLine } from '../words.ts'

/** Links that fail together and share a PoP, partner or connection hint at what they share. A hint only: they are few. */
export const siblingsDownToo: Rule = (evidence) => {
  const { link, siblings } = evidence
  if (phaseOf(link) !== 'service' || familiesThatAre(link, 'down').length === 0) return null
  const together = siblings.filter((sibling) => isOut(sibling) && sharedFate(link, sibling).length > 0)
  const [first] = together
  if (first === undefined) return null
  const shared = inWords(sharedFate(link, first).map((weakness) => WEAKNESS_WORDS[weakness]))
  return fact(
    'siblings_down_too',
    'risk',
    together.length === 1
      ? `${oneLine(first.name)} is down too, and it ${shared}: look for one cause of both.`
      : `${inWords(together.map((sibling) => oneLine(sibling.name)))} are down too, and share a PoP, a partner or a connection with it: look for one cause.`,
    [
      {
        text: "Look at Scaleway's status page and at the partner's for one cause",
        url: DOCUMENTS.serviceStatus,
      },
    ],
  )
}

function isOut(link: Link): boolean {
  const intended = intendedFamilies(link)
  return pathConfigured(link) && intended.every((family) => familyState(link, family) === 'down')
}
