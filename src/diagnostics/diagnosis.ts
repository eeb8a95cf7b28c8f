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
}

/** Something a person can do about it. `text` is plain, in the imperative. */
export interface NextStep {
  readonly text: string
  readonly url?: string
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
  readonly documentUrl: string
}
