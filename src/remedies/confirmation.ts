import type { Evidence } from '../diagnostics/evidence.ts'
import { isEverything } from '../diagnostics/prefixes.ts'
import { oneLine, sentence } from '../diagnostics/words.ts'
import type { Family, Link, RoutingPolicy } from '../domain/link.ts'
import { ACT_KINDS, type Act } from './acts.ts'
import { lossesOf } from './consequences.ts'
import type { Names } from './naming.ts'
import { summarise } from './summarise.ts'

/** How an act is confirmed: by pressing a button, or by typing one of `accepts` first. */
export type Confirmation =
  | { readonly type: 'press' }
  | {
      readonly type: 'type'
      /** The link's name, where it has one that can be typed, and the first 8 characters of its id. */
      readonly accepts: readonly string[]
      /** A sentence. */
      readonly why: string
    }

const ID_CHARACTERS = 8

/**
 * What has to be typed for an act: for whatever takes something away, and for a policy that is a risk of its own (`riskOf`),
 * whether it is made or was there before. A name that another link has, too, says nothing of which one is meant.
 */
export function confirmationFor(
  act: Act,
  link: Pick<Link, 'id' | 'name'>,
  risk: string | null,
  hasNamesake: boolean,
): Confirmation {
  const name = hasNamesake ? '' : oneLine(link.name)
  const accepts = [name, shortId(link)].filter((text) => text !== '')
  const because = hasNamesake ? 'another link has the same name, so ' : ''
  const how = `${because}type ${accepts.length > 1 ? "the link's name, or " : ''}the first ${ID_CHARACTERS} characters of its id`
  if (ACT_KINDS[act.type].isDestructive)
    return { type: 'type', accepts, why: `This takes something away that may be in use: ${how}.` }
  return risk === null
    ? { type: 'press' }
    : { type: 'type', accepts, why: `${sentence(risk)} To go on, ${how}.` }
}

/** So much of a link's id tells it from others. */
export function shortId({ id }: Pick<Link, 'id'>): string {
  return id.slice(0, ID_CHARACTERS)
}

/** Whether what was typed confirms it. White space around it does not matter; the case of a name does. */
export function isConfirmed(confirmation: Confirmation, typed: string): boolean {
  if (confirmation.type === 'press') return true
  const words = oneLine(typed)
  const [id] = confirmation.accepts.slice(-1)
  return confirmation.accepts.includes(words) || words.toLowerCase() === id
}

/** Prefixes that stand for all addresses of their family, also where several do so together. */
export function widePrefixes({ prefixesIn, prefixesOut }: Filters, family: Family): readonly string[] {
  return [
    ...new Set([prefixesIn, prefixesOut].flatMap((list) => summarise(list, family).filter(isEverything))),
  ]
}

type Filters = Pick<RoutingPolicy, 'prefixesIn' | 'prefixesOut'>

/** What is risky about the policy that an act attaches, as a clause; null where nothing is, or nothing is known of it. */
export function riskOf(act: Act, evidence: Evidence, names: Pick<Names, 'policies'>): string | null {
  const { policies } = names
  const policy =
    act.type === 'create_policy'
      ? act.policy
      : act.type === 'set_policy'
        ? policies.find(({ id }) => id === act.policyId)
        : undefined
  if (policy === undefined) return null
  const wide = widePrefixes(policy, policy.family)
  if (wide.length > 0) return `${wide.join(' and ')} lets every route through`
  if (policy.prefixesIn.length + policy.prefixesOut.length === 0)
    return 'the routing policy lets no route through, since both of its lists are empty'
  return lossesOf(act, evidence, names).length === 0
    ? null
    : 'the routing policy lets nothing through, in one direction at least, of what the one in its place does'
}
