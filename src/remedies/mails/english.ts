import { familyNames, spanInWords } from '../../diagnostics/words.ts'
import type { FactWords } from './facts.ts'
import type { MailWords } from './letters.ts'

const FACTS: FactWords = {
  labels: {
    link: 'Link',
    connection: 'Dedicated connection',
    pop: 'PoP',
    region: 'Region',
    bandwidth: 'Bandwidth',
    vlan: 'VLAN',
    contract: 'Our contract with you',
    circuit: 'Your circuit id',
    order_number: 'Your order number',
    ordered: 'Ordered at Scaleway',
    expires: 'The order expires',
    bgp: 'BGP',
    our_side: 'Customer side of BGP',
    scaleway_side: "Scaleway's side of BGP",
    sessions: 'Sessions, as Scaleway shows them',
    start: 'Start',
    pattern: 'Hard down or intermittent',
    changes: 'Changes in the last 24 hours',
    our_port: 'Our end (rack, panel, port)',
    light: 'Light on our port, Tx and Rx',
    errors: 'CRC errors on our port',
    mac: 'MAC addresses that we see on the VLAN',
    notification: 'Last BGP NOTIFICATION',
    consent: 'Intrusive tests',
    all_hours: 'Reach us 24/7',
  },
  gaps: {
    link: 'name of the link',
    connection: 'your dedicated connection',
    pop: 'the PoP',
    region: 'the region',
    bandwidth: 'the bandwidth',
    vlan: 'the VLAN id',
    contract: 'number of your contract with them',
    circuit: 'their circuit or service id',
    order_number: 'their order number, if they gave one',
    ordered: 'when it was ordered',
    expires: 'when the order expires',
    bgp: 'whose router speaks BGP',
    our_side: 'your AS number and peer addresses',
    scaleway_side: "Scaleway's AS number and peer addresses",
    sessions: 'state of the BGP sessions',
    start: 'since when, in UTC',
    pattern: 'hard down, or how often it comes and goes',
    changes: 'what you changed lately, or none',
    our_port: 'rack, panel and port of your end',
    light: 'dBm, sent and received',
    errors: 'how many, and whether they grow',
    mac: 'which, or none',
    notification: 'code and time, or none',
    consent: 'whether they may test intrusively now, or from when on',
    all_hours: 'name and phone number',
  },
  states: { up: 'up', down: 'down', idle: 'not in use', unknown: 'unknown' },
  speakers: {
    you: 'Our router speaks BGP with Scaleway',
    partner: 'Your router speaks BGP with Scaleway',
    you_or_partner: 'Please confirm whose router speaks BGP with Scaleway, yours or ours',
  },
  span: spanInWords,
  expires: (at, left) => (left > 0 ? `${at}, in ${spanInWords(left)}` : `${at}, which is over`),
  since: (firstBad, lastGood) =>
    lastGood === null
      ? `first seen down at ${firstBad}`
      : `between ${lastGood} (last seen up) and ${firstBad}`,
  hardDown: 'hard down since then',
  intermittent: (changes) => `intermittent: ${changes} changes within 24 hours`,
  changedAt: (at) => `the configuration of the link at Scaleway was changed at ${at}`,
}

/** Mails in English. */
export const ENGLISH: MailWords = {
  gapMark: 'FILL IN',
  colon: ': ',
  greeting: 'Hello,',
  farewell: 'Kind regards,',
  signature: 'your name, company and phone number',
  pairingKey: { label: 'Pairing key', gap: 'the pairing key of this link' },
  facts: FACTS,
  letters: {
    provision: {
      subject: ({ link, bandwidth, pop }) =>
        `Please provision Scaleway InterLink ${link} (${bandwidth} at ${pop})`,
      opening: () => [
        'We have ordered a Scaleway InterLink over your network. Please accept it with the pairing key below, and set up your side.',
      ],
      closing: () => [
        'Please answer with your order number, your circuit id, the date you plan, and the phone number of your NOC.',
      ],
    },
    chase: {
      subject: ({ link }) => `Reminder: Scaleway InterLink ${link} waits for your answer`,
      opening: ({ contactedAt }) => [
        contactedAt === null
          ? 'Our order of a Scaleway InterLink over your network still waits for your answer.'
          : `We wrote to you on ${contactedAt} about our order of a Scaleway InterLink, and it still waits for your answer.`,
        'When its time is over it cannot be revived: it would have to be ordered anew, with another pairing key.',
      ],
      closing: () => ['Please accept it, or tell us by when you will, and what you still need from us.'],
    },
    ask_progress: {
      subject: ({ link }) => `When will Scaleway InterLink ${link} be ready?`,
      opening: () => [
        'You have accepted our order of this Scaleway InterLink, and it is still being set up.',
      ],
      closing: () => [
        'Please tell us the date on which it will be ready, its circuit id, the phone number of your NOC, and what you still need from us.',
      ],
    },
    ask_why_refused: {
      subject: ({ link }) => `Why was Scaleway InterLink ${link} refused?`,
      opening: ({ isExplained }) => [
        isExplained
          ? 'You refused our order of this Scaleway InterLink with these words:'
          : 'You refused our order of this Scaleway InterLink without giving a reason.',
      ],
      closing: () => [
        'What would have to be different for you to accept it: the bandwidth, the PoP, the date, something in our contract?',
        'This order cannot be accepted any more. Once we agree, we order anew and send you another pairing key.',
      ],
    },
    agree_new_order: {
      subject: ({ link }) => `A new order in place of Scaleway InterLink ${link}`,
      opening: () => [
        'Our order of this Scaleway InterLink has ended without being accepted, and we would like to order it anew.',
      ],
      closing: () => [
        'An order has to be accepted within 10 days. Please tell us from which date on you can do that, and whom the new pairing key should go to.',
      ],
    },
    deprovision: {
      subject: ({ link }) => `Please delete your side of Scaleway InterLink ${link}`,
      opening: () => [
        'We are deleting this Scaleway InterLink. That has to be done on both sides, and ours is under way: please delete yours, and end its billing.',
      ],
      closing: () => ['Please confirm when it is done, and the date on which billing ends.'],
    },
    side_down: {
      subject: ({ link, down, pop }) =>
        `Outage: Scaleway InterLink ${link}, BGP ${familyNames(down)} down at ${pop}`,
      opening: () => [
        'A link over your network is down as we see it. Please open an incident and test your side.',
      ],
      closing: ({ partnerSpeaksBgp }) => [
        `Please tell us: your incident number, light levels and errors on your port, the MAC addresses that you see on the VLAN, ${partnerSpeaksBgp ? 'the state of both sessions on your router and its last NOTIFICATION, ' : ''}recent or planned work on your side, and when you look at it next.`,
      ],
    },
  },
}
