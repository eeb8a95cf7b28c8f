/** Words for numbers, times and lists. */

/** `2026-03-03 09:00:05 UTC`. */
export function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/**
 * A moment that each reader sees in a zone of their own, with UTC for clients that cannot (Slack's date formatting,
 * `<!date^unix^format|fallback>`).
 */
export function localDate(ms: number): string {
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} {time_secs}|${utc(ms)}>`
}

/** Both: the reader's own time, and UTC to compare with logs and other people. */
export function moment(ms: number): string {
  return `${localDate(ms)} (${utc(ms).slice(11)})`
}

/** How long ago, which the reader's client keeps counting: an edit for each minute is not needed. */
export function ago(ms: number): string {
  return `<!date^${Math.floor(ms / 1000)}^{ago}|${utc(ms)}>`
}

const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1000 },
] as const

/** A length of time in its two largest units: `12 min 30 s`, `3 d 4 h`. Less than a second is `0 s`. */
export function duration(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / 1000)) * 1000
  const first = UNITS.findIndex((unit) => whole >= unit.ms)
  if (first === -1) return '0 s'
  let rest = whole
  const parts: string[] = []
  for (const unit of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / unit.ms)
    rest -= count * unit.ms
    if (count > 0) parts.push(`${count} ${unit.name}`)
  }
  return parts.join(' ')
}

/** `1 link`, `2 links`. */
export function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${n} ${n === 1 ? singular : plural}`
}

/** The first letter in capitals. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
