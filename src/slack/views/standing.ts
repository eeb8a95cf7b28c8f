import { STATUS_CATALOG } from '../../diagnostics/catalog.ts'
import { type Evidence, leadsElsewhere } from '../../diagnostics/evidence.ts'
import { familyNames } from '../../diagnostics/words.ts'
import { carryingFamilies, familyState, intendedFamilies, type Link } from '../../domain/link.ts'
import { linkStatus } from '../../domain/status.ts'
import { type Reach, reachOf } from './reach.ts'
import { statusName } from './words.ts'

/** How a link stands, to follow its name: "is down", "has lost IPv6". Plain text. What is lost goes before what is up. */
export function standing(evidence: Evidence): string {
  const { link } = evidence
  const status = linkStatus(link.status)
  if (STATUS_CATALOG[status].phase !== 'service') return `is ${statusName(link.status)}`
  const reach = reachOf(evidence)
  const some = reach.up.length + reach.blocked.length + reach.unknown.length > 0
  if (reach.lost.length > 0) return some ? `has lost ${familyNames(reach.lost)}` : withoutAny(evidence)
  if (!some) return neverUp(link)
  const still = reach.waiting.filter((family) => familyState(link, family) === 'down')
  if (still.length > 0) return `has ${familyNames(still)} down`
  if (reach.up.length === 0 && reach.blocked.length > 0)
    return `is ${statusName(link.status)}, but no traffic can flow`
  const is = status === 'unknown_link_status' ? `is ${statusName(link.status)}, sessions up` : 'is up'
  // What the API says of the link as a whole still counts, where it says nothing of the sessions.
  return reach.up.length === 0
    ? `is ${statusName(link.status)}, sessions not shown`
    : `${is}${exceptions(reach)}`
}

/** What took the last family away, where it was not its session. */
function withoutAny(evidence: Evidence): string {
  const { link } = evidence
  if (leadsElsewhere(evidence) && carryingFamilies(link).length > 0) return 'leads into another VPC now'
  if (link.vpcId === null) return 'has no VPC any more'
  const intended = intendedFamilies(link)
  if (intended.length === 0) return 'has no routing policy any more'
  return link.routePropagation ? 'is down' : 'has route propagation off'
}

function neverUp(link: Link): string {
  const intended = intendedFamilies(link)
  const down = intended.filter((family) => familyState(link, family) === 'down')
  if (down.length > 0) return intended.length === 1 ? `is down (${familyNames(down)} only)` : 'is down'
  return linkStatus(link.status) === 'active'
    ? 'is Active, but no traffic can flow'
    : `is ${statusName(link.status)}`
}

function exceptions({ blocked, unknown }: Reach): string {
  if (blocked.length > 0) return `, but no ${familyNames(blocked)} traffic can flow`
  return unknown.length > 0 ? `, but does not show ${familyNames(unknown)}` : ''
}
