import { afterEach, expect, test } from 'vitest'
import { ADA, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { linkId, MINUTE, onlyInService, pollAfter, words } from '../support/over-time.ts'
import { pressButton, type } from '../support/pressing.ts'

let bot: Bot
afterEach(() => bot.close())

const down = (name: string) => bot.interlink.world.setStatus(linkId(bot, name), 'all_down')

test('what was done about a link stands on its cards and in the list: announced work, a silence, who took it on', async () => {
  bot = await startBot({ started: false, env: NO_REMINDERS })
  onlyInService(bot)
  await bot.start()

  await type(bot, 'silence link:amsterdam-prod 3h change CHG-77 partner swaps optics')
  down('amsterdam-prod')
  await pollAfter(bot, MINUTE)
  const diagnosis = words(await type(bot, 'diagnose amsterdam-prod'))
  expect(diagnosis).toContain('Wait for the end of the announced work `CHG-77`, and 10 minutes more')
  expect(diagnosis).not.toContain('without waiting')
  for (const card of [diagnosis, words(await type(bot, 'status amsterdam-prod'))]) {
    expect(card).toContain('*Maintenance*')
    expect(card).toContain('CHG-77')
    expect(card).toContain(`by <@${ADA}>`)
  }
  expect(words(await type(bot, 'list amsterdam-prod'))).toContain('*Critical*, held back `amsterdam-prod`')

  await type(bot, 'silence link:paris-prod-a 3h no news please')
  expect(words(await type(bot, 'status paris-prod-a'))).toContain('*Silence*')
  down('paris-prod-b')
  await pollAfter(bot, MINUTE)
  const message = bot.channel().at(-1)
  await pressButton(bot, message?.ts ?? '', 'acknowledge')
  for (const command of ['status', 'diagnose'])
    expect(words(await type(bot, `${command} paris-prod-b`)), command).toContain(
      `*Acknowledged* by <@${ADA}>`,
    )
  expect(words(await type(bot, 'vpc prod'))).toContain('*Error*, acknowledged `paris-prod-b`')
})
