import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { HOUR, linkId, pollAfter, SECOND, words } from '../support/over-time.ts'

let bot: Bot
afterEach(() => bot.close())

const OLD = '- *old* DC <migration> & @here `co`'
const NO_PATH = 'no path left for'

/** The lines of the group's message that say what its VPCs have left. */
const impact = () =>
  words(bot.channel()[1])
    .split('\n')
    .filter((line) => line.startsWith('VPC '))
    .filter((line, n, lines) => lines.indexOf(line) === n)

const set = (status: 'all_down' | 'active', ...names: readonly string[]) => {
  for (const name of names) bot.interlink.world.setStatus(linkId(bot, name), status)
}

describe('links that go down together', () => {
  test('say what their VPCs have left, and go on saying it as links recover, follow and are deleted', {
    timeout: 30_000,
  }, async () => {
    bot = await startBot({ started: false, env: NO_REMINDERS })
    const { world } = bot.interlink
    const { id: _id, vlan: _vlan, ...like } = world.link(linkId(bot, 'paris-prod-a')) ?? {}
    for (const name of ['paris-prod-c', 'paris-prod-d']) world.addLink({ ...like, name })
    world.removeLink(linkId(bot, OLD))
    await bot.start()

    set('all_down', 'paris-prod-a')
    await bot.poll()
    set('all_down', 'paris-prod-b', 'paris-prod-c', 'dc5-own-port-staging')
    await pollAfter(bot, 30 * SECOND)
    expect(words(bot.channel()[1])).toContain('4 links bad')
    expect(impact()).toEqual([
      `VPC \`staging\`: *${NO_PATH} IPv4*.`,
      'VPC `prod`: IPv4 and IPv6 still by `paris-prod-d`, with 1 Gbps in place of the 3 Gbps lost.',
    ])
    // Nobody is notified of an edit: the line that is seen in the channel says the worst of it.
    expect(bot.channel()[2]).toMatchObject({ reply_broadcast: true })
    expect(bot.channel()[2]?.text).toContain(`*VPC \`staging\`: ${NO_PATH} IPv4.*`)

    // What goes down an hour later has a message of its own, and takes the last path from this one.
    set('all_down', 'paris-prod-d')
    await pollAfter(bot, HOUR)
    const noPath = `VPC \`prod\`: *${NO_PATH} IPv4 and IPv6*.`
    expect(impact()).toEqual([noPath, `VPC \`staging\`: *${NO_PATH} IPv4*.`])
    expect(bot.channel()[1]?.text.split('\n')[1]).toBe(noPath)

    set('active', 'paris-prod-c')
    await pollAfter(bot, 30 * SECOND)
    expect(impact()).toContain(
      'VPC `prod`: IPv4 and IPv6 still by `paris-prod-c`, with 1 Gbps in place of the 2 Gbps lost.',
    )
    const edits = () => bot.channel()[1]?.edited?.ts
    const before = edits()
    await pollAfter(bot, 30 * SECOND)
    expect(edits()).toBe(before)

    // A link that is deleted while it is down is missed as it was.
    world.removeLink(linkId(bot, 'dc5-own-port-staging'))
    await pollAfter(bot, 30 * SECOND)
    await bot.stop()
    await bot.start()
    set('active', 'paris-prod-a')
    await pollAfter(bot, 30 * SECOND)
    expect(impact()).toEqual([
      `VPC \`staging\`: *${NO_PATH} IPv4*.`,
      'VPC `prod`: IPv4 and IPv6 still by `paris-prod-a` and `paris-prod-c`.',
    ])
    set('active', 'paris-prod-b', 'paris-prod-d')
    await bot.poll()
    await bot.stable()
    expect(impact()).toEqual([`VPC \`staging\`: *${NO_PATH} IPv4*.`])
  })
})
