import type { LinkStatus } from '../domain/status.ts'
import type { Mover, NextStep } from './diagnosis.ts'
import { DOCUMENTS, type DocumentUrl } from './documents.ts'
import type { Evidence } from './evidence.ts'
import { BGP_SPEAKERS, bgpSpeaker, type KindName } from './kinds.ts'
import { partnerStep } from './partner-contact.ts'
import { deviceStep, peeringFacts, ticketStep } from './steps.ts'

/**
 * Where a status puts a link. `delivery`: not in service yet, or being changed. `service`: connected on both sides, so that
 * sessions and configuration decide. `closed`: nothing can be configured any more.
 */
export type Phase = 'delivery' | 'service' | 'closed'

/** What Scaleway's documents say of a status. */
export interface StatusEntry {
  /** As the console says it. */
  readonly name: string
  /** Its documented meaning, in our words. */
  readonly meaning: string
  /** What it means of a self-hosted link, where the documents describe it of hosted links only. */
  readonly selfHosted?: string
  readonly phase: Phase
  /** Whose move it is as far as the word alone tells; `diagnose` looks at the sessions and the configuration too. */
  readonly movers: Readonly<Record<KindName, Mover>>
  /** The documented way out, in order, with the facts of the link in it. Empty where nothing is to be done. */
  readonly wayOut: (evidence: Evidence) => readonly NextStep[]
  /** Whether no other status can follow, except that the link is deleted. */
  readonly terminal: boolean
  readonly documentUrl: DocumentUrl
}

function always(mover: Mover): StatusEntry['movers'] {
  return { self_hosted: mover, hosted_l2: mover, hosted_l3: mover, hosted: mover, unknown: mover }
}

const deleteAndReorder = (evidence: Evidence): readonly NextStep[] =>
  evidence.link.kind.type === 'self_hosted'
    ? [
        { text: 'Delete the link', url: DOCUMENTS.delete },
        { text: 'Create a new link over the dedicated connection', url: DOCUMENTS.order },
        ticketStep('P4', 'and ask why, since no partner has a part in it'),
      ]
    : [
        {
          text: 'Delete the link: that ends its billing by Scaleway, and the partner need not be told',
          url: DOCUMENTS.delete,
        },
        partnerStep(evidence, 'Settle what went wrong with', ', before ordering again'),
        { text: 'Create a new link, with another partner or configuration if need be', url: DOCUMENTS.order },
      ]

/** Of a self-hosted link that waits as only a hosted one should: nobody but Scaleway can move it on. */
const withoutPartner = (evidence: Evidence, name: string): readonly NextStep[] => [
  {
    text: 'Wait for it to become Ready: your side of it is your own dedicated connection, which no partner has to accept',
  },
  deviceStep(evidence, 'Prepare your network device meanwhile'),
  ticketStep('P3', `if it is still ${name} after 4 hours: no document describes that of a self-hosted link`),
]

/**
 * Every status of the API, after "Understanding InterLink statuses", "Provisioning a hosted InterLink", the page on
 * self-hosted provisioning and "How to delete an InterLink". A record, so that the compiler asks for each.
 */
export const STATUS_CATALOG: Readonly<Record<LinkStatus, StatusEntry>> = {
  configuring: {
    name: 'Configuring',
    meaning:
      'Scaleway is setting the link up or applying a new configuration; until that is done nobody else can act on it.',
    phase: 'delivery',
    movers: always('scaleway'),
    wayOut: () => [
      { text: 'Wait, and change nothing meanwhile: the API refuses writes in this state' },
      ticketStep('P3', 'if it is still Configuring after 15 minutes'),
    ],
    terminal: false,
    documentUrl: DOCUMENTS.statuses,
  },
  requested: {
    name: 'Requesting',
    meaning:
      "The order stands at Scaleway and waits for the partner's answer; the partner hears of it from you alone.",
    selfHosted:
      'The order stands at Scaleway, and has no partner to wait for; no document describes it of a self-hosted link.',
    phase: 'delivery',
    movers: { ...always('you'), self_hosted: 'scaleway' },
    wayOut: (evidence) =>
      evidence.link.kind.type === 'self_hosted'
        ? withoutPartner(evidence, 'Requesting')
        : [
            partnerStep(
              evidence,
              'Contact',
              ' with the pairing key, which goes to nobody else, and ask for the link',
            ),
          ],
    terminal: false,
    documentUrl: DOCUMENTS.completeProvisioning,
  },
  failed: {
    name: 'Failed',
    meaning:
      'Scaleway could not create the link, usually for a configuration error on its side, and its technical team was told.',
    phase: 'delivery',
    movers: always('scaleway'),
    wayOut: () => [
      { text: "Wait for Scaleway's technical team, which knows of it" },
      ticketStep('P3', 'if it is still Failed after 4 hours'),
    ],
    terminal: false,
    documentUrl: DOCUMENTS.statuses,
  },
  provisioning: {
    name: 'Provisioning',
    meaning:
      'The partner accepted the request and is setting up its side; there is no traffic before it is done.',
    phase: 'delivery',
    selfHosted:
      'Scaleway is setting the link up, and no partner has a part in that; no document describes it of a self-hosted link.',
    movers: { ...always('partner'), self_hosted: 'scaleway' },
    wayOut: (evidence) =>
      evidence.link.kind.type === 'self_hosted'
        ? withoutPartner(evidence, 'Provisioning')
        : [partnerStep(evidence, 'Wait for', ' to finish; ask it for a date and its circuit id')],
    terminal: false,
    documentUrl: DOCUMENTS.provisioning,
  },
  expired: {
    name: 'Expired',
    meaning: 'The partner did not answer within 10 days of the creation of the link; nothing can revive it.',
    selfHosted:
      'The order is over, and nothing can revive it; no document describes it of a self-hosted link.',
    phase: 'closed',
    movers: always('you'),
    wayOut: deleteAndReorder,
    terminal: true,
    documentUrl: DOCUMENTS.statuses,
  },
  refused: {
    name: 'Refused',
    meaning: 'The partner refused to provision the link; nothing can revive it.',
    selfHosted:
      'The order is over, and nothing can revive it; no document describes it of a self-hosted link.',
    phase: 'closed',
    movers: always('you'),
    wayOut: deleteAndReorder,
    terminal: true,
    documentUrl: DOCUMENTS.statuses,
  },
  ready: {
    name: 'Ready',
    meaning:
      "The self-hosted link is set up at Scaleway and waits for the customer's network device, which is not configured yet.",
    phase: 'delivery',
    movers: { ...always('you'), hosted_l3: 'partner' },
    wayOut: (evidence) => [
      bgpSpeaker(evidence.link.kind) === 'partner'
        ? partnerStep(evidence, 'Ask', ` to configure its router: ${peeringFacts(evidence.link)}`)
        : deviceStep(evidence, 'Configure your network device'),
    ],
    terminal: false,
    documentUrl: DOCUMENTS.networkDevice,
  },
  active: {
    name: 'Active',
    meaning:
      'Both sides have set the link up; whether traffic flows now depends on VPC, policies and propagation.',
    phase: 'service',
    movers: always('nobody'),
    wayOut: () => [
      {
        text: 'If traffic does not flow, go through VPC, routing policies and route propagation in this order',
        url: DOCUMENTS.configuring,
      },
    ],
    terminal: false,
    documentUrl: DOCUMENTS.configuring,
  },
  limited_connectivity: {
    name: 'Limited Connectivity',
    meaning: 'The link is provisioned, and one of its two BGP sessions, IPv4 or IPv6, is down.',
    phase: 'service',
    movers: BGP_SPEAKERS,
    wayOut: (evidence) => [
      { text: 'See which family is down, and whether it is meant to be used', url: DOCUMENTS.overview },
      ...partnerOrScaleway(evidence),
    ],
    terminal: false,
    documentUrl: DOCUMENTS.statuses,
  },
  all_down: {
    name: 'Down',
    meaning: 'The link is provisioned, and both of its BGP sessions are down: there is no connectivity.',
    phase: 'service',
    movers: BGP_SPEAKERS,
    wayOut: (evidence) => partnerOrScaleway(evidence),
    terminal: false,
    documentUrl: DOCUMENTS.statuses,
  },
  locked: {
    name: 'Locked',
    meaning: "Scaleway's Trust and Safety team locked the link; nobody else can act on it.",
    phase: 'closed',
    movers: always('scaleway'),
    wayOut: () => [
      ticketStep('P1', 'and ask why it is locked'),
      { text: "Tell the owner of the account, and look for a mail of Scaleway's Trust and Safety team" },
    ],
    terminal: false,
    documentUrl: DOCUMENTS.statuses,
  },
  deprovisioning: {
    name: 'Deprovisioning',
    meaning: 'Deletion of the hosted link began on one side, and is to be done on the other side too.',
    selfHosted:
      'Scaleway is deleting the link, which has no other side; no document describes it of a self-hosted link.',
    phase: 'closed',
    movers: always('you'),
    wayOut: (evidence) => [
      partnerStep(
        evidence,
        'If it was deleted at Scaleway, ask',
        ' to delete its side: it may bill until it has',
      ),
      { text: "If it was deleted on the partner's side, delete it at Scaleway too", url: DOCUMENTS.delete },
    ],
    terminal: false,
    documentUrl: DOCUMENTS.delete,
  },
  deleted: {
    name: 'Deleted',
    meaning: 'The link is gone, on both sides where it was a hosted one.',
    phase: 'closed',
    movers: always('nobody'),
    wayOut: () => [],
    terminal: true,
    documentUrl: DOCUMENTS.delete,
  },
  unknown_link_status: {
    name: 'Unknown',
    meaning: 'The API gives no status that this version knows, so the sessions are trusted and not the word.',
    phase: 'service',
    movers: always('nobody'),
    wayOut: () => [
      { text: 'Look at the link in the console', url: DOCUMENTS.links },
      ticketStep('P5', 'and ask what the status means'),
    ],
    terminal: false,
    documentUrl: DOCUMENTS.api,
  },
}

/** The documented way out of a session that is down: the partner, where there is one, or Scaleway. */
function partnerOrScaleway(evidence: Evidence): readonly NextStep[] {
  return evidence.link.kind.type === 'self_hosted'
    ? [ticketStep('P2', 'if your own tests find nothing')]
    : [
        partnerStep(evidence, 'Contact', ' about the session'),
        ticketStep('P2', 'if the partner finds nothing on its side'),
      ]
}
