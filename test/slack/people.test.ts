import { describe, expect, test } from 'vitest'
import { createPeople, peopleIn } from '../../src/slack/people.ts'
import { aLinkAlert, anIncident } from '../support/alerts.ts'
import { NOW } from '../support/links.ts'

describe('What people are called', () => {
  test('is asked once for each', async () => {
    const asked: string[] = []
    const people = createPeople(async (userId) => {
      asked.push(userId)
      return { user: { name: 'ada', profile: { display_name: '', real_name: 'Ada L' } } }
    })
    expect([...(await people.names(['U1', 'U1']))]).toEqual([['U1', 'Ada L']])
    await people.names(['U1'])
    expect(asked).toEqual(['U1'])
  })

  test.each([
    ['fails', () => Promise.reject(new Error('ratelimited'))],
    ['has another shape', async () => ({ person: 1 })],
    ['is empty', async () => ({ user: { name: ' ' } })],
  ])('is left out where the answer %s, and asked again', async (_what, answer) => {
    let calls = 0
    const people = createPeople(() => {
      calls += 1
      return answer()
    })
    expect((await people.names(['U1'])).size).toBe(0)
    await people.names(['U1'])
    expect(calls).toBe(2)
  })

  test('is asked of whoever an alert names, and of nothing else', () => {
    const incident = anIncident({
      acknowledgement: { by: 'U0ADA', at: NOW, expiresAt: NOW },
      heldBack: { by: { type: 'silence', silenceId: 'U1' }, level: 'error', at: NOW },
      history: [
        { at: NOW, event: 'acknowledged', status: null, by: 'U0ADA' },
        { at: NOW, event: 'held_back', status: null, by: 'env:lab' },
      ],
    })
    expect(peopleIn(aLinkAlert({ incident }))).toEqual(['U0ADA'])
  })
})
