import { familiesThatAre } from '../../diagnostics/judgement.ts'
import { bgpSpeaker } from '../../diagnostics/kinds.ts'
import { bandwidthInWords } from '../../diagnostics/words.ts'
import type { Family } from '../../domain/link.ts'
import { utcMinute } from '../../domain/utc.ts'
import { type FactLines, type FactWords, factLines, linkName, popName } from './facts.ts'
import type { MailFacts, MailKind } from './kinds.ts'
import { type MailLine, type Marks, quoted } from './writing.ts'

/** What the sentences of a mail depend on. Texts are in words, safe on a line. */
export interface About {
  readonly link: string
  readonly pop: string
  readonly bandwidth: string
  /** When the partner was written to about the order; null where nobody said so. */
  readonly contactedAt: string | null
  /** Whether the partner gave a reason for refusing, which is quoted below the opening. */
  readonly isExplained: boolean
  readonly down: readonly Family[]
  /** Whether the partner's router speaks BGP with Scaleway, and certainly not the customer's. */
  readonly partnerSpeaksBgp: boolean
}

/** What one language says in one kind of mail, around its facts: a sentence or two a line. */
export interface LetterWords {
  readonly subject: (about: About) => string
  readonly opening: (about: About) => readonly string[]
  readonly closing: (about: About) => readonly string[]
}

/** The words of one language. What stands where is `letter`'s. */
export interface MailWords extends Marks {
  readonly greeting: string
  readonly farewell: string
  /** What the sender is to sign with. */
  readonly signature: string
  readonly pairingKey: { readonly label: string; readonly gap: string }
  readonly facts: FactWords
  readonly letters: Readonly<Record<MailKind, LetterWords>>
}

/** A mail before its gaps are marked. */
interface MailText {
  readonly subject: string
  readonly lines: readonly MailLine[]
}

/** What each kind of mail tells, in order, in every language. */
const FACTS: Readonly<
  Record<MailKind, (lines: FactLines, about: About, pairingKey: MailLine) => readonly MailLine[]>
> = {
  provision: ({ known }, _about, pairingKey) => [
    pairingKey,
    ...known(
      'link',
      'pop',
      'region',
      'bandwidth',
      'vlan',
      'bgp',
      'our_side',
      'contract',
      'ordered',
      'expires',
    ),
  ],
  chase: ({ fact, known }) => [
    fact('order_number'),
    ...known('link', 'pop', 'region', 'bandwidth', 'contract', 'ordered', 'expires'),
  ],
  ask_progress: ({ fact, known }) => [
    fact('order_number'),
    ...known('link', 'pop', 'region', 'bandwidth', 'vlan', 'contract', 'ordered'),
  ],
  ask_why_refused: ({ known }) =>
    known('order_number', 'link', 'pop', 'region', 'bandwidth', 'contract', 'ordered'),
  agree_new_order: ({ known }) =>
    known('order_number', 'link', 'pop', 'region', 'bandwidth', 'contract', 'ordered'),
  deprovision: ({ fact, known }) => [
    fact('circuit'),
    ...known('order_number', 'link', 'pop', 'region', 'bandwidth', 'vlan', 'contract'),
  ],
  side_down: ({ fact, known }, { partnerSpeaksBgp }) => [
    fact('circuit'),
    fact('contract'),
    ...known('link', 'connection', 'pop', 'region', 'bandwidth'),
    fact('vlan'),
    ...known('bgp', 'our_side', 'scaleway_side', 'sessions'),
    fact('start'),
    fact('pattern'),
    fact('changes'),
    ...(partnerSpeaksBgp
      ? []
      : [fact('our_port'), fact('light'), fact('errors'), fact('mac'), fact('notification')]),
    fact('consent'),
    fact('all_hours'),
  ],
}

/** A mail in the words of one language. `pairingKey` is null but for a provisioning mail, and there until it is revealed. */
export function letter(
  kind: MailKind,
  facts: MailFacts,
  pairingKey: string | null,
  words: MailWords,
): MailText {
  const { link } = facts.evidence
  const reason =
    kind === 'ask_why_refused' && link.kind.type === 'hosted' ? quoted(link.kind.disapprovedReason) : null
  const about: About = {
    link: linkName(facts),
    pop: popName(facts),
    bandwidth: bandwidthInWords(link.bandwidthMbps),
    contactedAt: facts.contacted === null ? null : utcMinute(facts.contacted.at),
    isExplained: reason !== null,
    down: familiesThatAre(link, 'down'),
    partnerSpeaksBgp: bgpSpeaker(link.kind) === 'partner',
  }
  const { subject, opening, closing } = words.letters[kind]
  const key: MailLine = { type: 'fact', fact: { ...words.pairingKey, value: pairingKey } }
  return {
    subject: subject(about),
    lines: [
      words.greeting,
      '',
      ...opening(about),
      ...(reason === null ? [] : ['', reason]),
      '',
      ...FACTS[kind](factLines(facts, words.facts), about, key),
      '',
      ...closing(about),
      '',
      words.farewell,
      { type: 'gap', gap: words.signature },
    ],
  }
}
