import type { Clock } from '../clock.ts'

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const MIXED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const HEX = '0123456789abcdef'

/** Makes the ids that Slack would make, from the one source of randomness that was passed in. */
export interface Ids {
  /** `V` + ten characters, and the like. */
  object(prefix: string): string
  /** Five characters, as Slack gives to blocks and elements that came without an id. */
  block(): string
  hex(length: number): string
  digits(length: number): string
  secret(): string
  uuid(): string
}

export function makeIds(random: () => number): Ids {
  const pick = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)] ?? alphabet[0]).join('')
  const hex = (length: number) => pick(HEX, length)
  return {
    object: (prefix) => prefix + pick(ALPHANUMERIC, 10),
    block: () => pick(MIXED, 5),
    hex,
    digits: (length) => `1${pick('0123456789', length - 1)}`,
    secret: () => pick(MIXED, 24),
    uuid: () => [hex(8), hex(4), `4${hex(3)}`, `a${hex(3)}`, hex(12)].join('-'),
  }
}

/** Message timestamps: seconds, a dot, six digits; unique and increasing in the workspace whatever the clock does. */
export function makeTimestamps(clock: Clock): () => string {
  let lastMicros = 0
  return () => {
    lastMicros = Math.max(clock.now() * 1000, lastMicros + 1)
    return `${Math.floor(lastMicros / 1_000_000)}.${String(lastMicros % 1_000_000).padStart(6, '0')}`
  }
}

/** Timestamps compare as numbers of microseconds; both parts fit into a double. */
export function microsOf(ts: string): number {
  const [seconds = '0', fraction = ''] = ts.split('.')
  return Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

export const TIMESTAMP = /^\d{1,10}\.\d{6}$/
