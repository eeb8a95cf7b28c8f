import { afterEach, expect, test } from 'vitest'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const DAY_MS = 24 * 3_600_000

test('what is over is forgotten once it has been so for HISTORY_DAYS, and no sooner', async () => {
  bot = await startBot({ env: { ...NO_REMINDERS, HISTORY_DAYS: '2' } })
  const id = bot.interlink.world.links().find(({ name }) => name === 'amsterdam-prod')?.id ?? ''
  bot.interlink.world.setStatus(id, 'all_down')
  await bot.poll()
  bot.interlink.world.setStatus(id, 'active')
  await bot.poll()
  await bot.stable()
  await bot.clock.advance(DAY_MS)
  expect(await bot.store().incidentsOf(id, 10)).toHaveLength(1)
  expect(await bot.store().reasonsOf(id, 10)).not.toEqual([])
  await bot.clock.advance(DAY_MS)
  for (let hour = 0; hour < 3; hour += 1) {
    await bot.clock.advance(3_600_000)
    // Deleting takes the database a moment of real time; the next hour begins after it.
    await bot.store().ping()
  }
  expect(await bot.store().incidentsOf(id, 10)).toEqual([])
  expect(await bot.store().reasonsOf(id, 10)).toEqual([])
})
