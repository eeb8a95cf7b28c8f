import { expect, test } from 'vitest'
import {
  asHeld,
  compareReorders,
  type OpenReorder,
  type ReorderState,
  waitsForPerson,
} from '../../src/domain/open-reorder.ts'
import { aLink, NOW } from '../support/links.ts'

const one = (id: string, state: ReorderState): OpenReorder => ({
  id,
  scopeId: 'default/fr-par',
  link: aLink(),
  isOrder: true,
  by: 'U1',
  state,
  shownIn: null,
})

const RUNNING = one('running', { type: 'running', since: NOW - 9 })
const WAITING = one('waiting', { type: 'waiting', since: NOW - 8, why: 'The partner is slow.' })
const STOPPED = one('stopped', { type: 'stopped', since: NOW - 1, why: 'No.' })

test('what waits for a person comes first, then what has stood so for longest', () => {
  const older = one('older', { type: 'stopped', since: NOW - 2, why: 'No.' })
  const twin = one('a-twin', STOPPED.state)
  const [held] = asHeld([one('held', RUNNING.state)], 'REMEDIES is off.')
  if (held === undefined) throw new Error('None is held.')
  const sorted = [RUNNING, WAITING, held, STOPPED, twin, older].sort(compareReorders)
  expect(sorted.map(({ id }) => id)).toEqual(['older', 'a-twin', 'stopped', 'held', 'waiting', 'running'])
  expect(sorted.filter(waitsForPerson).map(({ id }) => id)).toEqual(['older', 'a-twin', 'stopped', 'held'])
})

test('a bot that may change nothing holds all of them back, with the reason, since they stood as they did', () => {
  const all = [STOPPED, WAITING, RUNNING]
  expect(asHeld(all, null)).toEqual(all)
  expect(asHeld(all, 'REMEDIES is off.').map(({ state }) => state)).toEqual(
    all.map(({ state: { since } }) => ({ type: 'held', since, why: 'REMEDIES is off.' })),
  )
})
