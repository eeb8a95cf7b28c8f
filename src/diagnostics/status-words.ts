import { LINK_STATUSES, type LinkStatus } from '../domain/status.ts'
import { STATUS_CATALOG } from './catalog.ts'

/** What else people call a status, in English and French. Case, accents, spaces and punctuation do not matter. */
const OTHER_WORDS: Readonly<Record<LinkStatus, readonly string[]>> = {
  configuring: [
    'configure',
    'configuration',
    'en configuration',
    'en cours de configuration',
    'configuration en cours',
  ],
  requested: [
    'request',
    'requests',
    'demandé',
    'demandée',
    'demande',
    'demande envoyée',
    'demande en cours',
    'demande en attente',
    'en attente du partenaire',
  ],
  failed: ['fail', 'failure', 'échoué', 'échouée', 'a échoué', 'échec', 'en échec', 'en erreur'],
  provisioning: [
    'provision',
    'provisionnement',
    'en provisionnement',
    'en cours de provisionnement',
    'provisionnement en cours',
    'approvisionnement',
    'approvisionnement en cours',
    'mise en service',
  ],
  expired: ['expire', 'expiré', 'expirée', 'timed out'],
  refused: ['refuse', 'disapproved', 'rejected', 'denied', 'refusé', 'refusée', 'rejeté', 'rejetée'],
  ready: ['prêt', 'prête'],
  active: ['up', 'actif', 'activé', 'activée', 'en service', 'opérationnel', 'opérationnelle'],
  limited_connectivity: [
    'limited',
    'degraded',
    'partial',
    'connectivité limitée',
    'connectivité restreinte',
    'connectivité partielle',
    'limité',
    'limitée',
    'partiel',
    'partielle',
    'dégradé',
    'dégradée',
  ],
  all_down: [
    'all down',
    'down / all down',
    'both down',
    'offline',
    'outage',
    'en panne',
    'panne',
    'hors service',
    'hors ligne',
    'tout est tombé',
    'tombé',
    'tombée',
    'coupé',
    'coupée',
    'indisponible',
  ],
  locked: ['lock', 'blocked', 'verrouillé', 'verrouillée', 'bloqué', 'bloquée'],
  deprovisioning: [
    'deprovision',
    'deleting',
    'déprovisionnement',
    'déprovisionnement en cours',
    'en cours de déprovisionnement',
    'en cours de suppression',
    'suppression en cours',
    'suppression',
  ],
  deleted: ['delete', 'removed', 'gone', 'supprimé', 'supprimée', 'effacé', 'effacée'],
  unknown_link_status: ['unknown', 'unknown status', 'inconnu', 'inconnue', 'statut inconnu', 'état inconnu'],
}

/** Shorter words are no plurals: "ups" is a name. */
const MIN_PLURAL = 5

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

/**
 * The status that people mean by a word or phrase, as the API, the console or they themselves spell it, of one link or of
 * several ("expirés"); null for none.
 */
export function parseStatusWord(text: string): LinkStatus | null {
  const key = keyOf(text)
  const singular = key.length >= MIN_PLURAL && key.endsWith('s') ? STATUS_OF.get(key.slice(0, -1)) : undefined
  return STATUS_OF.get(key) ?? singular ?? null
}

function keyOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
