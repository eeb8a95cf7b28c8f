import { isEverything } from '../diagnostics/prefixes.ts'
import { oneLine } from '../diagnostics/words.ts'
import type { Link } from '../domain/link.ts'
import { ACT_KINDS, type Act } from './acts.ts'

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

/** What has to be typed for an act: for whatever takes something away, and for a policy that lets everything through. */
export function confirmationFor(act: Act, link: Pick<Link, 'id' | 'name'>): Confirmation {
  const accepts = [oneLine(link.name), link.id.slice(0, ID_CHARACTERS)].filter((text) => text !== '')
  const how = `type ${accepts.length > 1 ? "the link's name, or " : ''}the first ${ID_CHARACTERS} characters of its id`
  if (ACT_KINDS[act.type].isDestructive)
    return { type: 'type', accepts, why: `This takes something away that may be in use: ${how}.` }
  if (act.type === 'create_policy' && widePrefixes(act).length > 0)
    return {
      type: 'type',
      accepts,
      why: `${widePrefixes(act).join(' and ')} lets every route through: ${how}.`,
    }
  return { type: 'press' }
}

/** Whether what was typed confirms it. White space around it does not matter; the case of a name does. */
export function isConfirmed(confirmation: Confirmation, typed: string): boolean {
  if (confirmation.type === 'press') return true
  const words = oneLine(typed)
  const [id] = confirmation.accepts.slice(-1)
  return confirmation.accepts.includes(words) || words.toLowerCase() === id
}

/** Prefixes of a new policy that stand for all addresses of its family. */
export function widePrefixes({ policy }: Extract<Act, { type: 'create_policy' }>): readonly string[] {
  return [...new Set([...policy.prefixesIn, ...policy.prefixesOut].filter(isEverything))]
}
