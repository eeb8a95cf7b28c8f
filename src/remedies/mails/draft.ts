import { portalUrl } from '../../diagnostics/partner-contact.ts'
import { visibleLine } from '../../domain/plain-text.ts'
import { ENGLISH } from './english.ts'
import { FRENCH } from './french.ts'
import type { MailFacts, MailKind } from './kinds.ts'
import { letter, type MailWords } from './letters.ts'
import { mailtoLink, plainAddress } from './mailto.ts'
import { compose, foreign, type MailLanguage } from './writing.ts'

/** Which mail is wanted. The pairing key is for provisioning alone, and null until the operator had it revealed. */
export type MailRequest =
  | { readonly kind: 'provision'; readonly language: MailLanguage; readonly pairingKey: string | null }
  | { readonly kind: Exclude<MailKind, 'provision'>; readonly language: MailLanguage }

/**
 * A mail to copy and send. Plain texts; the body may hold a pairing key, so it goes to the operator who asks and nowhere
 * else.
 */
export interface MailDraft {
  readonly kind: MailKind
  readonly language: MailLanguage
  /** Null where no address is known that one can simply write to. */
  readonly to: string | null
  /** A mailto link with address and subject; null where there is no address. */
  readonly mailto: string | null
  /** The partner's portal, an http(s) address; null where the API gives none. */
  readonly portalUrl: string | null
  readonly subject: string
  readonly body: string
  /** What is still to be filled in, in the language of the mail: each stands in the body, in brackets. */
  readonly gaps: readonly string[]
  /** For whoever sends it: one sentence each, in English, with foreign text. */
  readonly advice: readonly string[]
}

const WORDS: Readonly<Record<MailLanguage, MailWords>> = { en: ENGLISH, fr: FRENCH }

/** Drafts a mail. Pure; what is not known is a marked gap. */
export function draftMail(facts: MailFacts, request: MailRequest): MailDraft {
  const { kind, language } = request
  const words = WORDS[language]
  const key = request.kind === 'provision' ? request.pairingKey : null
  const { subject, lines } = letter(kind, facts, key === null ? null : visibleLine(key), words)
  const to = recipient(facts, kind)
  return {
    kind,
    language,
    to,
    mailto: to === null ? null : mailtoLink(to, subject),
    portalUrl: portalOf(facts),
    subject,
    ...compose(lines, words),
    advice: adviceOn(facts, kind, to),
  }
}

/** An outage goes to the NOC, everything else to the mailbox for orders, which is what the API gives. */
function recipient({ evidence, contact }: MailFacts, kind: MailKind): string | null {
  const orders = plainAddress(evidence.partner?.contactEmail ?? null)
  return kind === 'side_down' ? (plainAddress(contact.nocEmail) ?? orders) : orders
}

function portalOf({ evidence }: MailFacts): string | null {
  const url = portalUrl(evidence)
  return url !== undefined && URL.canParse(url) ? new URL(url).href : null
}

function adviceOn({ evidence, contact }: MailFacts, kind: MailKind, to: string | null): readonly string[] {
  const advice: string[] = []
  if (kind === 'side_down') {
    const phone = foreign(contact.nocPhone)
    advice.push(
      phone === null
        ? 'No NOC phone is written down (CONTACTS_FILE), and the address that the API gives is a mailbox for orders: call the number in your contract.'
        : `Call the NOC at ${phone} first: a mail may be read hours later.`,
    )
  }
  if (kind === 'provision')
    advice.push(
      'Scaleway does not tell the partner of the order. The pairing key goes to the partner and to nobody else.',
    )
  if (kind === 'deprovision')
    advice.push(
      'Where the partner began the deletion, delete the link at Scaleway instead. A link that was never provisioned need not be told of.',
    )
  if (to === null) {
    const given = foreign(
      kind === 'side_down'
        ? (contact.nocEmail ?? evidence.partner?.contactEmail)
        : evidence.partner?.contactEmail,
    )
    advice.push(
      given === null
        ? 'No e-mail address is known: use the portal, or the address in your contract.'
        : `The address that is given (${given}) is not one plain e-mail address: check it before you write there.`,
    )
  }
  return advice
}
