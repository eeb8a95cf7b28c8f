/** Scaleway's support plans, by which its first response is promised. */
export const SUPPORT_PLANS = ['basic', 'advanced', 'business', 'enterprise'] as const

export type SupportPlan = (typeof SUPPORT_PLANS)[number]

/** Who may have things done, where, and how. */
export interface RemedySettings {
  /** Slack's ids of people, and of user groups whose members may, too. Without any nobody may. */
  readonly operators: { readonly users: readonly string[]; readonly groups: readonly string[] }
  /** The channels in which remedies may be used; null for all. */
  readonly channels: readonly string[] | null
  /** False: nothing is done, whoever asks (REMEDIES=off). */
  readonly isOn: boolean
  /** The calls that would be made are shown, and none is made. */
  readonly isDryRun: boolean
  /** Tags of links that infrastructure as code owns. */
  readonly iacTags: readonly string[]
  readonly supportPlan: SupportPlan | null
}
