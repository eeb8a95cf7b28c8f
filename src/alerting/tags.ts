import { inWords } from '../diagnostics/words.ts'
import { compareLevels, LEVELS, type Level } from '../domain/incident.ts'

/** Tags of a link that say how loud it may be. They are this project's own, for people to set in the console or in Terraform. */
const MUTE_TAG = 'oncall:off'
const LAB_TAG = 'env:lab'
const VPN_TAG = 'backup:vpn'

/** The tag that keeps everything about the link quiet; null where it has none. */
export function mutingTag(tags: readonly string[]): string | null {
  return has(tags, MUTE_TAG) ? MUTE_TAG : null
}

/**
 * The level of a link after its tags: `backup:vpn` takes an error or worse down by one, `env:lab` leaves none above warning. A
 * warning stays one: only `oncall:off` makes something unheard. `reason` is a sentence; null where the tags change nothing.
 */
export function levelByTags(
  level: Level,
  tags: readonly string[],
): { readonly level: Level; readonly reason: string | null } {
  let lowered = level
  const reasons: string[] = []
  if (has(tags, VPN_TAG) && compareLevels(lowered, 'warning') > 0) {
    lowered = LEVELS[LEVELS.indexOf(lowered) - 1] ?? lowered
    reasons.push(`the tag ${VPN_TAG} lowers it by one, though that backup is not watched`)
  }
  if (has(tags, LAB_TAG) && compareLevels(lowered, 'warning') > 0) {
    lowered = 'warning'
    reasons.push(`the tag ${LAB_TAG} leaves it at warning`)
  }
  if (reasons.length === 0) return { level, reason: null }
  const clause = inWords(reasons)
  return { level: lowered, reason: `It is ${level} by itself; ${clause}.` }
}

function has(tags: readonly string[], wanted: string): boolean {
  return tags.some((tag) => tag.trim().toLowerCase() === wanted)
}
