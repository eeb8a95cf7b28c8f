import { decideStoryPages, type PageCase, pageEvent } from '../alerting/paging.ts'
import { isLastPathLost } from '../diagnostics/redundancy.ts'
import { groupedBy } from '../domain/grouped.ts'
import { compareLevels, type Incident } from '../domain/incident.ts'
import { regionOfScope } from '../domain/snapshot.ts'
import type { Books } from './books.ts'
import type { Pager } from './ports.ts'
import type { KnownWorld } from './world.ts'

/** Links named in a page; the others are counted. */
const NAMED = 20

/** Calls whoever is on call, beyond chat, and says when somebody has it or it is over. Once all else is decided. */
export function page(books: Books, world: KnownWorld, pagers: readonly Pager[]): void {
  if (pagers.length === 0) return
  const { incidents, bag, at, settings } = books
  const stories = groupedBy([...incidents.open(), ...incidents.ended()], (incident) => {
    const pageable = incident.page !== null || compareLevels(incident.level, 'error') >= 0
    if (!pageable || (incident.rootKey === null && incident.page === null)) return null
    return incident.rootKey ?? incident.id
  })
  for (const story of stories.values()) {
    const cases = story.map(
      (incident): PageCase => ({
        before: incidents.before(incident.id),
        incident,
        lastPath: isLastPath(world, incident),
        blind: world.blind(incident.subject.scopeId),
      }),
    )
    const decisions = decideStoryPages(cases, at, settings)
    for (const [index, { incident, steps, reason }] of decisions.entries()) {
      if (incident !== cases[index]?.incident) incidents.save(incident)
      if (steps.length > 0) books.becauseOf(incident, reason)
      for (const step of steps) {
        const event = pageEvent(step, incident, aboutOf(world, cases, incident))
        for (const pager of pagers) bag.page(pager, incident.id, { type: 'page', at, event })
      }
    }
  }
}

/** Whether the last path of a family into its VPC is lost with it. */
function isLastPath(world: KnownWorld, { subject }: Incident): boolean {
  if (subject.type !== 'link') return false
  const evidence = world.evidenceOf(subject.scopeId, subject.linkId)
  return evidence !== null && isLastPathLost(evidence)
}

function aboutOf(world: KnownWorld, cases: readonly PageCase[], incident: Incident) {
  const region = regionOfScope(incident.subject.scopeId)
  const bad = cases.map((one) => one.incident).filter(({ resolvedAt }) => resolvedAt === null)
  const others = bad.length > 1 ? ` and ${bad.length - 1} more` : ''
  // A region is named by its name, and the others of its story may be other regions.
  const where = incident.subject.type === 'scope' ? '' : ` in ${region}`
  const links = cases.flatMap(({ incident: { subject } }) => {
    const evidence = subject.type === 'link' ? world.evidenceOf(subject.scopeId, subject.linkId) : null
    if (evidence === null) return []
    const { id, name, status } = evidence.link
    return [{ id, name, region: evidence.link.region, status }]
  })
  return {
    summary: `${world.nameOf(incident)}${others}${where}: ${incident.reason}`,
    region,
    links: links.slice(0, NAMED),
  }
}
