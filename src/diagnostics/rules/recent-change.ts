import type { Configured } from '../../domain/memory.ts'
import type { ConfigurationChange, WhoChanged } from '../../domain/transition.ts'
import type { Mover, NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import { type Evidence, type LinkPast, leadsElsewhere } from '../evidence.ts'
import { explanation, fact, type Insight, type Rule } from '../insight.ts'
import { explainingChanges, familiesThatAre, phaseOf } from '../judgement.ts'
import { peerAsnMover } from '../kinds.ts'
import { knownWrites, whoInWords } from '../own-writes.ts'
import { attachPolicyStep, attachVpcStep, propagationStep } from '../steps.ts'
import { familyNames, inWords, sentence, spanInWords, verb } from '../words.ts'
import {
  explainingWrite,
  goneFamilies,
  isJustBefore,
  latestWrite,
  peerAsnUndo,
  whatWasDone,
  whoToAsk,
} from '../writes.ts'

/**
 * A change of configuration just before the symptom, with who made it, by the Audit Trail and by what polls have seen. What
 * was taken away and is still missing explains the loss (How to configure your InterLink, "How to modify your InterLink
 * configuration"); any other change is looked at first, without blaming it.
 */
export const recentChange: Rule = (evidence, now) => {
  const { link, past } = evidence
  if (past === undefined || phaseOf(link) === 'closed' || leadsElsewhere(evidence)) return null
  if (goneFamilies(evidence).length === 0 || explainingChanges(evidence).length > 0) return null
  const write = explainingWrite(evidence, now)
  if (write !== null) {
    const by = ` by ${whoInWords(write)}`
    return explain(evidence, `${whatWasDone(write)}${by}, ${beforehand(write.at, evidence, now)}`, 'you', [
      ...undo(evidence),
      ...whoToAsk(write),
    ])
  }
  return polledChange(evidence, past, now) ?? suspectChange(evidence, past, now)
}

/** A change that polls have seen, and that still stands. */
function polledChange(evidence: Evidence, past: LinkPast, now: number): Insight | null {
  const { configured } = past
  if (configured === null || !isJustBefore(configured.at, past, now)) return null
  const standing = configured.changes.filter((change) => STANDS[change](evidence))
  if (standing.length === 0) return null
  const who = whoMade(standing, evidence, configured)
  const by = who === undefined ? '' : ` by ${whoInWords(who)}`
  const told = inWords(standing.map((change) => toldOf(change, evidence, configured)))
  // All but the peer ASN of a link on which the partner speaks BGP is set at Scaleway, by the customer.
  const onlyAsn = standing.every((change) => change === 'peer_asn')
  return explain(evidence, `${told}${by}`, onlyAsn ? peerAsnMover(evidence.link.kind) : 'you', [
    ...undo(evidence),
    ...(standing.includes('peer_asn') ? [peerAsnUndo(evidence, configured.peerAsnBefore)] : []),
    ...whoToAsk(who),
  ])
}

/** Any other write just before: nobody knows that it explains anything. */
function suspectChange(evidence: Evidence, past: LinkPast, now: number): Insight | null {
  const suspect = knownWrites(evidence).find(({ at }) => isJustBefore(at, past, now))
  if (suspect === undefined) return null
  const by = whoInWords(suspect)
  const insight = fact(
    'recent_change',
    'risk',
    sentence(
      `${whatWasDone(suspect)} by ${by}, ${beforehand(suspect.at, evidence, now)}: look at that before anything is tested`,
    ),
    DOCUMENTS.configuring,
    whoToAsk(suspect),
  )
  return { ...insight, goesFirst: true }
}

function explain(evidence: Evidence, told: string, mover: Mover, steps: readonly NextStep[]): Insight {
  const gone = goneFamilies(evidence)
  return explanation(
    'recent_change',
    'It is still as that change left it: undo it, or find it planned, before anybody tests a line.',
    {
      verdict: sentence(
        `${familyNames(gone)} ${verb(gone, 'was', 'were')} lost with a change of configuration: ${told}`,
      ),
      mover,
      documentUrl: DOCUMENTS.configuring,
    },
    steps,
  )
}

/** Who made a change that polls have seen: as was found out then, or by the latest write that may have made it. */
function whoMade(
  changes: readonly ConfigurationChange[],
  evidence: Evidence,
  { by }: Configured,
): WhoChanged | undefined {
  return by ?? (changes.includes('peer_asn') ? latestWrite(evidence, 'updatelink') : undefined)
}

function beforehand(at: number, { past }: Evidence, now: number): string {
  const span = (past?.firstBadAt ?? now) - at
  return span < 1000 ? 'at the same time' : `${spanInWords(span)} before that was seen`
}

/** Puts back what is missing, in the order in which it is set up. */
function undo(evidence: Evidence): readonly NextStep[] {
  const { link } = evidence
  const without = goneFamilies(evidence).filter((family) => link.policies[family] === null)
  return [
    ...(link.vpcId === null ? [attachVpcStep(evidence)] : []),
    ...(without.length === 0
      ? []
      : [attachPolicyStep(`Attach a routing policy for ${familyNames(without)} again`, without)]),
    ...(link.routePropagation ? [] : [propagationStep('Turn on route propagation')]),
  ]
}

/** Whether what a change did still stands, and takes a family's path away. */
const STANDS: Readonly<Record<ConfigurationChange, (evidence: Evidence) => boolean>> = {
  vpc: ({ link }) => link.vpcId === null,
  policy_ipv4: (evidence) => goneFamilies(evidence).includes('ipv4') && evidence.link.policies.ipv4 === null,
  policy_ipv6: (evidence) => goneFamilies(evidence).includes('ipv6') && evidence.link.policies.ipv6 === null,
  propagation: ({ link }) => !link.routePropagation,
  peer_asn: ({ link }) => familiesThatAre(link, 'down').length > 0,
}

const TOLD: Readonly<Record<ConfigurationChange, string>> = {
  vpc: 'the VPC was detached',
  policy_ipv4: 'the routing policy for IPv4 was detached',
  policy_ipv6: 'the routing policy for IPv6 was detached',
  propagation: 'route propagation was turned off',
  peer_asn: 'the peer ASN was changed',
}

function toldOf(change: ConfigurationChange, { link }: Evidence, { peerAsnBefore }: Configured): string {
  return change === 'peer_asn' && peerAsnBefore !== undefined
    ? `the peer ASN was changed from ${peerAsnBefore ?? 'none'} to ${link.customerPeer?.asn ?? 'none'}`
    : TOLD[change]
}
