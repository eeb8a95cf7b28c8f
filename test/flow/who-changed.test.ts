import { afterEach, describe, expect, test } from 'vitest'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import { type Bot, NOW, startBot, wordsOf } from '../support/bot.ts'

const TERRAFORM =
  'scaleway-sdk-go/v1.0.0-beta.35 (go1.24; linux; amd64) terraform-provider/2.60.0 terraform/1.13.1'
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const ROBOT = 'c0de1e55-0000-4000-8000-000000000602'
const PERSON = 'ada00000-0000-4000-8000-000000000603'
const AUDIT_TRAIL = /^\/audit-trail\//

let bot: Bot
afterEach(() => bot.close())

const linkId = (name: string): string => {
  const link = bot.interlink.world.links().find((candidate) => candidate.name === name)
  if (link === undefined) throw new Error(`No link is called ${name}.`)
  return link.id
}

const byTerraform = (name: string, patch: { enable_route_propagation: boolean }) =>
  bot.interlink.world.setLinkAs({ principalId: ROBOT, userAgent: TERRAFORM }, linkId(name), patch)

/** Somebody calls the stand-in's API, as any tool would. */
const call = (method: string, path: string, userAgent: string) =>
  fetch(`${bot.interlink.url}/interlink/v1beta1/regions/nl-ams/${path}`, {
    method,
    headers: { 'X-Auth-Token': bot.env().SCW_SECRET_KEY ?? '', 'User-Agent': userAgent },
    ...(method === 'POST' ? { body: '{}' } : {}),
  })

const asked = () => bot.interlink.calls().filter(({ path }) => AUDIT_TRAIL.test(path))
const alert = () => bot.channel()[1]
const told = () => wordsOf(alert() ?? { text: '' })
const unavailable = () => bot.log.filter((line) => line.includes('Alerts do not say who changed a link'))

describe('a link that goes down with a change of its configuration', () => {
  test('is told with who made the change, with what tool, and when', async () => {
    bot = await startBot()
    await bot.poll()
    expect(asked()).toEqual([])
    await bot.clock.advance(20_000)
    byTerraform('amsterdam-prod', { enable_route_propagation: false })
    await bot.clock.advance(10_000)
    await bot.poll()
    expect(asked()).toHaveLength(1)
    expect(alert()?.metadata?.event_payload).toMatchObject({ severity: 'critical' })
    expect(told()).toContain('route propagation was turned off')
    expect(told()).toMatch(
      new RegExp(`\\*Changed by\\*\n\`${ROBOT}\` with Terraform\n<!date\\^${(NOW + 20_000) / 1000}`),
    )
    expect(told()).toContain(`Ask \`${ROBOT}\`, who made the change with Terraform`)
    expect(alert()?.text).toContain(`Changed by \`${ROBOT}\` with Terraform at `)
  })

  test('goes on naming them after a person has turned it on again', async () => {
    bot = await startBot()
    byTerraform('amsterdam-prod', { enable_route_propagation: false })
    await bot.poll()
    bot.interlink.world.setLinkAs({ principalId: PERSON, userAgent: BROWSER }, linkId('amsterdam-prod'), {
      enable_route_propagation: true,
    })
    await bot.clock.advance(30_000)
    await bot.poll()
    await bot.stable()
    expect(told()).toContain('Recovered')
    expect(told()).toContain(`\`${ROBOT}\` with Terraform`)
    expect(told()).not.toContain(PERSON)
  })

  test('is told with the caller and the tool of a call to the API itself', async () => {
    bot = await startBot()
    const answer = await call('POST', `links/${linkId('amsterdam-prod')}/detach-vpc`, 'scaleway-cli/2.42.0')
    expect(answer.status).toBe(200)
    await bot.poll()
    expect(told()).toContain('with the scw CLI')
  })

  test('whose sessions drop a poll later is told with who made the change', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    const robot = { principalId: ROBOT, userAgent: TERRAFORM }
    const before = bot.interlink.world.link(id)
    if (!before?.peer_bgp_config) throw new Error('The link has no peer.')
    bot.interlink.world.setLinkAs(robot, id, { peer_bgp_config: { ...before.peer_bgp_config, asn: 64999 } })
    await bot.clock.advance(30_000)
    await bot.poll()
    expect(bot.channel()).toHaveLength(1)
    bot.interlink.world.setStatus(id, 'all_down')
    await bot.clock.advance(30_000)
    await bot.poll()
    expect(told()).toContain(`\`${ROBOT}\` with Terraform`)
  })

  test('is told without a name where the key lacks the right, with one line in the log', async () => {
    bot = await startBot()
    bot.interlink.faults.next({
      match: { path: AUDIT_TRAIL },
      times: Number.POSITIVE_INFINITY,
      answer: apiErrors.permissionsDenied('audit_trail', 'read'),
    })
    byTerraform('amsterdam-prod', { enable_route_propagation: false })
    byTerraform('paris-prod-a', { enable_route_propagation: false })
    await bot.poll()
    expect(bot.channel()).toHaveLength(3)
    expect(wordsOf(bot.channel()[1] ?? { text: '' })).toContain('route propagation was turned off')
    expect(told()).not.toContain('Changed by')
    expect(told()).toContain("See who made the change in Scaleway's Audit Trail")
    byTerraform('paris-prod-b', { enable_route_propagation: false })
    await bot.clock.advance(30_000)
    await bot.poll()
    expect(unavailable()).toHaveLength(1)
    expect(unavailable()[0]).toContain('AuditTrailReadOnly')
    // Both regions were asked at once; nobody was asked again.
    expect(asked()).toHaveLength(2)
  })

  test('is told three seconds later at most where the Audit Trail does not answer', async () => {
    bot = await startBot()
    bot.interlink.faults.next({
      match: { path: AUDIT_TRAIL },
      times: Number.POSITIVE_INFINITY,
      answer: 'timeout',
    })
    byTerraform('amsterdam-prod', { enable_route_propagation: false })
    const polling = bot.app().poll()
    while (asked().length === 0) await bot.clock.advance(0)
    await bot.clock.advance(2_999)
    expect(bot.channel()).toHaveLength(1)
    await bot.clock.advance(1)
    const report = await polling
    expect(report?.at).toBe(bot.clock.now())
    await bot.settle()
    expect(told()).toContain('route propagation was turned off')
    expect(told()).not.toContain('Changed by')
    expect(unavailable()).toEqual([])
  })
})

describe('a link in service that is gone', () => {
  test('is told with who deleted it', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    await call('DELETE', `links/${id}`, BROWSER)
    // The other half of its deletion, at once.
    bot.interlink.world.partnerDeletes(id)
    await bot.poll()
    expect(told()).toMatch(/\*Deleted by\*\n`[\w-]+` in the console\n/)
  })
})

describe('nobody is asked', () => {
  test('who changed a link where no configuration changed', async () => {
    bot = await startBot()
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.poll()
    expect(bot.channel()).toHaveLength(2)
    expect(asked()).toEqual([])
  })

  test('who made a change that the bot itself made', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    await bot.store().recordOwnAct({ linkId: id, change: 'propagation', at: bot.clock.now() })
    byTerraform('amsterdam-prod', { enable_route_propagation: false })
    await bot.poll()
    expect(asked()).toEqual([])
  })
})
