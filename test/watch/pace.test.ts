import { describe, expect, test } from 'vitest'
import type { ClaimedDelivery } from '../../src/watch/outbox.ts'
import { createPace } from '../../src/watch/pace.ts'

const HOUR = 3_600_000
const AT = Date.parse('2026-11-21T03:12:00Z')
const CHANNEL = 'C0NETONCALL'
const EDIT = { channel: CHANNEL, dispatch: { type: 'edit' } } as ClaimedDelivery

/** A pace at which a delivery has just ended, with what is held from then on. */
function paceAfter(hold: { readonly what: 'channel' | 'edits' | 'workspace'; readonly ms: number }) {
  const pace = createPace({ editsPerMinute: 40, editsAtOnce: 10 })
  pace.allowance(AT, 5, [])
  pace.ended(EDIT, { hold, outcome: { type: 'sent' }, letIn: false } as never, AT)
  return pace
}

describe('Where the clock is put back', () => {
  test('a channel is held for no longer than before', () => {
    const pace = paceAfter({ what: 'channel', ms: 1_000 })
    const back = AT - HOUR
    expect(pace.allowance(back, 5, []).held).toEqual(new Set([CHANNEL]))
    expect(pace.nextAt(back)).toBe(back + 1_000)
    expect(pace.allowance(back + 1_000, 5, []).held).toEqual(new Set())
  })

  test('edits are held for no longer than before, and those that were made count as before', () => {
    const pace = paceAfter({ what: 'edits', ms: 2_000 })
    for (let made = 0; made < 10; made += 1) pace.begun(EDIT, AT)
    const back = AT - HOUR
    expect(pace.allowance(back, 5, []).limits).toHaveProperty('editsOnly')
    expect(pace.allowance(back + 3_000, 5, []).limits).toEqual({})
  })

  test('a workspace that refused the token is tried no later than before', () => {
    const pace = paceAfter({ what: 'workspace', ms: 60_000 })
    const back = AT - HOUR
    expect(pace.allowance(back, 5, []).limits).toHaveProperty('only')
    expect(pace.allowance(back + 60_000, 5, []).limits).toEqual({})
  })
})
