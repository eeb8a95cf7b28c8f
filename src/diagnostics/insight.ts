import type { Finding, FindingWeight, Mover, NextStep } from './diagnosis.ts'
import type { DocumentUrl } from './documents.ts'
import type { Evidence } from './evidence.ts'

/** What a rule would say of the whole link, if no rule before it had more to say. */
export interface Claim {
  /** One sentence, plain text. */
  readonly verdict: string
  readonly mover: Mover
  readonly documentUrl: DocumentUrl
}

/** What one rule noticed, and what it would have done about it. */
export interface Insight {
  readonly finding: Finding
  /** Null where the rule adds a fact, and does not explain the situation. */
  readonly claim: Claim | null
  readonly steps: readonly NextStep[]
  /**
   * Set on what follows from something else, as a session that is down may: once a rule before it has explained the
   * situation, it is told as a note, and what it would have done is not asked for.
   */
  readonly isSymptom: boolean
  /** Set where its steps come before those of the verdict, because they have to be taken before anything is touched. */
  readonly goesFirst?: boolean
}

/**
 * One rule of the diagnosis: looks at the evidence and returns what it noticed, or null. `now` is in milliseconds since
 * the epoch. Rules know nothing of one another; their order in `RULES` says whose claim wins.
 */
export type Rule = (evidence: Evidence, now: number) => Insight | null

/** An insight that claims nothing of the whole link. `documentUrl` is what its rule is taken from. */
export function fact(
  id: string,
  weight: FindingWeight,
  text: string,
  documentUrl: DocumentUrl,
  steps: readonly NextStep[] = [],
): Insight {
  return { finding: { id, weight, text, documentUrl }, claim: null, steps, isSymptom: false }
}

/** An insight that explains the situation: a cause, with its claim. */
export function explanation(id: string, text: string, claim: Claim, steps: readonly NextStep[]): Insight {
  const { documentUrl } = claim
  return { finding: { id, weight: 'cause', text, documentUrl }, claim, steps, isSymptom: false }
}

/** An insight that explains the situation as long as nothing before it does. */
export function symptom(id: string, text: string, claim: Claim, steps: readonly NextStep[]): Insight {
  return { ...explanation(id, text, claim, steps), isSymptom: true }
}
