import { afterEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, NO_REMINDERS, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const HOUR_MS = 3_600_000
/** What a message says, without the marks around names. */
const words = (message: StoredMessage | undefined) =>
  wordsOf(message ?? { text: '' }).replace(/[`\u2068\u2069]/gu, '')
const payload = (message: StoredMessage | undefined) => message?.metadata?.event_payload
const found = (name: string) => {
  const link = bot.interlink.world.links().find((candidate) => candidate.name === name)
  if (link === undefined) throw new Error(`No link is called ${name}.`)
  return link
}
/** Deletes a link and orders it anew, as `terraform apply -replace` does; returns the new one. */
const orderAnew = (name: string, overrides: Parameters<Bot['interlink']['world']['addLink']>[0] = {}) => {
  const { id, hidden, ...old } = found(name)
  bot.interlink.world.removeLink(id)
  return bot.interlink.world.addLink({
    ...old,
    ...overrides,
    created_at: new Date(bot.clock.now()).toISOString(),
  })
}

describe('a link in service that is deleted', () => {
  test('is critical, and said to be deleted outside the bot', async () => {
    bot = await startBot()
    bot.interlink.world.removeLink(found('amsterdam-prod').id)
    await bot.poll()
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'critical', to: 'deleted' })
    expect(words(bot.channel()[1])).toContain('deleted outside the bot')
    expect(words(bot.channel()[1])).not.toMatch(/replaced/i)
  })

  test('is an error where one with its VLAN carries already', async () => {
    bot = await startBot()
    const { vlan } = orderAnew('amsterdam-prod', { name: 'amsterdam-anew' })
    await bot.poll()
    expect(bot.channel()).toHaveLength(2)
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'error' })
    expect(words(bot.channel()[1])).toContain(`replaced by amsterdam-anew (same VLAN ${vlan})`)
    expect(words(bot.channel()[1])).toContain('carries already')
  })

  test('stays critical where its replacement waits for somebody, which is said', async () => {
    bot = await startBot()
    orderAnew('amsterdam-prod', {
      status: 'requested',
      bgp_v4_status: 'disabled',
      bgp_v6_status: 'disabled',
      vlan: 3999,
    })
    await bot.poll()
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'critical' })
    expect(words(bot.channel()[1])).toContain('replaced by amsterdam-prod (same name)')
    expect(words(bot.channel()[1])).toContain('does not carry yet')
  })

  test('is replaced by what was created before it was destroyed', async () => {
    bot = await startBot()
    await bot.clock.advance(60_000)
    const { id, hidden, ...old } = found('amsterdam-prod')
    bot.interlink.world.addLink({ ...old, created_at: new Date(bot.clock.now()).toISOString() })
    await bot.poll()
    expect(bot.channel()).toHaveLength(1)
    await bot.clock.advance(HOUR_MS)
    bot.interlink.world.removeLink(id)
    await bot.poll()
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'error' })
    expect(words(bot.channel()[1])).toContain('replaced by amsterdam-prod (same name and VLAN')
  })

  test('says in its thread what replaces it later, once, also over a restart', async () => {
    bot = await startBot({ env: NO_REMINDERS })
    const { id, hidden, ...old } = found('amsterdam-prod')
    bot.interlink.world.removeLink(id)
    await bot.poll()
    const alert = bot.channel()[1]
    expect(bot.thread(alert?.ts ?? '')).toEqual([])
    await bot.stop()
    await bot.clock.advance(20 * HOUR_MS)
    await bot.start()
    bot.interlink.world.addLink({ ...old, created_at: new Date(bot.clock.now()).toISOString() })
    await bot.poll()
    await bot.poll()
    expect(bot.channel()).toHaveLength(2)
    const [line, ...more] = bot.thread(alert?.ts ?? '')
    expect(more).toEqual([])
    expect(words(line)).toMatch(/Replaced.*amsterdam-prod.*same name and VLAN \d+.*carries already/)
  })

  test('says nothing of a link that comes more than a day later', async () => {
    bot = await startBot({ env: NO_REMINDERS })
    const { id, hidden, ...old } = found('amsterdam-prod')
    bot.interlink.world.removeLink(id)
    await bot.poll()
    await bot.clock.advance(24 * HOUR_MS + 60_000)
    bot.interlink.world.addLink({ ...old, created_at: new Date(bot.clock.now()).toISOString() })
    await bot.poll()
    expect(bot.thread(bot.channel()[1]?.ts ?? '')).toEqual([])
  })

  test('in the midst of its outage ends it, with a line that names the replacement', async () => {
    bot = await startBot()
    bot.interlink.world.setStatus(found('amsterdam-prod').id, 'all_down')
    await bot.poll()
    orderAnew('amsterdam-prod', { status: 'requested', bgp_v4_status: 'disabled', bgp_v6_status: 'disabled' })
    await bot.poll()
    expect(await bot.store().openIncidents()).toEqual([])
    const lines = bot.thread(bot.channel()[1]?.ts ?? '').map(words)
    expect(lines.filter((line) => line.includes('Gone'))).toHaveLength(1)
    expect(lines.filter((line) => /Replaced.*does not carry yet/.test(line))).toHaveLength(1)
  })
})

describe('what changed while the bot was off', () => {
  const off = async (change: () => void) => {
    bot = await startBot({ env: NO_REMINDERS })
    await bot.stop()
    change()
    await bot.clock.advance(2 * HOUR_MS)
    await bot.start()
  }
  const reasonsOf = async (id: string) => (await bot.store().reasonsOf(id, 5)).map(({ reason }) => reason)

  test('is told as inferred, with the window: a link that is gone', async () => {
    await off(() => bot.interlink.world.removeLink(found('amsterdam-prod').id))
    expect(words(bot.channel()[1])).toMatch(/Changed between .* while the bot was not watching/)
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'critical', to: 'deleted' })
  })

  test('is kept as inferred where nothing is told of it: a documented way, steps that nobody saw included', async () => {
    await off(() => bot.interlink.world.setStatus(found('marseille-backup').id, 'active'))
    const reasons = await reasonsOf(found('marseille-backup').id)
    expect(reasons[0]).toMatch(
      /Inferred: it changed between 2026-11-21T03:12Z and 2026-11-21T05:12Z, while nobody watched/,
    )
  })

  test('is told as a way that is not documented where it is none', async () => {
    const id = 'warsaw-recovery'
    await off(() => bot.interlink.world.setStatus(found(id).id, 'requested'))
    expect(words(bot.channel()[1])).toContain('took a path that is not documented')
    expect(words(bot.channel()[1])).toMatch(/while the bot was not watching/)
  })

  test('is not marked so where somebody watched', async () => {
    bot = await startBot()
    bot.interlink.world.setStatus(found('amsterdam-prod').id, 'all_down')
    await bot.poll()
    expect(words(bot.channel()[1])).not.toMatch(/not watching/)
    for (const reason of await reasonsOf(found('amsterdam-prod').id)) expect(reason).not.toMatch(/Inferred/)
  })
})
