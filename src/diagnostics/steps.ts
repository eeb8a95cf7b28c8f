import { type BgpPeer, FAMILIES, type Family, type Link } from '../domain/link.ts'
import type { NextStep } from './diagnosis.ts'
import { DOCUMENTS } from './documents.ts'
import type { Evidence } from './evidence.ts'
import { bgpSpeaker } from './kinds.ts'
import { partnerName, partnerStep } from './partner-contact.ts'
import { familyNames, inWords, oneLine, vpcAtStakeName } from './words.ts'

/** Priorities of Scaleway's support ticket form. */
export type TicketPriority = 'P1' | 'P2' | 'P3' | 'P4' | 'P5'

/** A support ticket. `when` ends the sentence. There is no API for it: a person fills in the form. */
export function ticketStep(priority: TicketPriority, when: string): NextStep {
  return {
    text: `Open a support ticket with Scaleway at priority ${priority}, with this link as the related resource, ${when}`,
    url: DOCUMENTS.newTicket,
    acts: ['ticket'],
  }
}

/** Both ends of the BGP sessions and the VLAN, as the API shows them; what it does not show is left out. */
export function peeringFacts(link: Link): string {
  const { vlan, customerPeer, scalewayPeer } = link
  const facts: string[] = []
  if (vlan !== null) facts.push(`VLAN ${vlan}`)
  if (customerPeer !== null) facts.push(`your side AS ${customerPeer.asn}${addressesOf(customerPeer)}`)
  if (scalewayPeer !== null) facts.push(`Scaleway's side AS ${scalewayPeer.asn}${addressesOf(scalewayPeer)}`)
  return facts.length === 0 ? 'VLAN, AS numbers and peer addresses are in the console' : facts.join(', ')
}

function addressesOf({ ipv4, ipv6 }: BgpPeer): string {
  const shown = [ipv4, ipv6].filter((address) => address !== null)
  return shown.length === 0 ? '' : ` with ${shown.join(' and ')}`
}

/** Attach a VPC: the one that the link carried into, where that is known. */
export function attachVpcStep(evidence: Evidence): NextStep {
  const left = evidence.leftVpc === undefined ? null : vpcAtStakeName(evidence)
  return {
    text:
      left === null ? `Attach a VPC of region ${evidence.link.region}` : `Attach VPC ${oneLine(left)} again`,
    url: DOCUMENTS.attachVpc,
    acts: ['attach_vpc'],
  }
}

/** Attach a routing policy where there is none. `text` says for which families; it is the same act for all of them. */
export function attachPolicyStep(text: string, families: readonly Family[] = FAMILIES): NextStep {
  return {
    text,
    url: DOCUMENTS.attachPolicy,
    acts: families.map((family) => `attach_policy_${family}` as const),
  }
}

/** Turn route propagation on, or off again, as `text` says. */
export function propagationStep(text: string): NextStep {
  return { text, url: DOCUMENTS.activatePropagation, acts: ['propagation'] }
}

/** See whether Scaleway knows of a fault, as `text` says. */
export function statusPageStep(text: string): NextStep {
  return { text, url: DOCUMENTS.serviceStatus, acts: ['status_page'] }
}

/** Configure, or check, the customer's network device with the facts of this very link. */
export function deviceStep(evidence: Evidence, act: string): NextStep {
  return { text: `${act}: ${peeringFacts(evidence.link)}`, url: DOCUMENTS.networkDevice }
}

/** Tests of families that are down, by whoever runs BGP: first the line, then the VLAN, then BGP. */
export function testSteps(
  evidence: Evidence,
  families: readonly Family[],
  othersUp: boolean,
): readonly NextStep[] {
  const own = ownTests(evidence, families, othersUp)
  const sessions = `the ${familyNames(families)} session${families.length > 1 ? 's' : ''}`
  const vlan = evidence.link.vlan === null ? 'the VLAN' : `VLAN ${evidence.link.vlan}`
  const partnerTests = `to test ${othersUp ? vlan : `its port, ${vlan}`} and ${sessions} with Scaleway`
  switch (bgpSpeaker(evidence.link.kind)) {
    case 'you':
      return own
    case 'partner':
      return [partnerStep(evidence, 'Ask', ` ${partnerTests}, and for its last BGP notification`)]
    case 'you_or_partner':
      return [
        partnerStep(
          evidence,
          `Find out whose router speaks BGP with Scaleway: if it is not yours, ask`,
          ` ${partnerTests}`,
        ),
        ...own.map((step) => ({ ...step, text: `If it is your router: ${lowerFirst(step.text)}` })),
      ]
  }
}

/** Layer 1, layer 2, BGP. With the other family up, layer 1 is known to be fine, and must not be disturbed. */
function ownTests(evidence: Evidence, families: readonly Family[], othersUp: boolean): readonly NextStep[] {
  const { link } = evidence
  const peers = families.flatMap((family) => {
    const address = link.scalewayPeer?.[family] ?? null
    return address === null ? [] : [addressOf(address)]
  })
  const towards = peers.length === 0 ? "Scaleway's peer" : inWords(peers)
  const probes = inWords([
    ...families.map((family) => (family === 'ipv4' ? 'ARP' : 'neighbour discovery')),
    'ping',
  ])
  const vlan = link.vlan === null ? 'the VLAN' : `VLAN ${link.vlan}`
  const layer2 = `Test layer 2: ${probes} towards ${towards} on ${vlan}; no answer means the line, the VLAN or its operator`
  const bgp = `Test BGP ${familyNames(families)}: session state, last notification, TCP port 179 and access lists towards ${towards}`
  if (othersUp) return [{ text: layer2 }, { text: `${bgp}; do not reset the other family` }]
  return [
    {
      text: `Test layer 1: interface, light levels and error counters of ${portName(evidence)}`,
      acts: ['line'],
    },
    { text: layer2 },
    { text: bgp },
  ]
}

function portName(evidence: Evidence): string {
  if (evidence.link.kind.type === 'self_hosted')
    return evidence.connection === null
      ? 'your dedicated connection'
      : `your dedicated connection ${oneLine(evidence.connection.name)}`
  return `your port towards ${partnerName(evidence)}`
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`
}

/** An address without its prefix length, as it is pinged. */
function addressOf(cidr: string): string {
  return cidr.split('/')[0] ?? cidr
}
