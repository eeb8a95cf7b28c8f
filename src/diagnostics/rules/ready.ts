import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'
import { isCarrying } from '../judgement.ts'
import { testSteps } from '../steps.ts'

/**
 * Scaleway's side is done, and the customer's network device does not answer yet (InterLink statuses, "Ready"; How to
 * set up your network device). Documented for self-hosted links only.
 */
export const ready: Rule = (evidence) => {
  const { link } = evidence
  const hasCarried = evidence.carried.length > 0
  if (linkStatus(link.status) !== 'ready' || isCarrying(link)) return null
  const entry = STATUS_CATALOG.ready
  return explanation(
    'ready',
    link.kind.type === 'self_hosted'
      ? 'The link becomes Active once both BGP sessions are up.'
      : 'Ready is documented for self-hosted links only, and the API says it of another kind of link.',
    {
      verdict: hasCarried
        ? 'Scaleway no longer finds your network device, which had worked: its configuration may be lost.'
        : 'The link is waiting for your network device to be configured.',
      mover: entry.movers[link.kind.type === 'self_hosted' ? 'self_hosted' : 'unknown'],
      documentUrl: entry.documentUrl,
    },
    [...entry.wayOut(evidence), ...testSteps(evidence, ['ipv4', 'ipv6'], false)],
  )
}
