import type { Family } from '../../domain/link.ts'
import type { NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import { type Evidence, leadsElsewhere } from '../evidence.ts'
import { explanation, fact, type Insight, type Rule } from '../insight.ts'
import { familiesThatAre, phaseOf } from '../judgement.ts'
import { knownWrites } from '../own-writes.ts'
import { FAMILY_NAMES, inWords, oneLine, sentence } from '../words.ts'
import {
  changesRoutes,
  doneBy,
  goneFamilies,
  isFilterWrite,
  isJustBefore,
  whatWasDone,
  whoToAsk,
} from '../writes.ts'

/** How long a change is told of a link on which nothing is seen to be wrong (ms): our own judgement. */
const LATELY_MS = 3_600_000

type Blocked = { readonly family: Family; readonly direction: 'in' | 'out'; readonly policy: string }

/**
 * Filters that were emptied, or replaced by empty ones, just before: sessions stay up, and nothing passes (How to create a
 * routing policy). Of any other change of what is routed, on a link that has lost nothing, it is said that it was made.
 */
export const filterChange: Rule = (evidence, now) => {
  const { link, past } = evidence
  if (past === undefined || phaseOf(link) !== 'service' || leadsElsewhere(evidence)) return null
  if (goneFamilies(evidence).length > 0) return null
  const blocked = blockedBy(evidence)
  const write = knownWrites(evidence).find((one) => isFilterWrite(one) && isJustBefore(one.at, past, now))
  if (blocked.length === 0 || write === undefined) return lateChange(evidence, now)
  const what = blocked.map(
    ({ family, direction }) =>
      `${FAMILY_NAMES[family]} ${direction === 'in' ? 'from outside' : 'of the VPC'}`,
  )
  return explanation(
    'recent_change',
    'It is still as that change left it, on every link that shares the policy: put it back, or find it planned.',
    {
      verdict: sentence(
        `no prefix ${inWords(what)} is let through since ${whatWasDone(write)}${doneBy(write, write.at, now)}`,
      ),
      mover: 'you',
      documentUrl: DOCUMENTS.routingPolicy,
    },
    [...blocked.map(putBack), ...whoToAsk(write)],
  )
}

/** A change of what is routed, on a link that shows nothing wrong: whoever asks may miss just what it took away. */
function lateChange(evidence: Evidence, now: number): Insight | null {
  const write = knownWrites(evidence).find((one) => changesRoutes(one) && now - one.at <= LATELY_MS)
  if (write === undefined) return null
  return fact(
    'recent_change',
    'note',
    sentence(
      `${whatWasDone(write)}${doneBy(write, write.at, now)}: if traffic is missing since then, look at that first`,
    ),
    DOCUMENTS.configuring,
    whoToAsk(write),
  )
}

/** Directions in which the policy of a family whose session is up lets nothing through. */
function blockedBy({ link, policies }: Evidence): readonly Blocked[] {
  return familiesThatAre(link, 'up').flatMap((family) => {
    const policy = policies[family]
    if (policy === null) return []
    const name = oneLine(policy.name)
    return [
      ...(policy.prefixesIn.length === 0 ? [{ family, direction: 'in', policy: name } as const] : []),
      ...(policy.prefixesOut.length === 0 ? [{ family, direction: 'out', policy: name } as const] : []),
    ]
  })
}

function putBack({ direction, family, policy }: Blocked): NextStep {
  return {
    text: `Put the old prefixes back into the ${direction === 'in' ? 'incoming' : 'outgoing'} list of routing policy ${policy}, or attach the old policy again: the message about the change names them`,
    url: DOCUMENTS.routingPolicy,
    acts: [`filter_${direction}_${family}`],
  }
}
