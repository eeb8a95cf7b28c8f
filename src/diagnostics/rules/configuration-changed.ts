import type { Link } from '../../domain/link.ts'
import type { ConfigurationChange } from '../../domain/transition.ts'
import type { NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import type { Evidence } from '../evidence.ts'
import { explanation, type Rule } from '../insight.ts'
import { explainingChanges, lostFamilies, phaseOf } from '../judgement.ts'
import { peerAsnMover } from '../kinds.ts'
import { attachPolicyStep, propagationStep } from '../steps.ts'
import { FAMILY_NAMES, familyNames, inWords, oneLine, verb } from '../words.ts'
import { explainingWrite, goneFamilies, peerAsnUndo, whoToAsk } from '../writes.ts'

interface Told {
  /** A clause in the past tense. */
  readonly what: string
  readonly undo: NextStep
}

/**
 * A family that went together with a change of the link's configuration was lost to that change: detaching the VPC or
 * a policy turns propagation off, and without propagation all routes are removed (How to configure your InterLink, "How
 * to modify your InterLink configuration"). It comes before anybody's equipment is suspected.
 */
export const configurationChanged: Rule = (evidence, now) => {
  const { before, link } = evidence
  const changes = explainingChanges(evidence)
  if (before === null || changes.length === 0 || phaseOf(link) === 'closed') return null
  const told = rootsFirst(evidence, before, changes)
  const families = lostFamilies(evidence)
  const lost = familyNames(families)
  return explanation(
    'configuration_changed',
    `The change and the loss of ${lost} were seen together. Neither the line nor the partner is to blame before this is undone.`,
    {
      verdict: `${lost} lost ${verb(families, 'its', 'their')} path with a change of configuration: ${inWords(told.map(({ what }) => what))}.`,
      // All but the peer ASN of a link on which the partner speaks BGP is set at Scaleway, by the customer.
      mover: changes.every((change) => change === 'peer_asn') ? peerAsnMover(link.kind) : 'you',
      documentUrl: DOCUMENTS.configuring,
    },
    [
      ...told.map(({ undo }) => undo),
      ...missedBesides(evidence, changes),
      ...(isDetached(evidence, changes) && !link.routePropagation ? [PROPAGATION_BACK] : []),
      ...whoToAsk(evidence.changedBy ?? explainingWrite(evidence, now) ?? undefined),
    ],
  )
}

/** Puts back the policies of families that carried, and had lost theirs before this change. */
function missedBesides(evidence: Evidence, changes: readonly ConfigurationChange[]): readonly NextStep[] {
  const families = goneFamilies(evidence).filter(
    (family) => evidence.link.policies[family] === null && !changes.includes(`policy_${family}`),
  )
  return families.length === 0
    ? []
    : [
        attachPolicyStep(
          `Attach a routing policy for ${familyNames(families)} again too, unless this was planned`,
          families,
        ),
      ]
}

/** What was changed, the change that drags others along first: detaching turns propagation off by itself. */
function rootsFirst(
  evidence: Evidence,
  before: Link,
  changes: readonly ConfigurationChange[],
): readonly Told[] {
  const detached = isDetached(evidence, changes)
  return changes
    .filter((change) => !(change === 'propagation' && detached))
    .map((change) => TELL[change](before, evidence))
}

/** Whether a VPC or a routing policy was taken away, which turns propagation off. */
function isDetached({ link }: Evidence, changes: readonly ConfigurationChange[]): boolean {
  return (
    (changes.includes('vpc') && link.vpcId === null) ||
    (changes.includes('policy_ipv4') && link.policies.ipv4 === null) ||
    (changes.includes('policy_ipv6') && link.policies.ipv6 === null)
  )
}

const PROPAGATION_BACK = propagationStep(
  'Turn route propagation back on after that: what was detached had turned it off',
)

const TELL: Readonly<Record<ConfigurationChange, (before: Link, evidence: Evidence) => Told>> = {
  vpc: (before, { link: after, leftNames }) => ({
    what:
      before.vpcId === null
        ? 'a VPC was attached'
        : after.vpcId === null
          ? 'the VPC was detached'
          : 'another VPC was attached',
    undo: {
      text:
        before.vpcId === null
          ? 'See whether the VPC that was attached is the right one'
          : `Attach VPC ${called(before.vpcId, leftNames)} again, unless this was planned`,
      url: DOCUMENTS.attachVpc,
      acts: ['attach_vpc'],
    },
  }),
  policy_ipv4: (before, evidence) => policyTold('ipv4', before, evidence),
  policy_ipv6: (before, evidence) => policyTold('ipv6', before, evidence),
  propagation: (_before, { link: after }) => ({
    what: after.routePropagation ? 'route propagation was turned on' : 'route propagation was turned off',
    undo: propagationStep(
      after.routePropagation
        ? 'Turn off route propagation again, unless this was planned'
        : 'Turn route propagation back on, unless this was planned',
    ),
  }),
  peer_asn: (before, evidence) => ({
    what: `the peer ASN went from ${before.customerPeer?.asn ?? 'none'} to ${evidence.link.customerPeer?.asn ?? 'none'}`,
    undo: peerAsnUndo(evidence, before.customerPeer?.asn ?? null),
  }),
}

/** What was attached, by name; by id where its name could not be read. */
function called(id: string, names: Evidence['leftNames']): string {
  return oneLine(names?.[id] ?? id)
}

function policyTold(family: 'ipv4' | 'ipv6', before: Link, { link: after, leftNames }: Evidence): Told {
  const name = FAMILY_NAMES[family]
  const earlier = before.policies[family]
  return {
    what:
      earlier === null
        ? `a routing policy for ${name} was attached`
        : after.policies[family] === null
          ? `the routing policy for ${name} was detached`
          : `the routing policy for ${name} was replaced`,
    undo:
      earlier === null
        ? { text: `See whether the routing policy for ${name} is the right one`, url: DOCUMENTS.attachPolicy }
        : attachPolicyStep(
            `Attach routing policy ${called(earlier, leftNames)} for ${name} again, unless this was planned`,
            [family],
          ),
  }
}
