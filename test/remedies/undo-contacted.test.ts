import { describe, expect, test } from 'vitest'
import { ADA, BEN, deskWorld } from './desk-world.ts'

const LINK = 'l-1'
const aContact = (at: number, reference: string | null = null) => ({
  linkId: LINK,
  by: 'U0EVE',
  at,
  reference,
})

/** A desk before which one or more contacts were recorded. */
async function contacted(options: Parameters<typeof deskWorld>[0] = {}, ...times: readonly number[]) {
  const world = deskWorld(options)
  for (const at of times) await world.store.recordContact(aContact(at, `ORD-${at}`))
  return world
}

describe('Undo that the partner was contacted', () => {
  test('says what it took back and what stands now, and notes both with whom they were recorded by', async () => {
    const { desk, store } = await contacted({}, 1, 2)
    expect(await desk.undoContacted(LINK, 2, ADA)).toMatchObject({
      type: 'undone',
      undone: { at: 2, by: 'U0EVE' },
      left: { at: 1 },
    })
    expect(store.contacts.map(({ at }) => at)).toEqual([1])
    expect(store.rows).toMatchObject([
      {
        act: 'undo_contacted',
        outcome: 'done',
        by: ADA.member,
        before: expect.stringMatching(/contacted by U0EVE at 1970-.*ORD-2$/),
        after: expect.stringMatching(/contacted by U0EVE at 1970-.*ORD-1$/),
      },
    ])
    await desk.undoContacted(LINK, 1, ADA)
    expect(store.rows.at(-1)).toMatchObject({ outcome: 'done', after: 'nobody has recorded a contact' })
  })

  test.each([
    ['who is no operator', {}, 2, BEN, 'refused', 'not_operator', /Only operators/],
    ['who presses a button that is older than the last', {}, 1, ADA, 'refused', 'premise', /recorded since/],
    ['where REMEDIES is off', { settings: { isOn: false } }, 2, ADA, 'refused', 'off', /REMEDIES/],
    ['while DRY_RUN is on', { settings: { isDryRun: true } }, 2, ADA, 'dry_run', undefined, /DRY_RUN/],
  ] as const)(
    'takes nothing back for somebody %s, and notes that',
    async (_, options, at, asker, outcome, why, says) => {
      const { desk, store } = await contacted(options, 1, 2)
      const answer = await desk.undoContacted(LINK, at, asker)
      expect(answer).toMatchObject({ type: outcome, sentence: expect.stringMatching(says) })
      expect('why' in answer ? answer.why : undefined).toBe(why)
      expect(store.contacts).toHaveLength(2)
      expect(store.rows).toMatchObject([
        { act: 'undo_contacted', outcome, by: asker.member, reason: expect.stringMatching(says) },
      ])
    },
  )
})
