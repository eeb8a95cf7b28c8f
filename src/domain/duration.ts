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
