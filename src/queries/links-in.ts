import { fold } from '../diagnostics/fold.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { MemorySource } from './ports.ts'
import { recall } from './recall.ts'
import { type Suggestion, suggestionOf } from './suggest.ts'

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu
/** Shorter names are words of any sentence. */
const MIN_NAME = 4

/**
 * Makes the answer to "which links does this text name?": those whose id stands in it; where there is none, those whose
 * name does, as whole words. From memory, in the order of the text.
 */
export function createLinksIn(parts: {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource
}): (text: string) => Promise<readonly Suggestion[]> {
  return async (text) => {
    const { links } = await recall(parts.memory, parts.scopes)
    const named = (id: string): readonly Suggestion[] => {
      const known = links.get(id)
      return known === undefined ? [] : [suggestionOf(known.watched.link)]
    }
    const byId = idsIn(text).flatMap(named)
    if (byId.length > 0) return byId
    const folded = fold(text)
    return [...links.values()]
      .map(({ watched: { link } }) => ({ id: link.id, at: placeOf(fold(link.name), folded) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)
      .flatMap(({ id }) => named(id))
  }
}

/** The ids in a text, each once, in its order. */
export function idsIn(text: string): readonly string[] {
  return [...new Set(text.match(ID)?.map((id) => id.toLowerCase()) ?? [])]
}

/** Where a name stands in a text as whole words; -1 where it does not. */
function placeOf(name: string, text: string): number {
  if (name.length < MIN_NAME) return -1
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + name.length] ?? ' '}`
    if (!/[\p{L}\p{N}_-]/u.test(around)) return at
  }
  return -1
}
