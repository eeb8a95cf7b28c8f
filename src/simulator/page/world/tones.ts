/** The colour of a state in the panel. */
export type Tone = 'good' | 'warn' | 'bad' | 'wait' | 'off'

const STATUS_TONES: Readonly<Record<string, Tone>> = {
  configuring: 'wait',
  requested: 'wait',
  failed: 'bad',
  provisioning: 'wait',
  expired: 'bad',
  refused: 'bad',
  ready: 'wait',
  active: 'good',
  limited_connectivity: 'warn',
  all_down: 'bad',
  locked: 'bad',
  deprovisioning: 'wait',
  deleted: 'off',
  unknown_link_status: 'off',
}

const SESSION_TONES: Readonly<Record<string, Tone>> = {
  up: 'good',
  down: 'bad',
  disabled: 'off',
  unknown_bgp_status: 'wait',
}

/** Every status the InterLink API documents; the last one stands for what a newer API may say. */
export const STATUSES: readonly string[] = Object.keys(STATUS_TONES)

export const SESSIONS: readonly string[] = Object.keys(SESSION_TONES)

export function statusTone(status: string): Tone {
  return STATUS_TONES[status] ?? 'off'
}

export function sessionTone(session: string): Tone {
  return SESSION_TONES[session] ?? 'off'
}
