import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { bandwidthInWords, oneLine } from '../words.ts'

/**
 * Links over one dedicated connection share its speed, and together must not exceed it (InterLink self-hosted
 * provisioning, "Partitioning the connection"). Where only the links into the same VPC are known, a sum is "at least".
 */
export const bandwidth: Rule = ({ link, connection, siblings, sharing }) => {
  const { kind } = link
  if (phaseOf(link) === 'closed' || connection === null || kind.type !== 'self_hosted') return null
  const others = (sharing ?? siblings).filter(
    (other) =>
      other.kind.type === 'self_hosted' &&
      other.kind.connectionId === kind.connectionId &&
      phaseOf(other) !== 'closed',
  )
  const sum = others.reduce((total, other) => total + other.bandwidthMbps, link.bandwidthMbps)
  if (sum <= connection.bandwidthMbps) return null
  return fact(
    'bandwidth',
    'risk',
    `The links over dedicated connection ${oneLine(connection.name)} have ${sharing === undefined ? 'at least ' : ''}${bandwidthInWords(sum)} together, and it has ${bandwidthInWords(connection.bandwidthMbps)}.`,
    DOCUMENTS.selfHostedProvisioning,
    [{ text: 'Shape what you send over these links to what the connection has' }],
  )
}
