import { describe, expect, test } from 'vitest'
import { createUserGroups } from '../../src/slack/user-groups.ts'

function groupsWith(list: (groupId: string) => Promise<unknown>) {
  const told: string[] = []
  const calls: string[] = []
  let now = 0
  const groups = createUserGroups({
    list(groupId) {
      calls.push(groupId)
      return list(groupId)
    },
    now: () => now,
    onFailure: (_groupId, sentence) => told.push(sentence),
  })
  return { groups, told, calls, wait: (ms: number) => (now += ms) }
}

const refusal = (error: string) =>
  Promise.reject(Object.assign(new Error(error), { data: { ok: false, error } }))

describe('Whom a user group holds', () => {
  test('is asked once in five minutes, and once by several at the same time', async () => {
    const { groups, calls, wait } = groupsWith(async () => ({ ok: true, users: ['U1'] }))
    const both = await Promise.all([groups.membersOf('S1'), groups.membersOf('S1')])
    expect(both).toEqual([['U1'], ['U1']])
    wait(299_999)
    await groups.membersOf('S1')
    expect(calls).toEqual(['S1'])
    wait(1)
    await groups.membersOf('S1')
    await groups.membersOf('S2')
    expect(calls).toEqual(['S1', 'S1', 'S2'])
  })

  test('is asked again once the clock was put back', async () => {
    const { groups, calls, wait } = groupsWith(async () => ({ ok: true, users: ['U1'] }))
    await groups.membersOf('S1')
    wait(-1)
    await groups.membersOf('S1')
    expect(calls).toEqual(['S1', 'S1'])
  })

  test.each([
    ['the scope is missing', () => refusal('missing_scope'), 'usergroups:read'],
    ['there is no such group', () => refusal('no_such_subteam'), 'how it is spelled'],
    ['Slack is busy', () => refusal('ratelimited'), 'ratelimited'],
    ['the answer has another shape', async () => ({ ok: true }), 'does not say'],
  ])('is not known where %s, which is told, and asked again', async (_why, list, words) => {
    const { groups, told, calls } = groupsWith(list)
    expect(await groups.membersOf('S1')).toBeNull()
    expect(await groups.membersOf('S1')).toBeNull()
    expect(told[0]).toContain(words)
    expect(calls).toHaveLength(2)
  })

  test('is told without a token', async () => {
    const { groups, told } = groupsWith(() => Promise.reject(new Error('failed for xoxb-123-secret')))
    await groups.membersOf('S1')
    expect(told[0]).not.toContain('xoxb-123-secret')
  })
})
