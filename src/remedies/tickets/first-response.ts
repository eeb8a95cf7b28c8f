import { duration } from '../../domain/duration.ts'
import type { SupportPlan } from '../settings.ts'

const MINUTE_MS = 60_000

/** By when Scaleway first answers a ticket (ms), by plan, as its support page said in 2025. */
const FIRST_RESPONSE: Readonly<Record<SupportPlan, { readonly name: string; readonly withinMs: number }>> = {
  basic: { name: 'Basic', withinMs: 8 * 60 * MINUTE_MS },
  advanced: { name: 'Advanced', withinMs: 2 * 60 * MINUTE_MS },
  business: { name: 'Business', withinMs: 30 * MINUTE_MS },
  enterprise: { name: 'Enterprise', withinMs: 15 * MINUTE_MS },
}

/** When an answer may be hoped for, in a sentence. `plan` is null where SUPPORT_PLAN is not set. */
export function firstResponse(plan: SupportPlan | null): string {
  if (plan === null)
    return 'How soon Scaleway answers depends on your support plan: set SUPPORT_PLAN to see it here.'
  const { name, withinMs } = FIRST_RESPONSE[plan]
  return `On the ${name} plan Scaleway first answers within ${duration(withinMs)} (as of 2025).`
}
