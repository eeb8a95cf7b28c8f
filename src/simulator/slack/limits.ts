import type { Clock } from '../clock.ts'

/** Calls a minute, per method and workspace: https://docs.slack.dev/apis/web-api/rate-limits */
export const TIERS = { 1: 1, 2: 20, 3: 50, 4: 100, special: 600 } as const
export type Tier = keyof typeof TIERS

/** "1 per second per channel. Short bursts >1 allowed", without a figure: this many, then one a second. */
export const POST_BURST = 5

const MINUTE_MS = 60_000

export interface RateLimiter {
  /** Takes one call, or says after how many whole seconds to try again. */
  take(method: string, tier: Tier, postsTo: string | undefined): { readonly retryAfterS: number } | undefined
}

export function makeRateLimiter(clock: Clock): RateLimiter {
  const windows = new Map<string, number[]>()
  const buckets = new Map<string, { tokens: number; at: number }>()

  const takePost = (channel: string): number | undefined => {
    const now = clock.now()
    const bucket = buckets.get(channel) ?? { tokens: POST_BURST, at: now }
    const tokens = Math.min(POST_BURST, bucket.tokens + (now - bucket.at) / 1000)
    if (tokens < 1) {
      buckets.set(channel, { tokens, at: now })
      return Math.ceil(1 - tokens)
    }
    buckets.set(channel, { tokens: tokens - 1, at: now })
    return undefined
  }

  const takeCall = (method: string, tier: Tier): number | undefined => {
    const now = clock.now()
    const recent = (windows.get(method) ?? []).filter((at) => now - at < MINUTE_MS)
    windows.set(method, recent)
    const first = recent[0]
    if (recent.length >= TIERS[tier] && first !== undefined)
      return Math.ceil((first + MINUTE_MS - now) / 1000)
    recent.push(now)
    return undefined
  }

  return {
    take(method, tier, postsTo) {
      const wait = (postsTo === undefined ? undefined : takePost(postsTo)) ?? takeCall(method, tier)
      return wait === undefined ? undefined : { retryAfterS: Math.max(1, wait) }
    },
  }
}
