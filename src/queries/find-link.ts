import { findNamed, type Match, type Named, named } from './find-named.ts'
import type { KnownLink } from './recall.ts'

const names = new WeakMap<KnownLink, Named<KnownLink>>()

/** A link as people name it: understood once for as long as it is known as it is. */
export function namedLink(known: KnownLink): Named<KnownLink> {
  const { id, name } = known.watched.link
  const made = names.get(known) ?? named(known, id, [name])
  names.set(known, made)
  return made
}

/** Finds the link that `text` means, as `findNamed` does. */
export function findLink(text: string, links: Iterable<KnownLink>): Match<KnownLink> {
  return findNamed(text, Array.from(links, namedLink))
}
