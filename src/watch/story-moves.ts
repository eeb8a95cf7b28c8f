import type { Alert } from '../alerting/alert.ts'
import type { SharedCause } from '../alerting/roll-up.ts'
import type { Incident } from '../domain/incident.ts'
import type { Books } from './books.ts'

/** Where what was told apart is told from now on: a story, and the cause that all of it shares. */
export interface SharedStory {
  readonly key: string
  readonly cause: SharedCause
  /** What the cause is called; null where it is not known. */
  readonly causeName: string | null
  /** A message of it that tells, too, what another one in the same channel told. */
  readonly merged: (told: Alert, moved: Alert) => Alert
}

/**
 * Moves the stories of incidents that turn out to have one cause into one. Only what a message tells of single links, or of
 * a group of which every open incident is among `before`, moves: a dedicated connection, a policy and a baseline's summary
 * go on telling what they told. Returns the incidents that moved.
 */
export function moveStories(
  before: readonly Incident[],
  shared: SharedStory,
  books: Books,
): readonly Incident[] {
  const { incidents, bag, at } = books
  const { key, cause, causeName, merged } = shared
  const ids = new Set(before.map(({ id }) => id))
  const stories = new Set(before.flatMap(({ rootKey }) => (rootKey === null ? [] : [rootKey])))
  return [...stories].flatMap((story): readonly Incident[] => {
    const links = story === key ? null : linksOf(bag.root(story))
    const moving = incidents.ofStory(story).filter(({ rootKey }) => rootKey === story)
    if (links === null || moving.some(({ id }) => !ids.has(id))) return []
    bag.move(story, key, { type: 'moved', at, cause, causeName, links }, merged)
    return moving.map((incident) => {
      const formerly = [...(incident.formerly ?? []), story]
      books.becauseOf(
        incident,
        'It shares its cause with others by now: it is told in one message with them.',
      )
      return incidents.save({ ...incident, rootKey: key, formerly })
    })
  })
}

/** The links of a message whose story may move; null where it may not. */
function linksOf(root: Alert | null) {
  if (root?.type === 'group') return root.entries.map(({ link }) => link)
  if (root?.type !== 'link') return null
  const { id, name, region, status } = root.evidence.link
  return [{ id, name, region, status }]
}
