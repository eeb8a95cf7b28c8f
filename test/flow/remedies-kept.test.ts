import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ConfiguringAct } from '../../src/remedies/acts.ts'
import type { AuditRow } from '../../src/remedies/ports.ts'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { OLU } from '../support/pressing.ts'
import {
  auditOf,
  expectAudited,
  fix,
  linkRow,
  OPERATORS,
  offered,
  plan,
  submit,
  writes,
} from '../support/remedies.ts'
import { errorsOf, press, replaced, seen } from '../support/slack-doors.ts'

const ACCESS_KEY = 'SCWABCDEFGHIJKLMNOPQ'

let bot: Bot
beforeEach(async () => {
  bot = await startBot({ env: { ...OPERATORS, SCW_ACCESS_KEY: ACCESS_KEY } })
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** Begins an act as the desk does, of which the process then sees no end. */
async function begin(name: string, act: ConfiguringAct): Promise<void> {
  const row: AuditRow = {
    id: randomUUID(),
    at: bot.clock.now(),
    by: ADA,
    channel: ALERT_CHANNEL,
    act: act.type,
    link: { id: linkId(bot, name), name, region: 'fr-par' },
    what: 'A test.',
    outcome: 'begun',
    reason: null,
    before: null,
    after: null,
    requestIds: [],
  }
  expect(await bot.store().beginAct(row, ['propagation'], row.at, 90_000, act)).toBe(true)
}

describe('An act that the end of the process cut off', () => {
  test('has its end in the audit and in the channel once the bot is back, by what the link shows', async () => {
    await begin('paris-prod-a', { type: 'disable_propagation' })
    await begin('paris-prod-b', { type: 'disable_propagation' })
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-a'), { enable_route_propagation: false })
    await bot.stop()
    await bot.clock.advance(30_000)
    await bot.start()
    const said = () => bot.channel().map(words).join('\n')
    await seen(bot, () =>
      /ada turned route propagation off for `paris-prod-a`\.[\s\S]*it is done/.test(said()) &&
      /ada tried to turn route propagation off for `paris-prod-b`\.[\s\S]*it is not/.test(said())
        ? true
        : undefined,
    )
    const rows = (await auditOf(bot)).map(({ link, outcome, by }) => `${link.name} ${outcome} ${by}`)
    expect(rows.sort()).toEqual([
      `paris-prod-a begun ${ADA}`,
      `paris-prod-a done ${ADA}`,
      `paris-prod-b begun ${ADA}`,
      `paris-prod-b failed ${ADA}`,
    ])
    // What is over keeps nobody from the next act.
    const shown = await plan(bot, 'paris-prod-b', 'disable_propagation:')
    await submit(bot, shown, { remedy_typed: 'paris-prod-b' }, /Done: /)
  })
})

describe('A right that the API key lacks', () => {
  const refuse = () =>
    bot.interlink.faults.next({
      match: ({ method }) => method === 'POST',
      answer: apiErrors.permissionsDenied('interlink', 'write'),
    })

  test('is known after a restart, of its project alone, until an operator has Scaleway asked again', async () => {
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-b'), { project_id: randomUUID() })
    await bot.poll()
    refuse()
    const shown = await plan(bot, 'paris-prod-a', 'disable_propagation:')
    await submit(bot, shown, { remedy_typed: 'paris-prod-a' }, /It was not done/)
    await bot.stop()
    await bot.start()
    const card = await fix(bot, 'paris-prod-a')
    expect(words(card)).toMatch(/Not offered[\s\S]*may not change InterLink/)
    expect(offered(card)).not.toContain('remedy:disable_propagation:')
    expect(offered(await fix(bot, 'paris-prod-b'))).toContain('remedy:disable_propagation:')

    await press(bot, { ephemeralId: card.ts }, 'ask_rights_again', { userId: ADA })
    const again = await seen(bot, () =>
      bot.slack.ephemerals(ADA).find((one) => offered(one).includes('remedy:disable_propagation:')),
    )
    await expectAudited(bot, { act: 'forget_rights', outcome: 'done', by: ADA })
    expect(offered(again)).not.toContain('ask_rights_again')
    expect(writes(bot)).toHaveLength(1)
    expect(linkRow(bot, 'paris-prod-a')?.enable_route_propagation).toBe(true)
  })

  test('is forgotten with the key, and kept by its hash alone', async () => {
    refuse()
    const shown = await plan(bot, 'paris-prod-a', 'disable_propagation:')
    await submit(bot, shown, { remedy_typed: 'paris-prod-a' }, /It was not done/)
    expect(JSON.stringify(bot.log)).not.toContain(ACCESS_KEY)
    await bot.stop()
    await bot.start({ SCW_ACCESS_KEY: 'SCWABCDEFGHIJKLMNOP2' })
    expect(offered(await fix(bot, 'paris-prod-a'))).toContain('remedy:disable_propagation:')
  })

  test('is not forgotten for whoever is no operator', async () => {
    refuse()
    const shown = await plan(bot, 'paris-prod-a', 'disable_propagation:')
    await submit(bot, shown, { remedy_typed: 'paris-prod-a' }, /It was not done/)
    const card = await fix(bot, 'paris-prod-a')
    await bot.stop()
    await bot.start({ OPERATORS: OLU })
    const told = await replaced(bot, card, () => press(bot, { ephemeralId: card.ts }, 'ask_rights_again'))
    expect(words(told)).toMatch(/Only operators may do this/)
    await expectAudited(bot, { act: 'forget_rights', outcome: 'refused', by: ADA })
    expect(offered(await fix(bot, 'paris-prod-a', OLU))).not.toContain('remedy:disable_propagation:')
  })
})
