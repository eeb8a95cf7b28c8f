import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/alerting/alert.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { anEntry } from '../../support/alerts.ts'
import { NOW } from '../../support/links.ts'
import { textsOf } from '../../support/slack-limits.ts'
import { aDigestWish, aSharedEntry, aSilenceOver } from './daily.ts'
import { anOpenReorder } from './open-reorders.ts'

const render = (alert: Alert) => renderAlert(alert, NOW, { mayRepeat: false, story: 'story-1' })
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const head = (message: RenderedMessage) => textsOf(message.blocks)[0]
const over = { upSince: NOW, resolvedAt: NOW, ending: 'recovered' } as const

describe('A digest', () => {
  const digest = (extra: Partial<Extract<Alert, { type: 'digest' }>> = {}) =>
    render({
      type: 'digest',
      at: NOW,
      subscription: aDigestWish(),
      statuses: { active: 10, all_down: 2 },
      open: [anEntry(1, { level: 'error' }), anEntry(2, { level: 'warning' })],
      over: [anEntry(3, over)],
      silences: [aSilenceOver({ endedAt: null })],
      blind: [{ id: 'nl-ams', region: 'nl-ams' }],
      shared: [],
      milder: 0,
      reorders: [],
      ...extra,
    })

  test('says what is bad, what is over, what is silenced and where nothing is seen', () => {
    const message = digest()
    expect(head(message)).toBe('🟠 Digest · 2 of 12 links bad · vpc:production')
    for (const part of [
      '10 Active and 2 Down.',
      '*Bad now*',
      '`paris-1`',
      '*Over since the last digest*',
      '`paris-3`',
      '*Silenced*',
      '`nl-ams` cannot be read now',
    ])
      expect(all(message)).toContain(part)
  })

  test('of a quiet day is short, and a region that cannot be read is not called well', () => {
    const quiet = digest({ open: [], over: [], silences: [], blind: [], statuses: { active: 12 } })
    expect(head(quiet)).toBe('🟢 Digest · all 12 links well · vpc:production')
    expect(head(digest({ open: [] }))).toBe(
      '⚠️ Digest · nothing known to be bad, 1 region unread · vpc:production',
    )
  })

  test('names what links share beside them: what is bad, and what is over', () => {
    const message = digest({
      shared: [
        aSharedEntry(),
        aSharedEntry({ subject: 'scope', name: 'nl-ams', level: 'warning' }),
        aSharedEntry({ name: 'mended', ...over }),
        aSharedEntry({ subject: 'policy', name: 'export', resolvedAt: NOW, ending: 'told_once' }),
      ],
    })
    expect(head(message)).toBe(
      '🔴 Digest · 2 of 12 links, 1 unreadable region and 1 connection bad · vpc:production',
    )
    const [bad = '', past = ''] = all(message).split('*Over since the last digest*')
    expect(bad).toContain(
      '🔴 *Critical* Dedicated connection `dc-port` in `fr-par`: It carries nothing. Since',
    )
    expect(bad).toContain('🟡 *Warning* Region `nl-ams`: ')
    expect(past).toContain('🟢 *Recovered* Dedicated connection `mended` in `fr-par`, at ')
    expect(past).toContain('🔴 *Critical* Routing policy `export` in `fr-par`: It carries nothing. At ')
  })

  test('names deletions and orders that have not ended, and calls a day on which one waits for a person not quiet', () => {
    const calm = { open: [], over: [], silences: [], blind: [], statuses: { active: 12 } }
    const stopped = anOpenReorder()
    const waiting = anOpenReorder({
      id: 'r-2',
      isOrder: false,
      state: { type: 'waiting', since: NOW, why: 'The partner has to delete its side.' },
    })
    const message = digest({ ...calm, reorders: [stopped, waiting] })
    expect(head(message)).toBe(
      '🟡 Digest · all 12 links well, 1 deletion or order waits for a person · vpc:production',
    )
    expect(all(message)).toMatch(
      /\*Deletions and orders that have not ended\*\n⚠️ \*Stopped: waits for a person\* deletion and new order of `paris-refused`.*\n.*quota.*\n⏳ \*Waits\* deletion of `paris-refused`/,
    )
    expect(head(digest({ ...calm, reorders: [waiting] }))).toBe(
      '🟢 Digest · all 12 links well · vpc:production',
    )
    const many = Array.from({ length: 7 }, (_, n) => anOpenReorder({ id: `r-${n}` }))
    expect(all(digest({ ...calm, reorders: many }))).toContain(
      'and 2 more: ask `/interlink fix` of each link',
    )
  })

  test('counts what is milder than its channel asked for, and does not call that well', () => {
    const message = digest({ open: [], blind: [], milder: 2 })
    expect(head(message)).toBe('🔵 Digest · nothing bad but 2 milder · vpc:production')
    expect(all(message)).toContain('2 more incidents are open that are milder than error')
  })
})
