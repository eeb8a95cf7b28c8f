import { findNamed, type Named, named } from './find-named.ts'
import type { KnownLink } from './recall.ts'

/** Which links words may mean: one is the link, several are to choose from, none leaves the nearest by name. */
export type LinkMatch =
  | { readonly type: 'one'; readonly link: KnownLink }
  | { readonly type: 'several'; readonly links: readonly KnownLink[] }
  | { readonly type: 'none'; readonly nearest: readonly KnownLink[] }

const names = new WeakMap<KnownLink, Named<KnownLink>>()

/** A link as people name it: understood once for as long as it is known as it is. */
export function namedLink(known: KnownLink): Named<KnownLink> {
  const { id, name } = known.watched.link
  const made = names.get(known) ?? named(known, id, [name])
  names.set(known, made)
  return made
}

/** Finds the link that `text` means, as `findNamed` does. */
export function findLink(text: string, links: Iterable<KnownLink>): LinkMatch {
  const match = findNamed(text, Array.from(links, namedLink))
  switch (match.type) {
    case 'one':
      return { type: 'one', link: match.item }
    case 'several':
      return { type: 'several', links: match.items }
    case 'none':
      return match
  }
}
