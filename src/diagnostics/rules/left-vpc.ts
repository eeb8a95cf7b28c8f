import type { NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import { type Evidence, leadsElsewhere } from '../evidence.ts'
import { explanation, fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { impactClause } from '../outage.ts'
import { oneLine, sentence, vpcAtStakeName, vpcAtStakeWords, vpcName } from '../words.ts'
import { doneBy, latestWrite, whoToAsk } from '../writes.ts'

/** How long a move is news on a link that is not missed where it led before (ms): our own judgement. */
const NEWS_MS = 86_400_000

/**
 * A link that leads into another VPC than the one it carried into: one VPC at a time (InterLink overview, "Attaching a VPC").
 * Where it is missed, that is the outage, however well it is where it leads now; else it is told as what was changed lately.
 */
export const leftVpc: Rule = (evidence, now) => {
  const { link, left } = evidence
  if (phaseOf(link) !== 'service' || link.vpcId === null) return null
  const who = evidence.changedBy ?? latestWrite(evidence, 'attachvpc') ?? left?.by
  const by = doneBy(who, who?.at ?? left?.at ?? null, now)
  if (!leadsElsewhere(evidence)) {
    if (left === undefined || now - left.at > NEWS_MS) return null
    const earlier = `VPC ${oneLine(left.vpc?.name ?? left.id)}`
    return fact(
      'left_vpc',
      'risk',
      sentence(`the link was moved from ${earlier} to ${vpcName(evidence)}${by}: see that this was meant`),
      DOCUMENTS.overview,
      whoToAsk(who),
    )
  }
  return explanation(
    'left_vpc',
    `Its sessions may be up and its path complete: that helps ${vpcName(evidence)}, and not the VPC that it served.`,
    {
      verdict: sentence(
        `the link was moved from ${vpcAtStakeWords(evidence)} to ${vpcName(evidence)}${by}${impactClause(evidence, evidence.carried)}`,
      ),
      mover: 'you',
      documentUrl: DOCUMENTS.attachVpc,
    },
    [attachAgain(evidence), ...whoToAsk(who), MEANT_STEP],
  )
}

const MEANT_STEP = {
  text: 'If the move was meant, acknowledge the incident: it is closed as meant when that expires, unless anything is changed again',
}

function attachAgain(evidence: Evidence): NextStep {
  return {
    text: `Attach VPC ${oneLine(vpcAtStakeName(evidence) ?? '')} again, unless the move was meant`,
    url: DOCUMENTS.attachVpc,
    acts: ['attach_vpc'],
  }
}
