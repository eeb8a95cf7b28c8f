import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { AuditRow, LinkWriter, Written } from '../../src/remedies/ports.ts'
import { createLinkWriter } from '../../src/scaleway/link-writer.ts'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import { type Bot, NO_REMINDERS, startBot, wordsOf } from '../support/bot.ts'
import { linkId, pollAfter } from '../support/over-time.ts'
import { OPERATORS, plan, submit } from '../support/remedies.ts'
import { progress } from '../support/reordering.ts'

const SCOPE = { id: 'default/nl-ams', region: 'nl-ams' }
const DAY_MS = 86_400_000

let bot: Bot
afterEach(() => bot.close())

const linkNamed = (name: string) => {
  const link = bot.interlink.world.links().find((candidate) => candidate.name === name)
  if (link === undefined) throw new Error(`No link is called ${name}.`)
  return link
}

const writer = (): LinkWriter =>
  createLinkWriter({
    apiUrl: bot.interlink.url,
    secretKey: bot.env().SCW_SECRET_KEY ?? '',
    fetch,
    clock: bot.clock,
    random: Math.random,
    userAgentVersion: '0.0.0-test',
    onRequest: (event) => void bot.log.push(JSON.stringify(event)),
  })

type Changes = Parameters<ReturnType<Bot['store']>['beginAct']>[1]

/** Does it as remedies do: recorded before, and after. */
async function act(
  type: AuditRow['act'],
  changes: Changes,
  write: (writer: LinkWriter, linkId: string, signal: AbortSignal) => Promise<Written<unknown>>,
  meanwhile: () => Promise<unknown> = async () => {},
) {
  const { id, name, region } = linkNamed('amsterdam-prod')
  const row: AuditRow = {
    id: randomUUID(),
    at: bot.clock.now(),
    by: 'U0ADA0001',
    channel: null,
    act: type,
    link: { id, name, region },
    what: 'A test.',
    outcome: 'begun',
    reason: null,
    before: null,
    after: null,
    requestIds: [],
  }
  expect(await bot.store().beginAct(row, changes, row.at, 600_000)).toBe(true)
  await meanwhile()
  const written = await write(writer(), id, new AbortController().signal)
  const outcome = written.type === 'refused' ? 'failed' : written.type
  await bot.store().endAct({ ...row, id: randomUUID(), at: bot.clock.now(), outcome })
  return written
}

const levels = () =>
  bot.channel().map(({ metadata }) => (metadata?.event_payload as { severity?: string })?.severity)
const told = () => bot.channel().map((message) => `${message.text}\n${wordsOf(message)}`)

const propagationOff = (meanwhile?: () => Promise<unknown>) =>
  act(
    'disable_propagation',
    ['propagation'],
    (link, id, signal) => link.disablePropagation(SCOPE, id, signal),
    meanwhile,
  )

describe('what the bot did to a link', () => {
  test('is no alarm, as it is where somebody else did the same', async () => {
    bot = await startBot()
    await bot.poll()
    await bot.clock.advance(30_000)
    expect(await propagationOff()).toMatchObject({ type: 'done' })
    await bot.clock.advance(30_000)
    await bot.poll()
    await bot.clock.advance(60_000)
    await bot.poll()
    expect(levels()).not.toContain('critical')
  })

  test('by somebody else is an alarm', async () => {
    bot = await startBot()
    await bot.poll()
    await bot.clock.advance(30_000)
    bot.interlink.world.setLink(linkNamed('amsterdam-prod').id, { enable_route_propagation: false })
    await bot.poll()
    expect(levels()).toContain('critical')
  })

  test('that ends what somebody else began says so, instead of who changed the link before', async () => {
    bot = await startBot()
    await bot.poll()
    await bot.clock.advance(30_000)
    const { id } = linkNamed('amsterdam-prod')
    const setPropagation = (enable_route_propagation: boolean) =>
      bot.interlink.world.setLinkAs({ principalId: 'somebody-else', userAgent: 'Mozilla/5.0' }, id, {
        enable_route_propagation,
      })
    setPropagation(false)
    await bot.poll()
    setPropagation(true)
    await pollAfter(bot, 30_000)
    await propagationOff()
    await pollAfter(bot, 30_000)
    const [, alert] = told()
    expect(alert).toContain('⚪ Closed')
    expect(alert).toContain('This bot was asked to leave it so.')
    expect(alert).not.toContain('somebody-else')
    const line = bot.thread(bot.channel()[1]?.ts ?? '').at(-1)?.text
    expect(line).toMatch(/\*Closed after .+ still Active\. This bot was asked to leave it so\./)
    expect(line).not.toContain('somebody-else')
  })

  test('is no alarm where its answer was lost', async () => {
    bot = await startBot()
    await bot.poll()
    bot.interlink.faults.next({ match: { method: 'POST' }, answer: 'lose_answer' })
    expect(await propagationOff()).toMatchObject({ type: 'unknown' })
    await bot.poll()
    expect(linkNamed('amsterdam-prod').enable_route_propagation).toBe(false)
    expect(levels()).not.toContain('critical')
  })

  test('is no alarm where it took so long that polls went by before it showed', async () => {
    bot = await startBot()
    await bot.poll()
    await propagationOff(async () => {
      for (const _ of [1, 2]) {
        await bot.clock.advance(100_000)
        await bot.poll()
      }
    })
    await bot.clock.advance(5_000)
    await bot.poll()
    expect(linkNamed('amsterdam-prod').enable_route_propagation).toBe(false)
    expect(levels()).not.toContain('critical')
  })

  test('is an alarm where Scaleway refused it to the bot, and somebody else did it', async () => {
    bot = await startBot()
    await bot.poll()
    const { id } = linkNamed('amsterdam-prod')
    bot.interlink.faults.next({
      match: { method: 'POST' },
      answer: apiErrors.transientState('link', id, 'configuring'),
    })
    expect(await propagationOff()).toMatchObject({ type: 'refused' })
    bot.interlink.world.setLink(id, { enable_route_propagation: false })
    await bot.poll()
    expect(levels()).toContain('critical')
  })

  test('goes for a detached VPC, whose propagation ends with it', async () => {
    bot = await startBot()
    await bot.poll()
    await act('detach_vpc', ['vpc', 'propagation'], (link, id, signal) => link.detachVpc(SCOPE, id, signal))
    await bot.poll()
    expect(levels()).not.toContain('critical')
    // It was meant, so nothing is told of it; whoever asks is told that nothing flows.
    const asked = async (command: string) => wordsOf(await bot.say(command))
    expect(await asked('list amsterdam-prod')).toMatch(/`amsterdam-prod`.*path not complete/)
    expect(await asked('status amsterdam-prod')).toMatch(/no VPC is attached/i)
    expect(await asked('vpc prod-ams')).toMatch(
      /`amsterdam-prod` was detached from VPC `prod-ams`[\s\S]*No link leads into it\./,
    )
  })

  test('goes for a deletion, while the partner takes days over its half, and once it is gone', async () => {
    bot = await startBot({ env: NO_REMINDERS })
    await bot.poll()
    await act('delete_link', ['deletion'], (link, id, signal) => link.deleteLink(SCOPE, id, signal))
    await bot.poll()
    expect(linkNamed('amsterdam-prod').status).toBe('deprovisioning')
    expect(levels()).not.toContain('critical')
    await bot.clock.advance(DAY_MS)
    await bot.poll()
    const { id } = linkNamed('amsterdam-prod')
    bot.interlink.world.partnerDeletes(id)
    await bot.poll()
    expect((await bot.store().vanishedLinks(0)).map(({ link }) => link.id)).toEqual([id])
    expect(levels()).not.toContain('critical')
  })
})

describe('a deletion that an operator asked the bot for', () => {
  const HOUR_MS = 3_600_000
  const deleted = async (name: string) => {
    await submit(bot, await plan(bot, name, 'delete_link:'), { remedy_typed: name }, /It has begun/)
    await progress(bot, name, /☑ Delete the link/, 'Delete')
  }

  test('is no alarm while it goes on for hours: not as its sessions end, and not once it is gone', async () => {
    bot = await startBot({ env: { ...OPERATORS, ...NO_REMINDERS } })
    const id = linkId(bot, 'amsterdam-prod')
    await deleted('amsterdam-prod')
    await bot.poll()
    expect(bot.interlink.world.link(id)?.status).toBe('deprovisioning')
    await pollAfter(bot, HOUR_MS)
    const before = bot.channel().length
    bot.interlink.world.setLink(id, { bgp_v4_status: 'down', bgp_v6_status: 'down' })
    await bot.poll()
    await pollAfter(bot, HOUR_MS)
    bot.interlink.world.partnerDeletes(id)
    await bot.poll()
    expect((await bot.store().vanishedLinks(0)).map((gone) => gone.link.id)).toEqual([id])
    expect((await bot.store().reasonsOf(id, 1))[0]?.reason).toMatch(/The bot itself deleted it when asked to/)
    expect(
      told()
        .slice(before)
        .filter((text) => text.includes('amsterdam-prod')),
    ).toEqual([])
    expect(levels()).not.toContain('critical')
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('is named where the link is told as gone: who had asked for it, and when it was made', async () => {
    bot = await startBot({ env: { ...OPERATORS, ...NO_REMINDERS } })
    const id = linkId(bot, 'paris-prod-a')
    bot.interlink.world.setLink(id, { hidden: { provisioned: false, deletionBegunBy: null } })
    bot.interlink.world.setStatus(id, 'refused')
    await bot.poll()
    const alert = bot.channel().at(-1)
    const at = bot.clock.now()
    await deleted('paris-prod-a')
    await pollAfter(bot, HOUR_MS)
    const asked = new RegExp(
      `This bot deleted it at <!date\\^${String(Math.floor(at / 1_000)).slice(0, -2)}\\d\\d[^\\n]*, as (ada|<@U0ADA0001>) had asked\\.`,
    )
    const line = bot
      .thread(alert?.ts ?? '')
      .map(wordsOf)
      .find((text) => text.includes('*Gone.*'))
    expect(line).toMatch(asked)
    expect(wordsOf(bot.channel().find(({ ts }) => ts === alert?.ts) ?? { text: '' })).toMatch(asked)
  })
})

describe('a pairing key that was read for somebody', () => {
  test('stands in nothing that the bot wrote: its log, its database, its messages, its metrics', async () => {
    bot = await startBot()
    const { id, partner } = linkNamed('amsterdam-prod')
    const key = partner?.pairing_key ?? ''
    const read = await act('reveal_pairing_key', [], (link, linkId, signal) =>
      link.pairingKey(SCOPE, linkId, signal),
    )
    expect(read).toMatchObject({ type: 'done', value: key })
    bot.interlink.faults.malformedLink(id, (link) => ({ ...link, partner: key }))
    await act('reveal_pairing_key', [], (link, linkId, signal) => link.pairingKey(SCOPE, linkId, signal))
    await bot.poll()

    const folder = dirname((bot.env().DATABASE_URL ?? '').replace('file:', ''))
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
    const metrics = await fetch(`http://127.0.0.1:${bot.app().port}/metrics`).then((answer) => answer.text())
    const everything = [...bot.log, ...files, ...told(), metrics]
    expect(everything.some((text) => text.includes(id))).toBe(true)
    expect(everything.filter((text) => text.includes(key))).toEqual([])
  })
})
