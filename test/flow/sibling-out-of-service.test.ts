import { afterEach, expect, test } from 'vitest'
import { NO_REMINDERS } from '../support/bot.ts'
import { linkId, MINUTE, onlyInService, payload, pollAfter, words } from '../support/over-time.ts'
import { type PagedBot, startPagedBot } from '../support/paged-bot.ts'
import { type } from '../support/pressing.ts'

let bot: PagedBot
afterEach(() => bot.close())

/** Two links lead into the VPC "prod" of Paris, at two PoPs and over two partners. */
const A = 'paris-prod-a'
const B = 'paris-prod-b'

const messageOf = (name: string) =>
  bot.channel().findLast((message) => payload(message)?.link_id === linkId(bot, name))
const calledFor = (name: string) =>
  bot.pagerduty.notifications().filter(({ summary, urgency }) => urgency === 'high' && summary.includes(name))
const becomes = (name: string, status: string) => bot.interlink.world.setLink(linkId(bot, name), { status })
const down = (name: string) => bot.interlink.world.setStatus(linkId(bot, name), 'all_down')

async function watched(): Promise<void> {
  bot = await startPagedBot({ started: false, env: NO_REMINDERS })
  onlyInService(bot)
  await bot.start()
}

test('a link that its partner tears down is no path to count on, although its sessions still show up', async () => {
  await watched()
  becomes(B, 'deprovisioning')
  await pollAfter(bot, MINUTE)
  expect(words(messageOf(B))).toContain('Critical')

  const vpc = words(await type(bot, 'vpc prod'))
  expect(vpc).toContain('not fully redundant')
  expect(vpc).toContain(`\`${B}\` at best, but it is being deleted`)
  expect(vpc).not.toContain('each with a full replacement')
  const whatIf = words(await type(bot, `whatif down ${A}`))
  expect(whatIf).toContain('Critical')
  expect(whatIf).toContain('not as a full replacement: it is being deleted')

  down(A)
  await pollAfter(bot, MINUTE)
  expect(payload(messageOf(A))).toMatchObject({ severity: 'critical' })
  expect(words(messageOf(A))).toContain('1 of 2 left; it is being deleted')
  await pollAfter(bot, 2 * MINUTE)
  expect(calledFor(A)).toHaveLength(1)
  const diagnosis = words(await type(bot, `diagnose ${A}`))
  expect(diagnosis).toContain(`only \`${B}\` left into VPC \`prod\`, which is being deleted`)
  expect(diagnosis).toContain('priority P1')
})

test('an outage that an independent link made milder is louder once that link is locked', async () => {
  await watched()
  down(A)
  await pollAfter(bot, MINUTE)
  expect(payload(messageOf(A))).toMatchObject({ severity: 'error' })
  becomes(B, 'locked')
  await pollAfter(bot, MINUTE)
  expect(payload(messageOf(A))).toMatchObject({ severity: 'critical' })
  expect(words(messageOf(A))).toContain('it is locked')
  becomes(B, 'active')
  await pollAfter(bot, MINUTE)
  expect(words(messageOf(A))).not.toContain('it is locked')
})
