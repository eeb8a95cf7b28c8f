import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/alerting/alert.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { alertMetadata } from '../../../src/slack/metadata.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { HOSTILE_NAMES } from './hostile.ts'

type Moved = Extract<Alert, { type: 'moved' }>

const link = (n: number, name = `paris-${n}`) => ({ id: `l${n}`, name, region: 'fr-par', status: 'all_down' })
const moved = (links: Moved['links'], causeName: string | null = 'HexaIX at Telehouse TH2'): Moved => ({
  type: 'moved',
  at: NOW,
  cause: { type: 'partner_at_pop', partnerId: 'p', popId: 'th2' },
  causeName,
  links,
})
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const render = (alert: Moved, mention = false) =>
  renderAlert(alert, NOW, { mayRepeat: false, story: 's', ...(mention ? { mention: { type: 'here' } } : {}) })

describe('A message whose links are told in that of their cause', () => {
  test('says which links, by what cause the other message is known, and offers nothing to press', () => {
    const message = render(moved([link(1)]))
    expect(textsOf(message.blocks)[0]).toBe('⚪ Told with others from now on · paris-1')
    expect(all(message)).toContain('`paris-1`: part of what went bad over `HexaIX at Telehouse TH2`.')
    expect(message.text).toContain('⚪ Told with others from now on: `paris-1`')
    expect(message.blocks.map(({ type }) => type)).not.toContain('actions')
  })

  test('counts the links of a group, and names the first of them', () => {
    const message = render(moved(Array.from({ length: 14 }, (_, n) => link(n))))
    expect(textsOf(message.blocks)[0]).toBe('⚪ Told with others from now on · 14 links')
    expect(all(message)).toContain('`paris-9` and 4 more: part of')
  })

  test('pings nobody, also where Slack could not be told of it before', () => {
    expect(all(render(moved([link(1)]), true))).not.toContain('<!here>')
  })

  test('is no incident any more to whoever reads its metadata', () => {
    expect(alertMetadata('k', null, moved([link(1)])).event_payload).toMatchObject({
      kind: 'moved',
      severity: 'info',
      count: 1,
      links: [{ id: 'l1' }],
    })
  })

  test.each(HOSTILE_NAMES.map((name) => ({ name, title: JSON.stringify(name.slice(0, 12)) })))(
    'keeps within what Slack takes with the name $title',
    ({ name }) => {
      const message = render(moved([link(1, name), link(2, name)], name))
      expect(slackProblems(message)).toEqual([])
      expect(messageFormattingProblems(message)).toEqual([])
    },
  )
})
