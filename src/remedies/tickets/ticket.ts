import type { Diagnosis } from '../../diagnostics/diagnosis.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import type { TicketPriority } from '../../diagnostics/steps.ts'
import type { Incident } from '../../domain/incident.ts'
import type { SupportPlan } from '../settings.ts'

/** All that a ticket is drafted from. Texts of it may be foreign. */
export interface TicketFacts {
  readonly evidence: Evidence
  readonly diagnosis: Diagnosis
  /** Its open incident, or the last one; null where there is none. */
  readonly incident: Incident | null
  /** `X-Request-Id` of answers that failed, which Scaleway's support asks for. */
  readonly requestIds: readonly string[]
  readonly supportPlan: SupportPlan | null
  /** In ms. */
  readonly now: number
}

/** The fields of the console's form for a ticket, to be edited before it is filed. Context, expected and actual have lines. */
export interface TicketForm {
  readonly product: string
  /** The id of the link. */
  readonly resource: string
  readonly priority: TicketPriority
  readonly subject: string
  readonly context: string
  readonly expected: string
  readonly actual: string
}

/** A text file to attach, at most 10 MB in the console. */
export interface TicketAttachment {
  readonly name: string
  readonly text: string
}

/** A ticket, ready but for its gaps: each stands in the texts, in brackets. */
export interface TicketDraft {
  readonly form: TicketForm
  readonly priorityReason: string
  /** When an answer may be hoped for, in a sentence. */
  readonly firstResponse: string
  /** The console's form. */
  readonly url: string
  readonly attachment: TicketAttachment
}

/** What is to be filled in by a person. */
export function gap(what: string): string {
  return `[FILL IN: ${what}]`
}

/** What nobody has filled into the texts of a ticket, in their order. */
export function gapsIn({ subject, context, expected, actual }: TicketForm): readonly string[] {
  const texts = [subject, context, expected, actual].join('\n')
  return [...texts.matchAll(/\[FILL IN: ([^\]\n]{1,300})\]/gu)].map(([, what = '']) => what)
}
