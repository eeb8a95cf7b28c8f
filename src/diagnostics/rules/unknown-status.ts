import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { statusName } from '../judgement.ts'

/** A status of a newer API, or the API's own "unknown": sessions and configuration decide (InterLink API, `status` of a link). */
export const unknownStatus: Rule = (evidence) => {
  const { link } = evidence
  if (linkStatus(link.status) !== 'unknown_link_status') return null
  return fact(
    'unknown_status',
    'note',
    `The API gives the status as ${statusName(link)}, which this version does not know: trust the sessions and a real flow.`,
    DOCUMENTS.api,
    STATUS_CATALOG.unknown_link_status.wayOut(evidence),
  )
}
