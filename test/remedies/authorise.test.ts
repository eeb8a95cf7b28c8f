import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { authorise, createPermissions, heldBack } from '../../src/remedies/authorise.ts'
import { ADA, BEN, SETTINGS } from './desk-world.ts'

const NONE = new Map<string, readonly string[] | null>()
const withOperators = (users: readonly string[], groups: readonly string[] = []) => ({
  ...SETTINGS,
  operators: { users, groups },
})

describe('Who may have things done', () => {
  test('is nobody where no operator is named, and the variable is', () => {
    expect(authorise(withOperators([]), ADA, NONE)).toMatchObject({
      type: 'refused',
      why: 'no_operators',
      sentence: expect.stringContaining('OPERATORS'),
    })
  })

  test('is an operator, by name or by a user group', () => {
    expect(authorise(SETTINGS, ADA, NONE)).toEqual({ type: 'allowed' })
    const members = new Map([['S1', [BEN.member]]])
    expect(authorise(withOperators([], ['S1']), BEN, members)).toEqual({ type: 'allowed' })
  })

  test('is nobody else, who is told whom to ask', () => {
    expect(authorise(SETTINGS, BEN, NONE)).toMatchObject({
      type: 'refused',
      why: 'not_operator',
      ask: { users: [ADA.member] },
    })
  })

  test('is nobody of a user group that Slack does not say the members of', () => {
    const unread = new Map([['S1', null]])
    expect(authorise(withOperators([ADA.member], ['S1']), BEN, unread)).toMatchObject({
      why: 'groups_unknown',
      ask: { users: [ADA.member], groups: [] },
    })
    expect(authorise(withOperators([], ['S1']), BEN, NONE)).toMatchObject({ why: 'groups_unknown' })
    expect(authorise(withOperators([ADA.member], ['S1']), ADA, unread)).toEqual({ type: 'allowed' })
  })

  test('is nobody with REMEDIES off', () => {
    expect(authorise({ ...SETTINGS, isOn: false }, ADA, NONE)).toMatchObject({
      why: 'off',
      sentence: expect.stringContaining('REMEDIES'),
    })
  })

  test.each([
    ['in another channel', 'C0OTHER'],
    ['in the Home tab', null],
  ])('is nobody %s than those set', (_where, channel) => {
    const settings = { ...SETTINGS, channels: ['C0NETOPS'] }
    expect(authorise(settings, { ...ADA, channel }, NONE)).toMatchObject({
      why: 'other_channel',
      channels: ['C0NETOPS'],
    })
    expect(authorise(settings, ADA, NONE)).toEqual({ type: 'allowed' })
  })

  test('is decided the same way whatever is set: only where everything speaks for it', () => {
    const person = fc.constantFrom('U1', 'U2', 'U3')
    const group = fc.constantFrom('S1', 'S2')
    const channel = fc.constantFrom('C1', 'C2')
    fc.assert(
      fc.property(
        fc.uniqueArray(person),
        fc.uniqueArray(group),
        fc.option(fc.uniqueArray(channel)),
        fc.boolean(),
        fc.boolean(),
        person,
        fc.option(channel),
        fc.dictionary(group, fc.option(fc.uniqueArray(person))),
        (users, groups, channels, isOn, isDryRun, member, place, known) => {
          const members = new Map(Object.entries(known))
          const settings = { ...SETTINGS, operators: { users, groups }, channels, isOn, isDryRun }
          const permission = authorise(settings, { member, channel: place }, members)
          const speaksFor =
            isOn &&
            (users.includes(member) || groups.some((id) => known[id]?.includes(member))) &&
            (channels === null || (place !== null && channels.includes(place)))
          expect(permission.type).toBe(speaksFor ? 'allowed' : 'refused')
          if (permission.type === 'refused') expect(permission.sentence).toMatch(/^[A-Z].*\.$/s)
        },
      ),
    )
  })
})

describe('What was begun under other settings', () => {
  test('goes on where there are operators, and neither REMEDIES nor DRY_RUN forbids it', () => {
    expect(heldBack(SETTINGS)).toBeNull()
    expect(heldBack({ ...SETTINGS, isOn: false })).toMatch(/REMEDIES/)
    expect(heldBack({ ...SETTINGS, isDryRun: true })).toMatch(/DRY_RUN/)
    expect(heldBack(withOperators([]))).toMatch(/OPERATORS/)
    expect(heldBack(withOperators([], ['S1']))).toBeNull()
  })
})

describe('The members of user groups', () => {
  const counting = (settings: typeof SETTINGS) => {
    const asked: string[] = []
    const groups = {
      membersOf: async (id: string) => {
        asked.push(id)
        return [BEN.member]
      },
    }
    return { asked, mayAct: createPermissions({ settings, groups }) }
  }

  test('are asked for only where they decide', async () => {
    const { asked, mayAct } = counting(withOperators([ADA.member], ['S1', 'S2']))
    expect(await mayAct(ADA)).toEqual({ type: 'allowed' })
    expect(asked).toEqual([])
    expect(await mayAct(BEN)).toEqual({ type: 'allowed' })
    expect(asked).toEqual(['S1', 'S2'])
  })

  test('are not asked for while remedies are off', async () => {
    const { asked, mayAct } = counting({ ...withOperators([], ['S1']), isOn: false })
    expect(await mayAct(BEN)).toMatchObject({ why: 'off' })
    expect(asked).toEqual([])
  })
})
