import { type FlappingJudgement, isFullyUp, judgeFlapping, noteHealth } from '../../src/alerting/flapping.ts'
import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { parseTimers } from '../../src/alerting/timers.ts'
import type { Flapping } from '../../src/domain/incident.ts'
import type { Link, PerFamily } from '../../src/domain/link.ts'
import { aLink } from '../support/links.ts'

export const MINUTE = 60_000
export const SETTINGS = DEFAULT_ALERT_SETTINGS

/** The default settings with other timers. */
export function timed(timers: string): AlertSettings {
  const read = parseTimers(timers)
  if (read.type === 'invalid') throw new Error(read.problems.join('\n'))
  return { ...SETTINGS, timers: read.timers }
}

export const seen = (ipv4: boolean, ipv6: boolean, extra: Partial<Link> = {}): Link =>
  aLink({
    status: ipv4 && ipv6 ? 'active' : ipv4 || ipv6 ? 'limited_connectivity' : 'all_down',
    sessions: { ipv4: ipv4 ? 'up' : 'down', ipv6: ipv6 ? 'up' : 'down' },
    ...extra,
  })

/** One look at a link: when (ms), and which of its sessions were up. */
export interface Look extends PerFamily<boolean> {
  readonly at: number
}

export interface Remembered {
  readonly before: Link | null
  readonly changes: readonly number[]
  readonly flapping: Flapping | null
}

export const NOTHING: Remembered = { before: null, changes: [], flapping: null }

/** What a poll decides on a link of which no more is known than what is stored. */
export function look(known: Remembered, { at, ipv4, ipv6 }: Look, settings: AlertSettings) {
  const after = seen(ipv4, ipv6)
  const changes = noteHealth(known.changes, { before: known.before, after }, at, settings)
  const judgement = judgeFlapping({ changes, up: isFullyUp(after), flapping: known.flapping }, at, settings)
  return { judgement, known: { before: after, changes, flapping: judgement.flapping } }
}

export function watchAll(looks: readonly Look[], settings = SETTINGS): readonly FlappingJudgement[] {
  const judgements: FlappingJudgement[] = []
  let known = NOTHING
  for (const one of looks) {
    const next = look(known, one, settings)
    judgements.push(next.judgement)
    known = next.known
  }
  return judgements
}
