import type { NotChecked } from '../diagnostics/diagnosis.ts'
import { inWords } from '../diagnostics/words.ts'
import type { ReadFailure } from '../domain/snapshot.ts'

/** What a diagnosis on demand looks at, each read by itself. */
export type EvidencePart =
  | 'link'
  | 'partner'
  | 'pop'
  | 'connection'
  | 'vpc'
  | 'policy_ipv4'
  | 'policy_ipv6'
  | 'siblings'
  | 'sharing'
  | 'routes'
  | 'offers'
  | 'writes'

/** Where a part of the evidence is from: read just now, as last polled, or not known at all. */
export interface PartSource {
  readonly part: EvidencePart
  readonly from: 'live' | 'snapshot' | 'nowhere'
  /** Why it was not read live; null where it was. */
  readonly failure: ReadFailure | null
}

const NAMES: Readonly<Record<EvidencePart, string>> = {
  link: 'the link itself',
  partner: 'the partner',
  pop: 'the PoP',
  connection: 'the dedicated connection',
  vpc: 'the VPC',
  policy_ipv4: 'the IPv4 routing policy',
  policy_ipv6: 'the IPv6 routing policy',
  siblings: 'other links into the VPC',
  sharing: 'other links over the dedicated connection',
  routes: 'routes learned by the VPC',
  offers: 'other offers of this bandwidth',
  writes: 'who changed the link lately',
}

interface Group {
  readonly message: string
  readonly from: PartSource['from']
  readonly names: string[]
  readonly requestIds: string[]
}

const MOST_REQUEST_IDS = 2

/** What was not checked, and why; parts that failed for the same reason are told together. */
export function notCheckedOf(parts: readonly PartSource[]): readonly NotChecked[] {
  const groups = new Map<string, Group>()
  for (const { part, from, failure } of parts) {
    if (failure === null) continue
    const { message, requestId } = failure
    const group = groups.get(`${from} ${message}`) ?? { message, from, names: [], requestIds: [] }
    group.names.push(NAMES[part])
    if (requestId !== null) group.requestIds.push(requestId)
    groups.set(`${from} ${message}`, group)
  }
  return [...groups.values()].map(({ message, from, names, requestIds }) => ({
    what: from === 'snapshot' ? `${inWords(names)}, shown as last polled` : inWords(names),
    why: `${message}${requestIdsText(requestIds)}`,
  }))
}

/** Every failed request has an id of its own: those for Scaleway's support to begin with are enough. */
function requestIdsText(ids: readonly string[]): string {
  if (ids.length === 0) return ''
  const some = ids.slice(0, MOST_REQUEST_IDS)
  return ` Request id${some.length === 1 ? '' : 's'} ${inWords(some)}.`
}
