import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { bandwidthInWords, oneLine } from '../words.ts'

/**
 * Links over one dedicated connection share its speed, and together must not exceed it (InterLink self-hosted
 * provisioning, "Partitioning the connection"). Only the links into the same VPC are known here, so a sum is "at least".
 */
export const bandwidth: Rule = ({ link, connection, siblings }) => {
  const { kind } = link
  if (phaseOf(link) === 'closed' || connection === null || kind.type !== 'self_hosted') return null
  const sharing = siblings.filter(
    (sibling) => sibling.kind.type === 'self_hosted' && sibling.kind.connectionId === kind.connectionId,
  )
  const sum = sharing.reduce((total, sibling) => total + sibling.bandwidthMbps, link.bandwidthMbps)
  if (sum <= connection.bandwidthMbps) return null
  return fact(
    'bandwidth',
    'risk',
    `The links over dedicated connection ${oneLine(connection.name)} have at least ${bandwidthInWords(sum)} together, and it has ${bandwidthInWords(connection.bandwidthMbps)}.`,
    [{ text: 'Shape what you send over these links to what the connection has' }],
  )
}
