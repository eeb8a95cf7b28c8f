import { intendedFamilies } from '../domain/link.ts'
import { linkStatus } from '../domain/status.ts'
import type { NextStep } from './diagnosis.ts'
import type { DocumentUrl } from './documents.ts'
import type { Evidence } from './evidence.ts'
import { explanation, fact, type Insight } from './insight.ts'
import { familiesThatAre, judgedBySessions, phaseOf, statusName } from './judgement.ts'
import { familyNames, sentence, verb } from './words.ts'

/** A gap in the traffic path, as a rule tells it. */
export interface Gap {
  readonly id: string
  /** What is missing and what follows from it, as a clause in the present tense. */
  readonly clause: string
  /** What more there is to know about it, as a sentence. */
  readonly text: string
  readonly steps: readonly NextStep[]
  readonly documentUrl: DocumentUrl
}

/**
 * A gap explains why nothing flows on a link that is in service, and always is the customer's to close. Before that, it
 * may be closed while waiting (Configuring an InterLink, step 1), so it is only noted. On a closed link it means nothing.
 */
export function gapInsight(evidence: Evidence, gap: Gap): Insight | null {
  const { link } = evidence
  if (phaseOf(link) === 'closed') return null
  // The API refuses writes meanwhile (409 transient_state), and what Scaleway could not create cannot be configured.
  if (['configuring', 'failed'].includes(linkStatus(link.status)))
    return fact(
      gap.id,
      'note',
      `${sentence(gap.clause)} Nothing can be changed before Scaleway is done.`,
      gap.documentUrl,
    )
  if (!judgedBySessions(link))
    return fact(
      gap.id,
      'note',
      `${sentence(gap.clause)} This can be set up while the link is not in service yet.`,
      gap.documentUrl,
      gap.steps,
    )
  return explanation(
    gap.id,
    gap.text,
    {
      verdict: sentence(`${gap.clause}${sessionsClause(evidence)}`),
      mover: 'you',
      documentUrl: gap.documentUrl,
    },
    gap.steps,
  )
}

/** "yet" of a link that was never in service, "any more" of one that was. */
export function yetOrAnyMore({ carried }: Evidence): string {
  return carried.length > 0 ? 'any more' : 'yet'
}

function sessionsClause({ link }: Evidence): string {
  const down = familiesThatAre(link, 'down')
  if (down.length > 0) return `, and ${familyNames(down)} ${verb(down, 'is', 'are')} down besides`
  if (link.status === 'active') return ''
  if (intendedFamilies(link).length === 0)
    return `, and the status ${statusName(link)} only tells of sessions that nobody means to use`
  return `, whatever the status ${statusName(link)} says`
}
