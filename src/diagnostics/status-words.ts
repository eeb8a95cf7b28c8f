import { LINK_STATUSES, type LinkStatus } from '../domain/status.ts'
import { STATUS_CATALOG } from './catalog.ts'

/** What else people call a status, in English and French. Case, accents, spaces and punctuation do not matter. */
const OTHER_WORDS: Readonly<Record<LinkStatus, readonly string[]>> = {
  configuring: ['configure', 'configuration', 'en configuration', 'en cours de configuration'],
  requested: ['request', 'requests', 'demandé', 'demande', 'demande envoyée', 'en attente du partenaire'],
  failed: ['fail', 'failure', 'échoué', 'échec', 'en échec'],
  provisioning: [
    'provision',
    'provisionnement',
    'en cours de provisionnement',
    'approvisionnement',
    'mise en service',
  ],
  expired: ['expire', 'expiré', 'expirée', 'timed out'],
  refused: ['refuse', 'disapproved', 'rejected', 'refusé', 'refusée', 'rejeté'],
  ready: ['prêt', 'prête'],
  active: ['up', 'actif', 'activé', 'en service'],
  limited_connectivity: [
    'limited',
    'degraded',
    'connectivité limitée',
    'limité',
    'limitée',
    'dégradé',
    'dégradée',
  ],
  all_down: [
    'all down',
    'down / all down',
    'both down',
    'en panne',
    'panne',
    'hors service',
    'tout est tombé',
    'tombé',
    'indisponible',
  ],
  locked: ['lock', 'verrouillé', 'verrouillée', 'bloqué', 'bloquée'],
  deprovisioning: ['deprovision', 'deleting', 'déprovisionnement', 'en cours de suppression', 'suppression'],
  deleted: ['delete', 'gone', 'supprimé', 'supprimée', 'effacé'],
  unknown_link_status: ['unknown', 'unknown status', 'inconnu', 'inconnue', 'statut inconnu'],
}

const STATUS_OF: ReadonlyMap<string, LinkStatus> = new Map(
  LINK_STATUSES.flatMap((status) =>
    [status, STATUS_CATALOG[status].name, ...OTHER_WORDS[status]].map((word): [string, LinkStatus] => [
      keyOf(word),
      status,
    ]),
  ),
)

/** Every spelling that resolves to a status, for those who list or test them. */
export function statusWords(status: LinkStatus): readonly string[] {
  return [status, STATUS_CATALOG[status].name, ...OTHER_WORDS[status]]
}

/** The status that people mean by a word or phrase, as the API, the console or they themselves spell it; null for none. */
export function parseStatusWord(text: string): LinkStatus | null {
  return STATUS_OF.get(keyOf(text)) ?? null
}

function keyOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
