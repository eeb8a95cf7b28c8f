import { expect, test } from 'vitest'
import { createMembership } from '../../src/slack/membership.ts'

test('Who a person is, is asked again once the clock was put back', async () => {
  const asked: number[] = []
  let now = 1_000
  const membership = createMembership({
    async usersInfo(id) {
      asked.push(now)
      return { user: { id, team_id: 'T1', is_restricted: asked.length > 1 } }
    },
    teamId: 'T1',
    now: () => now,
    onFailure: () => {},
  })
  expect((await membership.check('U1')).allowed).toBe(true)
  now = 0
  expect((await membership.check('U1')).allowed).toBe(false)
  expect(asked).toEqual([1_000, 0])
})
