/**
 * Somebody has done a step of a runbook for one story. `step` stands for the step's text, so that a mark stays with what
 * was done when the file changes; `number` is the one it had then. `by` is a Slack user id, `at` in ms.
 */
export interface StepMark {
  readonly story: string
  readonly runbook: string
  readonly step: string
  readonly number: number
  readonly by: string
  readonly at: number
}
