import { describe, expect, test } from 'vitest'
import type { Incident } from '../../src/domain/incident.ts'
import { inOrder, recall } from '../../src/queries/recall.ts'
import { aLink } from '../support/links.ts'
import { DOWN } from './asking.ts'
import { anIncident, aScopeState, aWatchedLink, idOf, memoryOf, PARIS } from './remembered.ts'

describe('what is recalled', () => {
  const links = [aLink({ id: idOf(1), name: 'a' }), aLink({ id: idOf(2), name: 'b', ...DOWN })]
  const state = aScopeState(links)

  test('is joined once for as long as nothing changes', async () => {
    const memory = memoryOf([state], [anIncident(idOf(1), 'error')])
    const first = await recall(memory, [PARIS])
    expect(await recall(memory, [PARIS])).toBe(first)
    expect(inOrder(first)).toBe(inOrder(first))
  })

  test('shows the next question what has changed since', async () => {
    let [states, incidents] = [[state], [] as readonly Incident[]]
    const memory = {
      loadScope: async () => states[0] ?? state,
      openIncidents: async () => incidents,
      openSilences: async () => [],
    }
    const order = async () => inOrder(await recall(memory, [PARIS])).map(({ watched }) => watched.link.name)
    expect(await order()).toEqual(['b', 'a'])
    incidents = [anIncident(idOf(1), 'critical')]
    expect(await order()).toEqual(['a', 'b'])
    const well = aLink({ id: idOf(3), name: 'c' })
    states = [{ ...state, links: new Map([...state.links, [well.id, aWatchedLink(well)]]) }]
    expect(await order()).toEqual(['a', 'b', 'c'])
  })

  test('is not mixed up between two memories', async () => {
    const [one, other] = [memoryOf([state]), memoryOf([aScopeState([])])]
    expect((await recall(one, [PARIS])).links.size).toBe(2)
    expect((await recall(other, [PARIS])).links.size).toBe(0)
    expect((await recall(one, [PARIS])).links.size).toBe(2)
  })
})
