import type { Family } from '../domain/link.ts'
import type { DocumentUrl } from './documents.ts'

/** Whose move it is. `nobody`: nothing is to be done. */
export type Mover = 'you' | 'partner' | 'scaleway' | 'you_or_partner' | 'nobody'

/** How much a finding matters. `cause` explains the symptom, `risk` will bite later, `note` is good to know. */
export type FindingWeight = 'cause' | 'risk' | 'note'

/** One thing a diagnosis noticed. Texts are plain: no Slack formatting, foreign names unescaped. */
export interface Finding {
  /** Stable, in snake_case: the file name of the rule, where a rule has one finding. */
  readonly id: string
  readonly weight: FindingWeight
  readonly text: string
  /** The document that its rule is taken from. */
  readonly documentUrl: DocumentUrl
}

/** What more than one rule may ask for, each in words of its own. */
export type StepAct =
  | 'ask_who'
  | 'attach_vpc'
  | `attach_policy_${Family}`
  | 'propagation'
  | 'peer_asn'
  | `filter_${'in' | 'out'}_${Family}`
  | 'line'
  | 'status_page'
  | 'ticket'

/** Something a person can do about it. `text` is plain, in the imperative. */
export interface NextStep {
  readonly text: string
  readonly url?: string
  /** What it has done, where other rules may ask for the same: of such steps a diagnosis tells the first. */
  readonly acts?: readonly StepAct[]
}

/** Something that a diagnosis would have looked at and could not. Plain texts. */
export interface NotChecked {
  /** Names it, without a full stop: "the routes of the VPC". */
  readonly what: string
  /** A sentence. */
  readonly why: string
}

/** What is going on with a link, whose move it is, and what to do. The first of `steps` is the one to take now. */
export interface Diagnosis {
  /** One sentence, plain text. */
  readonly verdict: string
  /** The status's documented meaning, in our words. */
  readonly meaning: string
  readonly mover: Mover
  readonly findings: readonly Finding[]
  readonly steps: readonly NextStep[]
  /** Empty where everything was read, or where nothing was asked for beyond the last poll. */
  readonly notChecked: readonly NotChecked[]
  /** The document that says so. */
  readonly documentUrl: DocumentUrl
}
