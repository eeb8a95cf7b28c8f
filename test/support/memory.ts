import type { Link } from '../../src/domain/link.ts'
import type { WatchedLink } from '../../src/domain/memory.ts'
import { NOW } from './links.ts'

/** A link as the watch remembers it: first seen at `since` (ms), the same from then on, and never seen to carry anything. */
export function aWatchedLink(
  link: Link,
  { since = NOW, ...overrides }: Partial<WatchedLink> & { readonly since?: number } = {},
): WatchedLink {
  return {
    link,
    firstSeenAt: since,
    statusSince: since,
    rule: 'forward',
    ruleSince: since,
    carried: [],
    unreadSince: null,
    healthChanges: [],
    marks: [],
    configured: null,
    carriedInto: null,
    meantSince: null,
    ...overrides,
  }
}
