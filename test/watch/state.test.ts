import { expect, test } from 'vitest'
import type { NewDelivery, StoryCopy, WatchRecord } from '../../src/watch/ports.ts'
import { applyRecord, type WatchState } from '../../src/watch/state.ts'
import { aLinkAlert, anIncident } from '../support/alerts.ts'
import { aLink, NOW } from '../support/links.ts'

const NOTHING: WatchRecord = {
  scopes: [],
  incidents: [],
  deliveries: [],
  silences: [],
  subscriptions: [],
  removedSubscriptions: [],
  reasons: [],
}
const copy = (key: string, channel: string): StoryCopy => ({ key, channel, alert: aLinkAlert() })
const edit = (parentKey: string, story: string, channel: string): NewDelivery => ({
  dispatch: { type: 'edit', key: `edit of ${parentKey}`, parentKey },
  story,
  mention: null,
  channel,
  incidentId: null,
  alert: aLinkAlert(),
  at: NOW,
})

test('a message that moves into another story is of that one alone, though what it told before is still known', () => {
  // A link that vanished lately keeps its story known: what takes its place is told there.
  const over = anIncident({ id: 'over', rootKey: 'old', resolvedAt: NOW, ending: 'gone' })
  const state: WatchState = {
    scopes: new Map(),
    incidents: new Map([
      ['a', anIncident({ id: 'a', rootKey: 'new' })],
      ['b', anIncident({ id: 'b', rootKey: 'old' })],
    ]),
    ended: new Map([['over', over]]),
    vanished: new Map([['gone', { scopeId: 's', link: aLink(), at: NOW, incidentId: 'over' }]]),
    stories: new Map([
      ['new', [copy('new', 'C1')]],
      ['old', [copy('old', 'C1'), copy('second', 'C2')]],
    ]),
    silences: new Map(),
    subscriptions: new Map(),
  }
  const record = {
    ...NOTHING,
    incidents: [anIncident({ id: 'b', rootKey: 'new', formerly: ['old'] })],
    deliveries: [edit('new', 'new', 'C1'), edit('old', 'old', 'C1'), edit('second', 'new', 'C2')],
  }
  const { stories } = applyRecord(state, record, [], NOW)
  const keys = [...stories].map(([story, copies]) => [story, copies.map(({ key }) => key)])
  expect(Object.fromEntries(keys)).toEqual({ new: ['new', 'second'], old: ['old'] })
})

test('open incidents stand in the order they began in, also one that is opened later than one that began after it', () => {
  const begun = (id: string, firstBadAt: number) => anIncident({ id, firstBadAt })
  const state: WatchState = {
    scopes: new Map(),
    incidents: new Map([['b', begun('b', NOW)]]),
    ended: new Map(),
    vanished: new Map(),
    stories: new Map(),
    silences: new Map(),
    subscriptions: new Map(),
  }
  const record = { ...NOTHING, incidents: [begun('c', NOW - 1), begun('a', NOW)] }
  expect([...applyRecord(state, record, [], NOW).incidents.keys()]).toEqual(['c', 'a', 'b'])
})
