import { expect, test } from 'vitest'
import type { Ledger } from '../../src/watch/ledger.ts'
import { createWatchMemory } from '../../src/watch/memory.ts'
import type { WatchState } from '../../src/watch/state.ts'
import { AMSTERDAM, anIncident, aScopeState, PARIS } from '../queries/remembered.ts'
import { aLinkAlert } from '../support/alerts.ts'
import { aLink } from '../support/links.ts'
import { aSilence, aSubscription } from '../support/wishes.ts'

const paris = aScopeState([aLink()])
const incident = anIncident(aLink().id, 'critical')
const copy = (key: string, channel: string) => ({ key, channel, alert: aLinkAlert() })
const state: WatchState = {
  scopes: new Map([[PARIS.id, paris]]),
  incidents: new Map([[incident.id, incident]]),
  ended: new Map(),
  vanished: new Map(),
  stories: new Map([['s1', [copy('s1', 'C1'), copy('s1/C2', 'C2')]]]),
  silences: new Map([['silence-1', aSilence()]]),
  subscriptions: new Map([['subscription-1', aSubscription()]]),
}
const memoryOf = (read: Ledger['read']) => createWatchMemory({ read })

test('hands out the very objects that the watch decides on', async () => {
  const memory = memoryOf(async () => state)
  expect(await memory.loadScope(PARIS)).toBe(paris)
  expect((await memory.openIncidents())[0]).toBe(incident)
  expect(await memory.openSilences()).toEqual([aSilence()])
  expect(await memory.subscriptions()).toEqual([aSubscription()])
})

test('knows where a story is told, its first channel first, and of an unknown one nowhere', async () => {
  const channels = await memoryOf(async () => state).channelsOf(['s1', 's2'])
  expect([...channels]).toEqual([
    ['s1', ['C1', 'C2']],
    ['s2', []],
  ])
})

test('sees what was written since', async () => {
  let now = state
  const memory = memoryOf(async () => now)
  now = { ...state, incidents: new Map() }
  expect(await memory.openIncidents()).toEqual([])
})

test('a scope that is not watched is a mistake, and an error', async () => {
  await expect(memoryOf(async () => state).loadScope(AMSTERDAM)).rejects.toThrow('not watched')
})
