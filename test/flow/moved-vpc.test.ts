import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import {
  HOUR,
  linkId,
  MINUTE,
  onlyInService,
  payload,
  pollAfter,
  pollFor,
  restart,
  words,
} from '../support/over-time.ts'
import { pressButton, type } from '../support/pressing.ts'

/** The only link into the VPC "prod-ams". */
const LAST = 'amsterdam-prod'
/** Two links lead into the VPC "prod" of Paris, each by itself enough. */
const A = 'paris-prod-a'
const B = 'paris-prod-b'
const ANNA = { principalId: 'anna', userAgent: 'scaleway-cli/2.42.0' }

let bot: Bot
afterEach(() => bot.close())

const vpcId = (name: string): string =>
  bot.interlink.world.vpcs().find((vpc) => vpc.name === name)?.id ??
  bot.interlink.world.addVpc({ name, region: 'nl-ams' }).id
const move = (link: string, vpc: string) =>
  bot.interlink.world.setLinkAs(ANNA, linkId(bot, link), { vpc_id: vpcId(vpc) })
const about = (link: string) => bot.channel().filter((one) => payload(one)?.link_id === linkId(bot, link))
const open = () => bot.store().openIncidents()
const ask = async (text: string) => words(await type(bot, text))

async function watched(): Promise<void> {
  bot = await startBot({ started: false, env: NO_REMINDERS })
  onlyInService(bot)
  await bot.start()
}

describe('the last link into a VPC, moved into another one', () => {
  test('is critical until it leads back, with who moved it and how, and recovers once', async () => {
    await watched()
    move(LAST, 'wrong-vpc')
    await pollAfter(bot, MINUTE)
    expect(await open()).toMatchObject([{ rule: 'vpc_moved', level: 'critical', upSince: null }])
    const [alert] = about(LAST)
    expect(payload(alert)).toMatchObject({ severity: 'critical' })
    expect(words(alert)).toContain('Last path into VPC `prod-ams` for IPv4 and IPv6 is down.')
    expect(words(alert)).toMatch(/\*Whose move\*\s+Yours/)
    expect(words(alert)).toContain('Attach VPC `prod-ams` again')
    await pollFor(bot, 10 * MINUTE, 5 * MINUTE)
    await restart(bot)
    expect(await open()).toMatchObject([{ rule: 'vpc_moved', level: 'critical' }])
    expect(about(LAST)).toHaveLength(1)

    const diagnosis = await ask(`diagnose ${LAST}`)
    expect(diagnosis).toContain(`🔴 ${LAST} leads into another VPC now`)
    expect(diagnosis).toMatch(
      /The link was moved from VPC `prod-ams` to VPC `wrong-vpc` by `anna` with the scw CLI, \d+ minutes ago, and IPv4 and IPv6 have no other path into VPC `prod-ams`\./,
    )
    expect(diagnosis).toMatch(/Whose move:\*? Yours/)
    expect(await ask('vpc prod-ams')).toMatch(
      /`amsterdam-prod` was moved from VPC `prod-ams` to VPC `wrong-vpc` by `anna` with the scw CLI, \d+ minutes ago\./,
    )
    expect(await ask('list')).toMatch(/🔴[^\n]*amsterdam-prod/)
    expect(await ask('incidents')).toContain(LAST)

    move(LAST, 'prod-ams')
    await pollFor(bot, 5 * MINUTE, MINUTE)
    expect(await open()).toEqual([])
    expect(about(LAST)).toHaveLength(1)
    expect(words(about(LAST)[0])).toContain('Recovered')
    const lines = bot.thread(about(LAST)[0]?.ts ?? '').map((line) => words(line))
    expect(lines.filter((line) => line.includes('Recovered'))).toHaveLength(1)
    expect(lines.join('\n')).not.toContain('Critical')
  })

  test('is taken as meant where that was acknowledged, and then serves the other VPC', async () => {
    await watched()
    move(LAST, 'wrong-vpc')
    await pollAfter(bot, MINUTE)
    const answer = await pressButton(bot, about(LAST)[0]?.ts ?? '', 'acknowledge')
    expect(words(answer)).toContain('it is taken as meant so, and closed')
    await pollAfter(bot, 3 * HOUR)
    expect(await open()).toEqual([])
    expect(words(about(LAST)[0])).toContain('Meant so')
    await pollFor(bot, HOUR, 30 * MINUTE)
    expect(about(LAST)).toHaveLength(1)
    bot.interlink.world.setStatus(linkId(bot, LAST), 'all_down')
    await pollAfter(bot, MINUTE)
    expect(await open()).toMatchObject([{ rule: 'down', level: 'critical' }])
    expect(words(about(LAST)[1])).toContain('Last path into VPC `wrong-vpc`')
  })
})

describe('a link that is moved while another one still leads into its VPC', () => {
  test('is told once; diagnoses of both say so, and its way back is quiet', async () => {
    await watched()
    move(A, 'staging')
    await pollAfter(bot, MINUTE)
    expect(await open()).toEqual([])
    expect(about(A).map(payload)).toMatchObject([{ severity: 'warning' }])
    await pollAfter(bot, 4 * MINUTE)
    const by = 'by `anna` with the scw CLI, 5 minutes ago'
    expect(await ask(`diagnose ${A}`)).toMatch(
      new RegExp(`The link was moved from VPC \`prod\` to VPC \`staging\` ${by}: see that this was meant`),
    )
    expect(await ask(`diagnose ${B}`)).toMatch(
      new RegExp(`\`${A}\` was moved from VPC \`prod\` to VPC \`staging\` ${by}: it is no backup any more`),
    )
    expect(await ask('vpc prod')).toContain(`\`${A}\` was moved from VPC \`prod\` to VPC \`staging\` ${by}.`)
    move(A, 'prod')
    await pollFor(bot, 5 * MINUTE, MINUTE)
    expect(await open()).toEqual([])
    expect(about(A)).toHaveLength(1)
    expect(await ask(`diagnose ${B}`)).not.toContain('no backup')
    expect(await ask('vpc prod')).not.toContain('was moved')
  })
})
