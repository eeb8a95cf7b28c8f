import { describe, expect, test } from 'vitest'
import type { MessagePlace } from '../../src/slack/ports.ts'
import { createToldAt, NOWHERE, permalink } from '../../src/slack/told-at.ts'
import { listLogger } from './noted.ts'

const WORKSPACE = 'https://acme.slack.com/'
const place: MessagePlace = { channel: 'C123ABC456', ts: '1355517523.000008' }

describe('The address of a message', () => {
  test('is that of its channel and its ts without the dot', () => {
    expect(permalink(WORKSPACE, place)).toBe('https://acme.slack.com/archives/C123ABC456/p1355517523000008')
    expect(permalink('https://acme.enterprise.slack.com', place)).toMatch(/^https:\/\/acme\.enterprise\./u)
  })

  test.each([
    ['a channel that is called by its name', { ...place, channel: '#alerts' }],
    ['a channel that leads elsewhere', { ...place, channel: '../../evil' }],
    ['a pager', { ...place, channel: 'pagerduty' }],
    ['a ts that is none', { ...place, ts: '1355517523' }],
  ])('is not made of %s', (_what, odd) => {
    expect(permalink(WORKSPACE, odd)).toBeNull()
  })

  test('is not made where the workspace has no address', () => {
    expect(permalink('acme', place)).toBeNull()
  })
})

describe('The messages that tell incidents', () => {
  const toldAt = (
    messagesOfIncidents: (ids: readonly string[]) => Promise<ReadonlyMap<string, readonly MessagePlace[]>>,
    workspaceUrl: string | null = WORKSPACE,
  ) => {
    const logger = listLogger()
    return { logger, find: createToldAt({ stories: { messagesOfIncidents }, workspaceUrl, logger }) }
  }

  test('are found with their addresses, in their order', async () => {
    const elsewhere = { channel: 'pagerduty', ts: 'x' }
    const { find } = toldAt(async () => new Map([['i1', [place, elsewhere, { ...place, channel: 'C2' }]]]))
    expect((await find(['i1'])).get('i1')).toEqual([
      { channel: 'C123ABC456', url: 'https://acme.slack.com/archives/C123ABC456/p1355517523000008' },
      { channel: 'C2', url: 'https://acme.slack.com/archives/C2/p1355517523000008' },
    ])
  })

  test('are not looked for where no address can be made, or nothing is asked', async () => {
    const asked: unknown[] = []
    const look = async (ids: readonly string[]) => {
      asked.push(ids)
      return new Map()
    }
    expect(await toldAt(look, null).find(['i1'])).toBe(NOWHERE)
    expect(await toldAt(look).find([])).toBe(NOWHERE)
    expect(asked).toEqual([])
  })

  test('are found beside those of deletions and orders, whose message is known', async () => {
    const reorders = [
      { id: 'r1', shownIn: place },
      { id: 'r2', shownIn: null },
      { id: 'r3', shownIn: { channel: 'pagerduty', ts: 'x' } },
    ]
    const leads = { channel: place.channel, url: permalink(WORKSPACE, place) }
    const { find } = toldAt(async () => new Map([['i1', [place]]]))
    expect([...(await find(['i1'], reorders))]).toEqual([
      ['i1', [leads]],
      ['r1', [leads]],
      ['r3', []],
    ])
    const broken = toldAt(() => Promise.reject(new Error('the database is gone')))
    expect((await broken.find(['i1'], reorders)).get('r1')).toEqual([leads])
    expect(await toldAt(async () => new Map(), null).find([], reorders)).toBe(NOWHERE)
  })

  test('are left out of an answer where they cannot be looked for, and the log says so', async () => {
    const { find, logger } = toldAt(() => Promise.reject(new Error('the database is gone')))
    expect(await find(['i1'])).toBe(NOWHERE)
    expect(JSON.stringify(logger.lines)).toContain('the database is gone')
  })
})
