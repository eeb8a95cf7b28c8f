import { FAMILY_NAMES, inWords, someInWords } from '../diagnostics/words.ts'
import { intendedFamilies, type Link } from '../domain/link.ts'
import type { Act } from './acts.ts'
import { isTakenApart } from './calls.ts'
import { leavesNothing } from './consequences.ts'
import { linkName, type Names, policyNamed, vpcNamed } from './naming.ts'

/** One step of an act, as a sentence each: before it is done, so that nobody takes it for done, and after. */
interface StepWords {
  /** "Attach VPC prod to paris." */
  readonly toDo: string
  /** "VPC prod was attached to paris." */
  readonly did: string
}

/** Prefixes named in one sentence; more are counted. */
const MOST_PREFIXES = 8

/** What an act does, in order. Pure. */
export function toDoSentences(act: Act, link: Link, names: Names): readonly string[] {
  return stepsOf(act, link, names).map(({ toDo }) => toDo)
}

/** The same in one text for the audit, which notes what was refused or failed in the same words. */
export function summaryOf(act: Act, link: Link, names: Names): string {
  return toDoSentences(act, link, names).join(' ')
}

/** What an act did, for whoever had it done. `link` as it was just before. Pure. */
export function didText(act: Act, link: Link, names: Names): string {
  return stepsOf(act, link, names)
    .map(({ did }) => did)
    .join(' ')
}

function stepsOf(act: Act, link: Link, names: Names): readonly StepWords[] {
  const name = linkName(link)
  const vpc = `VPC ${vpcNamed(link.vpcId, names)}`
  switch (act.type) {
    case 'attach_vpc': {
      const wanted = `VPC ${vpcNamed(act.vpcId, names)}`
      return [{ toDo: `Attach ${wanted} to ${name}.`, did: `${wanted} was attached to ${name}.` }]
    }
    case 'detach_vpc':
      return [
        { toDo: `Detach ${vpc} from ${name}.`, did: `${vpc} was detached from ${name}.` },
        ...propagationWith(link, ''),
      ]
    case 'set_policy':
      return [useStep(act, policyNamed(act.policyId, names), link, names)]
    case 'create_policy': {
      const { policy } = act
      const what = `${FAMILY_NAMES[policy.family]} routing policy ${policy.name}`
      const lets = `it accepts ${listed(policy.prefixesIn)} from outside, and announces ${listed(policy.prefixesOut)} of the VPC`
      return [
        { toDo: `Create the ${what}: ${lets}.`, did: `The ${what} was created: ${lets}.` },
        useStep(act, policy.name, link, names),
      ]
    }
    case 'detach_policy': {
      const what = `${FAMILY_NAMES[act.family]} routing policy ${policyNamed(link.policies[act.family], names)}`
      return [
        {
          toDo: `Detach the ${what} from ${name}, which ends its session.`,
          did: `The ${what} was detached from ${name}, which ends its session.`,
        },
        ...propagationWith(link, ', for both families'),
      ]
    }
    case 'enable_propagation': {
      const policies = intendedFamilies(link).map((family) => policyNamed(link.policies[family], names))
      const lets = `what ${inWords(policies)} ${policies.length > 1 ? 'let' : 'lets'} through is exchanged with ${vpc}`
      return [
        {
          toDo: `Turn route propagation on for ${name}: ${lets}.`,
          did: `Route propagation was turned on for ${name}: ${lets}.`,
        },
      ]
    }
    case 'disable_propagation': {
      const leaves = `all InterLink routes of it leave the route table of ${vpc}`
      return [
        {
          toDo: `Turn route propagation off for ${name}: ${leaves}.`,
          did: `Route propagation was turned off for ${name}: ${leaves}.`,
        },
      ]
    }
    case 'delete_link':
      return deletion(link, names)
    case 'reorder_link':
      return [
        ...deletion(link, names),
        {
          toDo: 'Once it is gone, order it again, and attach to the new link what was attached to it.',
          did: 'It was ordered again, and what was attached to it was attached to the new link.',
        },
      ]
    case 'reveal_pairing_key':
      return [
        {
          toDo: `Read the pairing key of ${name}, and show it to you alone, which the audit notes.`,
          did: `The pairing key of ${name} was read and shown to you alone, which the audit notes.`,
        },
      ]
    case 'mark_contacted': {
      const contacted = `that the partner of ${name} was contacted${act.reference === null ? '' : `, with the order number ${act.reference}`}`
      return [{ toDo: `Note ${contacted}.`, did: `It was noted ${contacted}.` }]
    }
    case 'record_ticket': {
      const ticket = `support ticket ${act.reference} of ${name}`
      return [
        { toDo: `Note the ${ticket} as ${act.state}.`, did: `The ${ticket} was noted as ${act.state}.` },
      ]
    }
  }
}

/** Scaleway does this by itself, with what was detached. */
function propagationWith({ routePropagation }: Link, forWhom: string): readonly StepWords[] {
  return routePropagation
    ? [
        {
          toDo: `Scaleway turns route propagation off with it${forWhom}.`,
          did: `Scaleway turned route propagation off with it${forWhom}.`,
        },
      ]
    : []
}

function useStep(
  act: Extract<Act, { readonly type: 'set_policy' | 'create_policy' }>,
  policy: string,
  link: Link,
  names: Names,
): StepWords {
  const family = act.type === 'set_policy' ? act.family : act.policy.family
  const old = link.policies[family]
  const what = `the ${FAMILY_NAMES[family]} routing policy of ${linkName(link)}`
  if (old === null) return { toDo: `Attach ${policy} as ${what}.`, did: `${policy} was attached as ${what}.` }
  const was = policyNamed(old, names)
  const isGentle = !leavesNothing(act, link, names)
  return {
    toDo: `Replace ${was} by ${policy} as ${what}${isGentle ? ', in place, so that routes do not drop' : ''}.`,
    did: `${policy} replaced ${was} as ${what}${isGentle ? ', in place' : ''}.`,
  }
}

function deletion(link: Link, names: Names): readonly StepWords[] {
  const name = linkName(link)
  const vpc = `VPC ${vpcNamed(link.vpcId, names)}`
  const isApart = isTakenApart(link)
  return [
    ...(isApart && link.routePropagation
      ? [
          {
            toDo: `Turn route propagation off for ${name}.`,
            did: `Route propagation was turned off for ${name}.`,
          },
        ]
      : []),
    ...(isApart && link.vpcId !== null ? [{ toDo: `Detach ${vpc}.`, did: `${vpc} was detached.` }] : []),
    { toDo: `Delete ${name} at Scaleway.`, did: `${name} was deleted at Scaleway.` },
  ]
}

/** Prefixes as words; "nothing" without any. */
export function listed(prefixes: readonly string[]): string {
  return prefixes.length === 0 ? 'nothing' : someInWords(prefixes, MOST_PREFIXES)
}
