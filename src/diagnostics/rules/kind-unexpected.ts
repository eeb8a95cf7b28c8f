import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { DOCUMENTS } from '../documents.ts'
import { explanation, fact, type Rule } from '../insight.ts'
import { isCarrying, statusName } from '../judgement.ts'
import { lacksItsPartner } from '../kinds.ts'

/**
 * A self-hosted link has no partner to ask, and so no status that waits for one or came of one (InterLink statuses: "the
 * hosted InterLink"; Self-hosted provisioning). Sessions that are up refute the word.
 */
export const kindUnexpected: Rule = (evidence) => {
  const { link } = evidence
  if (!lacksItsPartner(link)) return null
  const { terminal, movers, wayOut } = STATUS_CATALOG[linkStatus(link.status)]
  const name = statusName(link)
  const text = `${name} is documented for hosted links only, and this one is self-hosted: it runs over your own dedicated connection, and has no partner to contact.`
  if (!terminal && isCarrying(link)) return fact('kind_unexpected', 'note', text, DOCUMENTS.statuses)
  return explanation(
    'kind_unexpected',
    terminal ? `${text} It costs nothing beside that connection.` : text,
    {
      verdict: terminal
        ? `The API gives the self-hosted link as ${name}, so it has to be deleted and created anew.`
        : `The API gives the self-hosted link as ${name}, and it has no partner to wait for: only Scaleway can move it on.`,
      mover: movers.self_hosted,
      documentUrl: DOCUMENTS.selfHostedProvisioning,
    },
    wayOut(evidence),
  )
}
