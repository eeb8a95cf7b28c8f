import { type ConnectionStatus, connectionStatus } from '../../domain/status.ts'
import { DOCUMENTS } from '../documents.ts'
import { explanation, fact, type Rule } from '../insight.ts'
import { isCarrying, phaseOf } from '../judgement.ts'
import { serviceLoss } from '../outage.ts'
import { ticketStep } from '../steps.ts'
import { oneLine } from '../words.ts'

/** What a connection that is not active means for its links. The API documents the words, and not their meaning. */
const MEANINGS: Readonly<Record<Exclude<ConnectionStatus, 'active' | 'unknown_status'>, string>> = {
  created: 'is created but not in service yet',
  configuring: 'is still being configured',
  failed: 'has failed',
  disabled: 'is disabled',
  deleted: 'is deleted',
  locked: 'is locked',
}

/**
 * A self-hosted link rides on the customer's dedicated connection, and is no better than it (InterLink self-hosted
 * provisioning, "Establishing the dedicated physical connection"). Sessions that are up refute its status.
 */
export const connectionNotActive: Rule = (evidence) => {
  const { link, connection } = evidence
  if (connection === null || phaseOf(link) === 'closed') return null
  const name = `Dedicated connection ${oneLine(connection.name)}`
  const status = connectionStatus(connection.status)
  if (status === 'unknown_status')
    return fact(
      'connection_not_active',
      'note',
      connection.status === 'unknown_status'
        ? `${name} has a status that the API itself does not know.`
        : `${name} has a status that this version does not know: “${oneLine(connection.status)}”.`,
      DOCUMENTS.selfHostedProvisioning,
    )
  if (status === 'active') return null
  const meaning = MEANINGS[status]
  if (isCarrying(link))
    return fact(
      'connection_not_active',
      'risk',
      `${name} ${meaning} by its status, while a session over it is up; the session is believed.`,
      DOCUMENTS.selfHostedProvisioning,
    )
  const loss = serviceLoss(evidence)
  const waiting = connection.status === 'created' || connection.status === 'configuring'
  return explanation(
    'connection_not_active',
    `${name} ${meaning}: every link over it shares this.`,
    {
      verdict: `${name} ${meaning}, so no link over it can come up${loss.clause}.`,
      mover: connection.status === 'created' ? 'you' : 'scaleway',
      documentUrl: DOCUMENTS.selfHostedProvisioning,
    },
    waiting
      ? [
          ...loss.steps,
          {
            text: 'Have the cross-connect patched as the letter of authorization says, and see that the port has light',
            url: DOCUMENTS.selfHostedProvisioning,
          },
          ticketStep(loss.priority, 'if light is there and the connection does not become active'),
        ]
      : [
          ...loss.steps,
          ticketStep(loss.priority, `and name the connection, which ${meaning}`),
          { text: 'Look at its other links too: they are down for the same reason' },
        ],
  )
}
