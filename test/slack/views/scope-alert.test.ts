import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/alerting/alert.ts'
import type { BlindRegion } from '../../../src/alerting/blindness.ts'
import type { Incident } from '../../../src/domain/incident.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { alertMetadata } from '../../../src/slack/metadata.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { anIncident } from '../../support/alerts.ts'
import { NOW } from '../../support/links.ts'
import { textsOf } from '../../support/slack-limits.ts'

const render = (alert: Alert) =>
  renderAlert(alert, NOW, { mayRepeat: false, mention: { type: 'here' }, story: 'story-1' })
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const head = (message: RenderedMessage) => textsOf(message.blocks).find((text) => text.includes(' · ')) ?? ''

const blind = (
  region: string,
  incident: Partial<Incident> = {},
  failure: Partial<BlindRegion['failure']> = {},
): BlindRegion => ({
  incident: anIncident({
    id: region,
    level: 'warning',
    subject: { type: 'scope', scopeId: region },
    ...incident,
  }),
  scope: { id: region, region },
  failure: {
    reason: 'unauthenticated',
    message: 'Scaleway answered 401: the key is expired.',
    status: 401,
    requestId: `req-${region}`,
    retryable: false,
    ...failure,
  },
})
const told = (...regions: readonly BlindRegion[]): Alert => ({ type: 'scope', at: NOW, regions })
const OVER = { resolvedAt: NOW, ending: 'recovered' } as const

describe('Regions that cannot be read by one cause', () => {
  test('are counted, named with since when and the last good poll, and told why and what to do once', () => {
    const message = render(told(blind('fr-par'), blind('nl-ams', { lastGoodAt: null })))
    expect(head(message)).toBe('🟡 Warning · 2 regions cannot be read')
    expect(all(message)).toContain(
      'The bot is blind in `fr-par` and `nl-ams`. Nothing is known of their links',
    )
    expect(all(message)).toMatch(
      /`fr-par`: since <!date.*08:59:30 UTC.*; last good poll <!date.*08:59:00 UTC/,
    )
    expect(all(message)).toMatch(/`nl-ams`: since .*; last good poll never\./)
    for (const once of ['the key is expired', 'SCW_SECRET_KEY'])
      expect(all(message).split(once)).toHaveLength(2)
    expect(message.text).toContain('2 regions cannot be read')
  })

  test('say each why where the failures differ, with what to do about each', () => {
    const message = render(
      told(blind('fr-par', {}, { reason: 'timeout', message: 'No answer.' }), blind('nl-ams')),
    )
    expect(all(message)).toMatch(/`fr-par`: since .* No answer\. Request id `req-fr-par`/)
    expect(all(message)).toMatch(/`nl-ams`: since .* the key is expired\. Request id `req-nl-ams`/)
    expect(all(message)).toContain('The API does not answer in time')
    expect(all(message)).toContain('SCW_SECRET_KEY')
  })

  test('are as loud as the worst that is left, and say which are', () => {
    const message = render(told(blind('fr-par', { level: 'critical', ...OVER }), blind('nl-ams')))
    expect(head(message)).toBe('🟡 Warning · 1 of 2 regions cannot be read')
    expect(all(message)).toContain('The bot is blind in `nl-ams`.')
    expect(all(message)).toMatch(/🟢 \*Recovered\* `fr-par`, at .*, after 30 s/)
  })

  test('are well once all can be read, which pings nobody', () => {
    const message = render(told(blind('fr-par', OVER), blind('nl-ams', OVER)))
    expect(head(message)).toBe('🟢 Recovered · 2 regions can be read again')
    expect(all(message)).not.toMatch(/What to do next|<!here>/)
    expect(all(render(told(blind('fr-par', OVER), blind('nl-ams'))))).toContain('<!here>')
  })

  test('are not all said to be readable where one is just not watched any more', () => {
    const message = render(told(blind('fr-par', OVER), blind('nl-ams', { ...OVER, ending: 'unwatched' })))
    expect(head(message)).toBe('⚪ Closed · 2 regions read again, or not watched any more')
    expect(all(message)).toContain('⚪ *Closed* `nl-ams`: no longer watched')
  })

  test('are named to other apps', () => {
    const payload = (...regions: readonly BlindRegion[]) =>
      alertMetadata('key', null, told(...regions)).event_payload
    expect(payload(blind('fr-par'), blind('nl-ams', { level: 'error' }))).toMatchObject({
      severity: 'error',
      count: 2,
      regions: [{ region: 'fr-par' }, { region: 'nl-ams' }],
    })
    expect(payload(blind('fr-par'))).toMatchObject({ severity: 'warning', region: 'fr-par' })
    expect(payload(blind('fr-par', OVER))).toMatchObject({ severity: 'info' })
  })
})

describe('A line about them', () => {
  const line = (changes: Extract<Alert, { type: 'scope_line' }>['changes'], left: readonly string[]) =>
    render({ type: 'scope_line', at: NOW, changes, left }).text

  test('says which can be read again, and which cannot', () => {
    const changes = [
      { ...blind('fr-par', OVER), event: 'recovered' as const },
      { ...blind('nl-ams', { ...OVER, firstBadAt: NOW - 90_000 }), event: 'recovered' as const },
    ]
    expect(line(changes, ['pl-waw'])).toContain(
      '🟢 *Recovered after 1 min 30 s.* `fr-par` and `nl-ams` can be read again.\nStill unreadable: `pl-waw`.',
    )
    expect(line(changes, [])).not.toContain('Still')
  })

  test('says which became unreadable too, and which got worse', () => {
    const text = line(
      [
        { ...blind('fr-par', { level: 'critical' }), event: 'worsened' },
        { ...blind('nl-ams'), event: 'joined' },
      ],
      ['fr-par', 'nl-ams'],
    )
    expect(text).toContain('🔴 *Critical: worse.* `fr-par` cannot be read since')
    expect(text).toContain('🟡 *Warning: by the same cause.* `nl-ams` cannot be read either, since')
  })
})
