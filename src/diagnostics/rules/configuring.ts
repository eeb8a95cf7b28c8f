import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'
import { isCarrying } from '../judgement.ts'

/** The only transient status: no action is possible (InterLink statuses, "Configuring"; the API answers 409 to writes). */
export const configuring: Rule = (evidence) => {
  const { link } = evidence
  const hasCarried = evidence.carried.length > 0
  if (linkStatus(link.status) !== 'configuring') return null
  const entry = STATUS_CATALOG.configuring
  const verdict = isCarrying(link)
    ? 'Scaleway is applying a new configuration, and the sessions are up meanwhile.'
    : hasCarried
      ? 'Scaleway is applying a new configuration to a link that was in service, and no session of it is up meanwhile.'
      : 'Scaleway is setting the link up.'
  return explanation(
    'configuring',
    'This state is transient, and follows the creation of a link or a change of its configuration.',
    { verdict, mover: entry.movers.unknown, documentUrl: entry.documentUrl },
    entry.wayOut(evidence),
  )
}
