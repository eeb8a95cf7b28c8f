import { expect, test } from 'vitest'
import type { Store } from '../../src/store/open.ts'
import { NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import {
  anEdit,
  anIncident,
  aPost,
  aRecord,
  aReply,
  claimOne,
  deliverAll,
  enqueue,
  numberOf,
} from './store-samples.ts'

export function storeStoriesContract(bench: StoreBench): void {
  const told = async (store: Store, ...keys: readonly string[]) =>
    Object.fromEntries(
      [...(await store.stories(keys))].map(([story, copies]) => [
        story,
        copies.map(({ key, channel, alert }) => [key, channel, numberOf(alert)]),
      ]),
    )

  test('are found as they were last told, or wait to be told', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', { n: 1 }), aReply('line', 'root', { n: 2 }), aPost('other', { n: 3 }))
    expect(await told(store, 'root', 'other', 'unknown')).toEqual({
      root: [['root', 'C1', 1]],
      other: [['other', 'C1', 3]],
    })
    await deliverAll(store)
    await enqueue(store, anEdit('e1', 'root', { n: 4 }), anEdit('e2', 'root', { n: 5 }))
    expect(await told(store, 'root', 'other')).toEqual({
      root: [['root', 'C1', 5]],
      other: [['other', 'C1', 3]],
    })
    await deliverAll(store)
    expect(await told(store, 'root')).toEqual({ root: [['root', 'C1', 5]] })
    expect(await store.stories([])).toEqual(new Map())
  })

  test('are found by the incidents that they tell, also by those that are over', async () => {
    const store = await bench.open()
    const incidents = [
      anIncident('open', { rootKey: 'root' }),
      anIncident('over', { rootKey: 'other', resolvedAt: NOW }),
      anIncident('untold'),
    ]
    await store.record(
      aRecord({ incidents, deliveries: [aPost('root', { n: 1 }), aPost('other', { n: 2 }), aPost('more')] }),
    )
    const found = async (...ids: readonly string[]) =>
      [...(await store.storiesOfIncidents(ids)).keys()].sort()
    expect(await found('open', 'over', 'untold', 'unknown')).toEqual(['other', 'root'])
    expect(await found('over')).toEqual(['other'])
    expect((await store.storiesOfIncidents(['over'])).get('other')).toEqual(
      (await store.stories(['other'])).get('other'),
    )
    expect(await found()).toEqual([])
  })

  test('are one in each channel, each with its own key and state, the first of the story first', async () => {
    const store = await bench.open()
    await enqueue(
      store,
      aPost('copy', { channel: 'C0', story: 'root', n: 1 }),
      aPost('root', { n: 2 }),
      aPost('p', { channel: 'C2', story: 'root', n: 3 }),
      anEdit('e', 'copy', { channel: 'C0', story: 'root', n: 4 }),
      aReply('line', 'p', { channel: 'C2', story: 'root', n: 5 }),
    )
    const copies = [
      ['root', 'C1', 2],
      ['copy', 'C0', 4],
      ['p', 'C2', 3],
    ]
    expect(await told(store, 'root', 'copy')).toEqual({ root: copies })
    await deliverAll(store)
    expect(await told(store, 'root')).toEqual({ root: copies })
  })

  test('take in a message of another one with the first edit that says so, and give it back never', async () => {
    const store = await bench.open()
    await enqueue(
      store,
      aPost('root', { n: 1 }),
      aPost('other', { n: 2 }),
      aPost('copy', { channel: 'C2', story: 'other', n: 3 }),
    )
    await deliverAll(store)
    await enqueue(
      store,
      anEdit('e1', 'copy', { channel: 'C2', story: 'root', n: 4 }),
      anEdit('e2', 'other', { story: 'other', n: 5 }),
    )
    const moved = {
      root: [
        ['root', 'C1', 1],
        ['copy', 'C2', 4],
      ],
      other: [['other', 'C1', 5]],
    }
    expect(await told(store, 'root', 'other')).toEqual(moved)
    await deliverAll(store)
    expect(await told(store, 'root', 'other')).toEqual(moved)
    expect(await told(store, 'other')).toEqual({ other: moved.other })
  })

  test('are found in Slack by the incidents they tell, once Slack has taken them, the first of the story first', async () => {
    const store = await bench.open()
    const incidents = [
      anIncident('i1', { rootKey: 'root' }),
      anIncident('i2', { rootKey: 'root', resolvedAt: NOW }),
      anIncident('i3'),
      anIncident('i4', { rootKey: 'late' }),
    ]
    await store.record(aRecord({ incidents }))
    await enqueue(store, aPost('copy', { channel: 'C0', story: 'root' }), aPost('root'))
    const ids = ['i1', 'i2', 'i3', 'i4', 'unknown']
    expect(await store.messagesOfIncidents(ids)).toEqual(new Map())
    await deliverAll(store)
    await enqueue(store, aPost('late'))
    const places = await store.messagesOf('root')
    expect(places.map(({ channel }) => channel)).toEqual(['C1', 'C0'])
    expect(await store.messagesOfIncidents(ids)).toEqual(
      new Map([
        ['i1', places],
        ['i2', places],
      ]),
    )
    expect(await store.messagesOfIncidents([])).toEqual(new Map())
  })

  test('are none of those that went to a pager', async () => {
    const store = await bench.open()
    await enqueue(
      store,
      aPost('root'),
      aPost('page', { channel: 'pagerduty', story: 'root' }),
      aPost('hook', { channel: 'webhook', story: 'root' }),
    )
    expect(await told(store, 'root')).toEqual({ root: [['root', 'C1', 0]] })
  })

  test('stay the same where an edit takes the place of one that was deleted', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', { n: 1 }), aPost('p', { channel: 'C2', story: 'root', n: 2 }))
    await deliverAll(store)
    await enqueue(store, anEdit('e', 'p', { channel: 'C2', story: 'root', n: 3 }))
    await claimOne(store)
    await store.recordDelivery('e', { type: 'parent_gone', retryAt: NOW })
    const copies = [
      ['root', 'C1', 1],
      ['p', 'C2', 3],
    ]
    expect(await told(store, 'root')).toEqual({ root: copies })
    await deliverAll(store)
    expect(await told(store, 'root')).toEqual({ root: copies })
  })
}
