import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { buttonsOf, GUEST, type } from '../support/pressing.ts'
import { botPosts, errorsOf, expectSlackTakesIt, press, replaced } from '../support/slack-doors.ts'

let bot: Bot
beforeAll(async () => {
  bot = await startBot()
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** Chooses from the menu of an answer of Ada's; returns what then stands in its place. */
async function choose(typed: string, value: string, lookedUp?: string) {
  const menu = await type(bot, typed)
  expect(buttonsOf(menu)).toContain('pick_link')
  const place = { ephemeralId: menu.ts }
  if (lookedUp !== undefined)
    await bot.slack.suggest({ userId: ADA, ...place, actionId: 'pick_link', typed: lookedUp })
  return replaced(bot, menu, () => press(bot, place, 'pick_link', { value }))
}

describe('The menu of an ambiguous name goes on with the command that was typed:', () => {
  test.each([
    ['status', /paris-prod-b is up[\s\S]*What it means/],
    ['diagnose', /paris-prod-b is up[\s\S]*Whose move/],
    ['why', /Why paris-prod-b was told/],
    ['history', /History of paris-prod-b/],
    ['router', /Router for paris-prod-b/],
    ['whatif down', /If paris-prod-b went down/],
  ])('%s', async (command, says) => {
    const answer = await choose(`${command} paris-prod`, linkId(bot, 'paris-prod-b'))
    expect(words(answer)).toMatch(says)
    expect(buttonsOf(answer)).toContain('share_answer')
    expectSlackTakesIt(answer, { names: [`<#${ALERT_CHANNEL}>`] })
  })

  test.each([
    ['router paris-prod junos', /Router for paris-prod-b: Juniper Junos/],
    ['history paris-prod last month', /History of paris-prod-b[\s\S]*\d{4}-\d{2}: /],
  ])('with all of its words: %s', async (typed, says) => {
    expect(words(await choose(typed, linkId(bot, 'paris-prod-b')))).toMatch(says)
  })

  test('vpc and partner, which are no links', async () => {
    const vpc = bot.interlink.world.links().find(({ name }) => name === 'amsterdam-prod')?.vpc_id ?? ''
    expect(words(await choose('vpc', vpc))).toContain('VPC prod-ams')
    const partner = bot.interlink.world.links().find(({ name }) => name === 'paris-prod-b')
      ?.partner?.partner_id
    expect(words(await choose('partner', partner ?? ''))).toContain('Partner LibrePro')
  })
})

describe('The menu that a command without words offers', () => {
  test.each(['status', 'diagnose', 'why', 'history', 'router'])(
    '%s looks links up by what is typed, a status too',
    async (command) => {
      const id = linkId(bot, 'warsaw-recovery')
      expect(words(await choose(command, id, 'Provisioning'))).toContain('warsaw-recovery')
    },
  )

  test('of a link that went meanwhile says so', async () => {
    const gone = bot.interlink.world.addLink({ ...like('paris-prod-a'), name: 'short-lived' })
    await bot.poll()
    const menu = await type(bot, 'status')
    await bot.slack.suggest({
      userId: ADA,
      ephemeralId: menu.ts,
      actionId: 'pick_link',
      typed: 'short-lived',
    })
    bot.interlink.world.removeLink(gone.id)
    await bot.poll()
    const answer = await replaced(bot, menu, () =>
      press(bot, { ephemeralId: menu.ts }, 'pick_link', { value: gone.id }),
    )
    expect(words(answer)).toMatch(/`short-lived` is gone/)
  })
})

const like = (name: string) => {
  const found = bot.interlink.world.links().find((one) => one.name === name)
  if (found === undefined) throw new Error(`No link is called ${name}.`)
  const { id: _id, vlan: _vlan, ...rest } = found
  return rest
}

describe('Type-ahead', () => {
  const MENU = {
    type: 'actions',
    block_id: 'pick_link:status',
    elements: [
      {
        type: 'external_select',
        action_id: 'pick_link',
        placeholder: { type: 'plain_text', text: 'Which?' },
        min_query_length: 0,
      },
    ],
  } as const

  async function suggested(typed: string, userId = ADA) {
    const { channel, ts } = await botPosts(bot, [MENU])
    const outcome = await bot.slack.suggest({
      userId,
      channelId: channel,
      messageTs: ts,
      actionId: 'pick_link',
      typed,
    })
    if (!outcome.ok) throw new Error(outcome.shown)
    const { options } = outcome.ack as { options: { value: string; text: { text: string } }[] }
    return options
  }

  test('offers the links that fit, the name first', async () => {
    const options = await suggested('prod-a')
    expect(options[0]).toMatchObject({ value: linkId(bot, 'paris-prod-a') })
    expect(options[0]?.text.text).toBe('paris-prod-a · Active · fr-par')
  })

  test('offers nothing to a guest', async () => {
    expect(await suggested('', GUEST)).toEqual([])
    expect(await suggested('paris', GUEST)).toEqual([])
  })

  test.each(['zzzzzzzzzzzzzzzzzzzzz', '<!channel>', '\u202e', 'x'.repeat(3000), '"', '('])(
    'answers %j with a list, if an empty one',
    async (typed) => {
      expect(Array.isArray(await suggested(typed))).toBe(true)
    },
  )

  test('of more links than a menu holds offers a hundred, and finds the others by what is typed', async () => {
    const added = Array.from(
      { length: 105 },
      (_none, n) =>
        bot.interlink.world.addLink({ ...like('paris-prod-a'), name: `many-${n}`, bandwidth_mbps: 50 }).id,
    )
    await bot.poll()
    expect(await suggested('')).toHaveLength(100)
    expect((await suggested('many-104'))[0]).toMatchObject({ value: added[104] })
    const menu = await type(bot, 'status many')
    expect(words(menu)).toContain('105 links fit `many`')
    expect(words(await choose('status many', added[104] ?? '', 'many-104'))).toContain('many-104 is up')
    for (const id of added) bot.interlink.world.removeLink(id)
    await bot.poll()
  })
})
