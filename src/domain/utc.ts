/** `2026-03-03 09:00:05 UTC`, to be compared with logs and other people. `at` is in ms. */
export function utcSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** `2026-03-03 09:00 UTC`. `at` is in ms. */
export function utcMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
