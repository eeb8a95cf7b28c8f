import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Bot, startBot } from '../support/bot.ts'

let bot: Bot
// Some tests read the document alone, and the order is shuffled: there may be no bot yet.
afterEach(() => bot?.close())

interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** The text of a scrape, over HTTP as Prometheus has it. */
const scrape = async (): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${bot.app().port}/metrics`)
  expect(response.status).toBe(200)
  return response.text()
}

const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/gu

const samplesIn = (text: string): readonly Sample[] =>
  text.split('\n').flatMap((line): readonly Sample[] => {
    const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/u.exec(line) ?? []
    if (name === undefined) return []
    const pairs = [...labels.matchAll(LABEL)].map(([, label = '', text = '']) => [label, text] as const)
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }]
  })
/** The series of one metric, of one link where it is named. */
const series = async (metric: string, link?: string) =>
  samplesIn(await scrape()).filter(
    ({ name, labels }) => name === metric && (link === undefined || labels.link_id === linkId(link)),
  )
const linkId = (name: string): string => {
  const link = bot.interlink.world.links().find((candidate) => candidate.name === name)
  if (link === undefined) throw new Error(`No link is called ${name}.`)
  return link.id
}

describe('the gauges of a link', () => {
  test('say how it is, where it runs and whether its sessions are up', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    expect(await series('interlink_link_status', 'amsterdam-prod')).toEqual([
      {
        name: 'interlink_link_status',
        labels: {
          link_id: id,
          name: 'amsterdam-prod',
          region: 'nl-ams',
          project: bot.interlink.world.links().find((link) => link.id === id)?.project_id,
          partner: 'Polder Fabric',
          pop: 'AM5',
          vpc: 'prod-ams',
          status: 'active',
        },
        value: 1,
      },
    ])
    const sessions = await series('interlink_bgp_up', 'amsterdam-prod')
    expect(sessions.map(({ labels, value }) => [labels.family, value])).toEqual([
      ['ipv4', 1],
      ['ipv6', 1],
    ])
    expect(await series('interlink_incident_open')).toEqual([])
    expect(await series('interlink_link_status')).toHaveLength(bot.interlink.world.links().length)
  })

  test('leave no partner where its owner has a port, and no family that nobody means to use', async () => {
    bot = await startBot()
    const [own] = await series('interlink_link_status', 'dc5-own-port-staging')
    expect(own?.labels).toMatchObject({ partner: '', status: 'active' })
    const [ordered] = await series('interlink_link_status', 'marseille-backup')
    expect(ordered?.labels).toMatchObject({ status: 'requested' })
    bot.interlink.world.setLink(linkId('amsterdam-prod'), {
      routing_policy_v6_id: null,
      bgp_v6_status: 'disabled',
    })
    bot.interlink.world.setLink(linkId('paris-prod-a'), { bgp_v6_status: 'unknown_bgp_status' })
    await bot.poll()
    for (const name of ['amsterdam-prod', 'paris-prod-a'])
      expect((await series('interlink_bgp_up', name)).map(({ labels }) => labels.family)).toEqual(['ipv4'])
  })

  test('have one series each after a change of status and of name, and none once it is gone', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    const statusesOf = async () =>
      (await series('interlink_link_status'))
        .filter(({ labels }) => labels.link_id === id)
        .map(({ labels }) => [labels.name, labels.status])
    expect(await statusesOf()).toEqual([['amsterdam-prod', 'all_down']])
    expect((await series('interlink_bgp_up', 'amsterdam-prod')).map(({ value }) => value)).toEqual([0, 0])
    const [incident, ...others] = await series('interlink_incident_open')
    expect(others).toEqual([])
    expect(incident).toMatchObject({
      labels: { subject: 'link', link_id: id, name: 'amsterdam-prod', region: 'nl-ams', level: 'critical' },
      value: 1,
    })
    expect(incident?.labels.rule).toBe((await bot.store().openIncidents())[0]?.rule)

    bot.interlink.world.setLink(id, { name: 'ams "prod"\n\\' })
    bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    await bot.stable()
    expect(await statusesOf()).toEqual([[String.raw`ams \"prod\"\n\\`, 'active']])
    expect(await series('interlink_incident_open')).toEqual([])

    bot.interlink.world.removeLink(id)
    await bot.poll()
    expect(await statusesOf()).toEqual([])
    expect(await scrape()).not.toContain(id)
  })

  test('cut a name that is longer than 200 characters, and never a character in two', async () => {
    bot = await startBot()
    bot.interlink.world.addLink({ name: `${'n'.repeat(199)}😀${'m'.repeat(300)}` })
    await bot.poll()
    const names = (await series('interlink_link_status')).map(({ labels }) => labels.name)
    expect(names).toContain(`${'n'.repeat(199)}😀`)
  })

  test('stay while its region cannot be read, also over a restart, with the time of the last good read', async () => {
    bot = await startBot()
    const readAt = async () =>
      (await series('interlink_bot_last_good_read_timestamp_seconds')).find(
        ({ labels }) => labels.region === 'nl-ams',
      )?.value
    const before = await series('interlink_link_status', 'amsterdam-prod')
    const good = await readAt()
    expect(good).toBeCloseTo(bot.clock.now() / 1_000, -1)
    bot.interlink.faults.regionDown('nl-ams', '403')
    await bot.clock.advance(60_000)
    await bot.poll()
    await bot.poll()
    expect(await series('interlink_link_status', 'amsterdam-prod')).toEqual(before)
    expect(await readAt()).toBe(good)
    const blind = await series('interlink_incident_open')
    expect(blind.map(({ labels }) => labels)).toEqual([
      expect.objectContaining({ subject: 'scope', link_id: '', name: 'nl-ams', region: 'nl-ams' }),
    ])
    await bot.stop()
    await bot.start()
    expect(await series('interlink_link_status', 'amsterdam-prod')).toEqual(before)
    expect(await readAt()).toBe(good)
  })

  test('do not wait for a poll that waits for Scaleway', async () => {
    bot = await startBot()
    bot.interlink.faults.regionDown('nl-ams', 'timeout')
    let done = false
    void bot
      .app()
      .poll()
      .finally(() => {
        done = true
      })
    expect(await series('interlink_link_status', 'amsterdam-prod')).toHaveLength(1)
    expect(done).toBe(false)
    while (!done) await bot.clock.advance(5_000)
  })

  test('are there for a thousand links, one status and two sessions each', async () => {
    bot = await startBot({ started: false })
    for (let n = 0; n < 1_000; n += 1) bot.interlink.world.addLink({ name: `link-${n}`, region: 'fr-par' })
    await bot.start()
    const text = await scrape()
    const names = samplesIn(text).map(({ name }) => name)
    const links = bot.interlink.world.links()
    expect(names.filter((name) => name === 'interlink_link_status')).toHaveLength(links.length)
    expect(names.filter((name) => name === 'interlink_bgp_up').length).toBeGreaterThanOrEqual(2_000)
  })
})

describe('the gauges of the bot', () => {
  test('count the silences that hold back now, and not those to come', async () => {
    bot = await startBot()
    const active = async () => (await series('interlink_bot_silences_active'))[0]?.value
    expect(await active()).toBe(0)
    await bot.say('silence region:fr-par 1h planned work')
    await bot.say('silence region:nl-ams from 2026-11-25 10:00 to 2026-11-25 12:00 later')
    expect(await active()).toBe(1)
    await bot.clock.advance(3_600_001)
    await bot.poll()
    expect(await active()).toBe(0)
  })

  test('count the channels whose alerts wait for a person, until they arrive', async () => {
    bot = await startBot()
    const stuck = async () => (await series('interlink_bot_stuck_channels'))[0]?.value
    expect(await stuck()).toBe(0)
    bot.slack.setBotMember('C0NETONCALL', false)
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.clock.advance(2_000)
    await bot.app().poll()
    await bot.app().delivered()
    expect(await stuck()).toBe(1)
    bot.slack.setBotMember('C0NETONCALL', true)
    await bot.clock.advance(120_000)
    await bot.settle()
    expect(await stuck()).toBe(0)
  })
})

describe('docs/metrics.md', () => {
  const text = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8')
  const Rules = z.object({
    groups: z.array(
      z.strictObject({
        name: z.string(),
        rules: z.array(
          z.strictObject({
            alert: z.string().regex(/^\w+$/),
            expr: z.string(),
            for: z
              .string()
              .regex(/^\d+[smh]$/)
              .optional(),
            labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
            annotations: z.strictObject({ summary: z.string() }),
          }),
        ),
      }),
    ),
  })
  const yaml = /```yaml\n([\s\S]*?)```/u.exec(text)?.[1] ?? ''
  const rules = () => Rules.parse(parse(yaml)).groups.flatMap((group) => group.rules)
  const namesIn = (words: string) => new Set(words.match(/\binterlink_\w+/gu) ?? [])

  test('lists exactly the metrics that there are', async () => {
    bot = await startBot()
    const exist = [...(await scrape()).matchAll(/^# TYPE (\w+)/gmu)].map(([, name]) => name)
    const listed = [...text.matchAll(/^\| `(\w+)`/gmu)].map(([, name]) => name)
    expect(listed.filter((name) => name !== undefined).sort()).toEqual(exist.sort())
  })

  test('has rules that are valid, and name only metrics, labels and statuses that there are', async () => {
    bot = await startBot()
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.poll()
    const samples = samplesIn(await scrape())
    const labelsOf = (metric: string) =>
      new Set(samples.filter(({ name }) => name === metric).flatMap(({ labels }) => Object.keys(labels)))
    expect(rules().length).toBeGreaterThan(5)
    for (const { expr, annotations } of rules()) {
      const metrics = [...namesIn(expr)]
      expect(metrics.length).toBeGreaterThan(0)
      const known = metrics.flatMap((metric) => {
        expect(samples.map(({ name }) => name)).toContain(metric)
        return [...labelsOf(metric)]
      })
      const used = [...annotations.summary.matchAll(/\$labels\.(\w+)/gu), ...expr.matchAll(/(\w+)=~?"/gu)]
      for (const [, label] of used) expect(known).toContain(label)
    }
  })

  test('names every metric of a link in a rule', () => {
    const named = namesIn(
      rules()
        .map(({ expr }) => expr)
        .join(' '),
    )
    for (const metric of ['interlink_link_status', 'interlink_bgp_up', 'interlink_incident_open'])
      expect(named).toContain(metric)
  })
})
