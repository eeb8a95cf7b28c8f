import { type Reorder, type Step, type StepName, stepOver, stepUnderWay } from './saga.ts'

/** What a person may have a new link do without: what was put on the old one may be deleted, or replaced, by now. */
export const LEAVABLE = [
  'policy_ipv4',
  'policy_ipv6',
  'vpc_attached',
  'propagation_on',
] as const satisfies readonly StepName[]

export type LeavableStep = (typeof LEAVABLE)[number]

/**
 * The step that it stopped at and may go on without; null where there is none, or it is not known how the new link is: then
 * what would be left out may be there.
 */
export function leavableStep(reorder: Reorder): LeavableStep | null {
  const { standing, failedLooks, doubtfulAt } = reorder
  const isKnown = failedLooks === 0 && doubtfulAt === null
  const step = standing.type === 'stopped' && isKnown ? stepUnderWay(reorder) : null
  return LEAVABLE.find((one) => one === step) ?? null
}

/** The reorder with its step under way left out, and what cannot be without that; the next step is begun. */
export function withoutStep(reorder: Reorder, step: LeavableStep, at: number): Reorder {
  const { restored } = reorder
  switch (step) {
    case 'policy_ipv4':
    case 'policy_ipv6': {
      const family = step === 'policy_ipv4' ? 'ipv4' : 'ipv6'
      const policies = { ...restored.policies, [family]: null }
      return stepOver({ ...reorder, restored: { ...restored, policies } }, 'left_out', at)
    }
    case 'vpc_attached': {
      // Routes are propagated into the VPC: without one there is nothing to propagate into.
      const steps = reorder.steps.map(
        (one): Step =>
          one.name === 'propagation_on' && one.state === 'to_do' ? { ...one, state: 'left_out' } : one,
      )
      const without = { ...restored, vpcId: null, propagation: false }
      return stepOver({ ...reorder, steps, restored: without }, 'left_out', at)
    }
    case 'propagation_on':
      return stepOver({ ...reorder, restored: { ...restored, propagation: false } }, 'left_out', at)
  }
}
