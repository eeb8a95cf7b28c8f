import type { NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import type { Evidence } from '../evidence.ts'
import { fact, type Rule } from '../insight.ts'
import { isCarrying, phaseOf } from '../judgement.ts'
import { bgpSpeaker } from '../kinds.ts'
import { partnerStep } from '../partner-contact.ts'
import { spanInWords } from '../words.ts'

/** So many changes in a day are worth telling, even where they are too far apart to be flapping: our own judgement. */
const MANY_CHANGES = 4

const DRAIN = 'tag what you announce with community 12876:42050, or lower its local preference'

/** Draining it, by whoever speaks BGP, and then looking at the line. */
function steps(evidence: Evidence): readonly NextStep[] {
  const { link } = evidence
  const when = isCarrying(link) ? 'before touching it' : 'once it is up again'
  if (bgpSpeaker(link.kind) === 'partner')
    return [
      partnerStep(
        evidence,
        'Ask',
        ` to drain the link ${when} (community 12876:42050), and to look at error counters and light levels then`,
      ),
    ]
  return [
    { text: `Drain the link ${when}: ${DRAIN}`, url: DOCUMENTS.bgpCommunities },
    { text: 'Then look at error counters and light levels, and clean or replace the optic', acts: ['line'] },
  ]
}

/**
 * The link changes again and again. Draining comes first, because each change moves traffic: Scaleway prefers other paths
 * for what is tagged with a low preference (Using BGP communities with InterLink). A link that is down has nothing to drain.
 */
export const flapping: Rule = (evidence, now) => {
  const { link, past } = evidence
  if (past === undefined || phaseOf(link) !== 'service') return null
  const count = past.changes.length
  const seen = 'Changes between two polls are not seen.'
  if (past.flappingSince !== null)
    return {
      ...fact(
        'flapping',
        'risk',
        `The link has been flapping for ${spanInWords(now - past.flappingSince)}, with ${count} changes seen within 24 hours. ${seen}`,
        DOCUMENTS.bgpCommunities,
        steps(evidence),
      ),
      goesFirst: isCarrying(link),
    }
  if (count < MANY_CHANGES) return null
  return fact(
    'flapping',
    'note',
    `The link changed ${count} times within 24 hours. ${seen}`,
    DOCUMENTS.bgpCommunities,
  )
}
