import { formatDistanceStrict } from 'date-fns'
import { fr } from 'date-fns/locale/fr'
import { FAMILY_NAMES } from '../../diagnostics/words.ts'
import type { FactWords } from './facts.ts'
import type { MailWords } from './letters.ts'

const span = (ms: number): string =>
  formatDistanceStrict(0, Math.max(0, ms), { roundingMethod: 'floor', locale: fr })

const FACTS: FactWords = {
  labels: {
    link: 'Lien',
    connection: 'Connexion dédiée',
    pop: 'PoP',
    region: 'Région',
    bandwidth: 'Débit',
    vlan: 'VLAN',
    contract: 'Notre contrat chez vous',
    circuit: 'Votre identifiant de circuit',
    order_number: 'Votre numéro de commande',
    ordered: 'Commandé chez Scaleway',
    expires: 'Expiration de la commande',
    bgp: 'BGP',
    our_side: 'BGP côté client',
    scaleway_side: 'BGP côté Scaleway',
    sessions: 'Sessions, vues par Scaleway',
    start: 'Début',
    pattern: 'Coupure franche ou intermittente',
    changes: 'Changements depuis 24 heures',
    our_port: 'Notre extrémité (baie, panneau, port)',
    light: 'Puissance optique sur notre port, Tx et Rx',
    errors: 'Erreurs CRC sur notre port',
    mac: 'Adresses MAC vues sur le VLAN',
    notification: 'Dernière NOTIFICATION BGP',
    consent: 'Tests intrusifs',
    all_hours: 'Nous joindre 24h/24',
  },
  gaps: {
    link: 'nom du lien',
    connection: 'votre connexion dédiée',
    pop: 'le PoP',
    region: 'la région',
    bandwidth: 'le débit',
    vlan: 'identifiant du VLAN',
    contract: 'numéro de votre contrat chez eux',
    circuit: 'leur identifiant de circuit ou de service',
    order_number: 'leur numéro de commande, s’ils en ont donné un',
    ordered: 'date de la commande',
    expires: 'date d’expiration de la commande',
    bgp: 'quel routeur parle BGP',
    our_side: 'votre numéro d’AS et vos adresses de pair',
    scaleway_side: 'numéro d’AS et adresses de pair de Scaleway',
    sessions: 'état des sessions BGP',
    start: 'depuis quand, en UTC',
    pattern: 'coupure franche, ou fréquence des coupures',
    changes: 'ce que vous avez changé récemment, ou aucun',
    our_port: 'baie, panneau et port de votre extrémité',
    light: 'dBm, émis et reçu',
    errors: 'combien, et si leur nombre augmente',
    mac: 'lesquelles, ou aucune',
    notification: 'code et heure, ou aucune',
    consent: 's’ils peuvent faire des tests intrusifs maintenant, ou à partir de quand',
    all_hours: 'nom et numéro de téléphone',
  },
  states: { up: 'active', down: 'tombée', idle: 'inutilisée', unknown: 'inconnue' },
  speakers: {
    you: 'Notre routeur parle BGP avec Scaleway',
    partner: 'Votre routeur parle BGP avec Scaleway',
    you_or_partner: 'Merci de confirmer quel routeur parle BGP avec Scaleway, le vôtre ou le nôtre',
  },
  span,
  expires: (at, left) => (left > 0 ? `${at}, dans ${span(left)}` : `${at}, délai dépassé`),
  since: (firstBad, lastGood) =>
    lastGood === null
      ? `première constatation à ${firstBad}`
      : `entre ${lastGood} (dernier état normal) et ${firstBad}`,
  hardDown: 'coupure franche depuis lors',
  intermittent: (changes) => `intermittente : ${changes} changements en 24 heures`,
  changedAt: (at) => `la configuration du lien chez Scaleway a été modifiée à ${at}`,
}

/** Mails in French. */
export const FRENCH: MailWords = {
  gapMark: 'À COMPLÉTER',
  colon: ' : ',
  greeting: 'Bonjour,',
  farewell: 'Cordialement,',
  signature: 'votre nom, votre société et votre téléphone',
  pairingKey: { label: 'Clé d’appairage', gap: 'la clé d’appairage de ce lien' },
  facts: FACTS,
  letters: {
    provision: {
      subject: ({ link, bandwidth, pop }) =>
        `Merci de provisionner l’InterLink Scaleway ${link} (${bandwidth}, ${pop})`,
      opening: () => [
        'Nous avons commandé un InterLink Scaleway qui passe par votre réseau. Merci de l’accepter avec la clé ci-dessous et de configurer votre côté.',
      ],
      closing: () => [
        'Merci de nous répondre avec votre numéro de commande, votre identifiant de circuit, la date prévue et le téléphone de votre NOC.',
      ],
    },
    chase: {
      subject: ({ link }) => `Relance : l’InterLink Scaleway ${link} attend votre réponse`,
      opening: ({ contactedAt }) => [
        contactedAt === null
          ? 'Notre commande d’un InterLink Scaleway qui passe par votre réseau attend toujours votre réponse.'
          : `Nous vous avons écrit le ${contactedAt} au sujet de notre commande d’un InterLink Scaleway, qui attend toujours votre réponse.`,
        'Une fois le délai écoulé, elle ne peut plus être reprise : il faudrait commander à nouveau, avec une autre clé d’appairage.',
      ],
      closing: () => [
        'Merci de l’accepter, ou de nous dire quand vous le ferez et ce qui vous manque encore.',
      ],
    },
    ask_progress: {
      subject: ({ link }) => `Quand l’InterLink Scaleway ${link} sera-t-il prêt ?`,
      opening: () => [
        'Vous avez accepté notre commande de cet InterLink Scaleway, qui est toujours en cours de mise en place.',
      ],
      closing: () => [
        'Merci de nous indiquer la date de mise en service, l’identifiant de circuit, le téléphone de votre NOC et ce qui vous manque encore.',
      ],
    },
    ask_why_refused: {
      subject: ({ link }) => `Pourquoi l’InterLink Scaleway ${link} a-t-il été refusé ?`,
      opening: ({ isExplained }) => [
        isExplained
          ? 'Vous avez refusé notre commande de cet InterLink Scaleway en ces termes :'
          : 'Vous avez refusé notre commande de cet InterLink Scaleway sans en donner la raison.',
      ],
      closing: () => [
        'Que faudrait-il changer pour que vous l’acceptiez : le débit, le PoP, la date, un point de notre contrat ?',
        'Cette commande ne peut plus être acceptée. Dès que nous serons d’accord, nous commanderons à nouveau et vous enverrons une autre clé.',
      ],
    },
    agree_new_order: {
      subject: ({ link }) => `Nouvelle commande à la place de l’InterLink Scaleway ${link}`,
      opening: () => [
        'Notre commande de cet InterLink Scaleway a pris fin sans être acceptée, et nous souhaitons commander à nouveau.',
      ],
      closing: () => [
        'Une commande doit être acceptée dans les 10 jours. Merci de nous dire à partir de quelle date vous pourrez le faire, et à qui envoyer la nouvelle clé.',
      ],
    },
    deprovision: {
      subject: ({ link }) => `Merci de supprimer votre côté de l’InterLink Scaleway ${link}`,
      opening: () => [
        'Nous supprimons cet InterLink Scaleway. Cela doit être fait des deux côtés, et le nôtre est en cours : merci de supprimer le vôtre et d’en arrêter la facturation.',
      ],
      closing: () => ['Merci de nous confirmer que c’est fait, et la date de fin de facturation.'],
    },
    side_down: {
      subject: ({ link, down, pop }) =>
        `Panne : InterLink Scaleway ${link}, BGP ${down.map((family) => FAMILY_NAMES[family]).join(' et ')} tombé, ${pop}`,
      opening: () => [
        'Nous constatons qu’un lien qui passe par votre réseau est tombé. Merci d’ouvrir un incident et de tester votre côté.',
      ],
      closing: ({ partnerSpeaksBgp }) => [
        `Merci de nous indiquer : votre numéro d’incident, les puissances optiques et les erreurs sur votre port, les adresses MAC vues sur le VLAN, ${partnerSpeaksBgp ? 'l’état des deux sessions sur votre routeur et sa dernière NOTIFICATION, ' : ''}les travaux récents ou prévus chez vous, et quand vous nous recontacterez.`,
      ],
    },
  },
}
