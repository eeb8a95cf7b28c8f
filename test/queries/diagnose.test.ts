import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMERS } from '../../src/alerting/timers.ts'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { aMaintenance, diagnosing, foundOf, NOW, OWN_PORT, PROD_A, PROD_B } from './diagnosing.ts'
import { anIncident } from './remembered.ts'

const OPS = { principalId: 'ops-app', userAgent: 'scaleway-sdk-go terraform-provider/2.60' }

describe('a diagnosis on demand', () => {
  test('reads everything live: all parts, and nothing unchecked', async () => {
    const { ask } = await diagnosing()
    const answer = foundOf(await ask('paris-prod-a'))
    expect(answer.source).toEqual({ type: 'live', at: NOW })
    expect(answer.parts.map(({ part }) => part).sort()).toEqual(
      ['link', 'partner', 'pop', 'vpc', 'policy_ipv4', 'policy_ipv6', 'siblings', 'routes', 'writes'].sort(),
    )
    expect(answer.parts.every(({ from }) => from === 'live')).toBe(true)
    expect(answer.diagnosis.notChecked).toEqual([])
    expect(answer.diagnosis.mover).toBe('nobody')
    expect(answer.path.at(-1)).toMatchObject({ id: 'routes_ipv6', state: 'done' })
    expect(answer.evidence.siblings.map(({ name }) => name)).toEqual(['paris-prod-b', 'marseille-backup'])
    expect(answer.evidence.siblingPolicies).toHaveLength(2)
  })

  test('of a self-hosted link reads its connection and all links over it', async () => {
    const { api, ask } = await diagnosing()
    api.world.addLink({
      id: '99999999-0000-4000-8000-000000000001',
      name: 'another-vpc',
      pop_id: demoIds.pops.dc5,
      bandwidth_mbps: 6000,
      vpc_id: null,
      partner: null,
      self: { connection_id: demoIds.connections.parisOwnPort },
    })
    const { diagnosis, evidence } = foundOf(await ask('dc5-own-port-staging'))
    expect(evidence.sharing?.map(({ name }) => name)).toEqual(['another-vpc'])
    expect(diagnosis.findings.find(({ id }) => id === 'bandwidth')?.text).toContain('have 11 Gbps together')
  })

  test('sees what has changed since the last poll, and who changed it with what', async () => {
    const { api, ask } = await diagnosing()
    api.world.setLinkAs(OPS, PROD_A, { enable_route_propagation: false })
    const { diagnosis, evidence } = foundOf(await ask('paris-prod-a'))
    expect(evidence.before?.routePropagation).toBe(true)
    expect(diagnosis.verdict).toContain('with a change of configuration: route propagation was turned off')
    expect(diagnosis.steps.map(({ text }) => text)).toContain(
      'Ask ops-app, who made the change with Terraform, whether it was planned',
    )
  })

  test('names who made a change that polls have seen long since', async () => {
    const { ask } = await diagnosing({
      prepare: ({ world }) =>
        void world.setLinkAs(OPS, PROD_A, { vpc_id: null, enable_route_propagation: false }),
      incidents: [{ ...anIncident(PROD_A, 'critical'), lastGoodAt: NOW - 120_000, firstBadAt: NOW }],
      watched: { [PROD_A]: { carried: ['ipv4', 'ipv6'] } },
    })
    const { diagnosis, evidence, incident } = foundOf(await ask(PROD_A))
    expect(evidence.before).toBeNull()
    expect(incident?.level).toBe('critical')
    expect(diagnosis.verdict).toBe(
      'IPv4 and IPv6 were lost with a change of configuration: the VPC was detached by ops-app with Terraform, at the same time.',
    )
  })

  test('tells a VPC that is gone from one that cannot be read', async () => {
    const { api, ask } = await diagnosing()
    api.world.setLink(PROD_A, { vpc_id: '00000000-0000-4000-8000-00000000dead' })
    const gone = foundOf(await ask('paris-prod-a'))
    expect(gone.evidence.vpcGone).toBe(true)
    expect(gone.diagnosis.findings.some(({ id }) => id === 'vpc_gone')).toBe(true)
  })

  test('finds a VPC of another region where polls know it', async () => {
    const { api, ask } = await diagnosing({ watched: { [PROD_A]: { carried: [] } } })
    api.world.setLink(PROD_A, { vpc_id: demoIds.vpcs.amsterdamProd })
    const { evidence, diagnosis } = foundOf(await ask('paris-prod-a'))
    expect(evidence.vpc?.region).toBe('nl-ams')
    expect(diagnosis.findings.some(({ id }) => id === 'vpc_in_other_region')).toBe(true)
    expect(evidence.siblings.map(({ region }) => region)).toContain('nl-ams')
  })

  test('of a refused link says who else offers its bandwidth', async () => {
    const { api, ask } = await diagnosing()
    api.world.setStatus(PROD_A, 'refused')
    const { diagnosis } = foundOf(await ask('paris-prod-a'))
    expect(diagnosis.findings.find(({ id }) => id === 'other_offers')?.text).toContain('LibrePro')
  })

  test('of a link that is being provisioned counts the team’s own working days in its own zone', async () => {
    // A Friday evening in UTC, and a Saturday in Auckland, where the next working day is over by Monday morning.
    const watched = { [PROD_A]: { carried: [], statusSince: Date.UTC(2026, 3, 17, 20) } }
    const alerts = (zone: string) => ({
      timers: { ...DEFAULT_TIMERS, provisioningStuck: { unit: 'business_days', days: 1 } as const },
      hours: { zone, opensMinute: 9 * 60, closesMinute: 18 * 60 },
    })
    const order: NonNullable<Parameters<typeof diagnosing>[0]>['prepare'] = ({ world }) =>
      world.setLink(PROD_A, { status: 'provisioning', bgp_v4_status: 'disabled', bgp_v6_status: 'disabled' })
    for (const [zone, isOverdue] of [
      ['UTC', false],
      ['Pacific/Auckland', true],
    ] as const) {
      const { ask } = await diagnosing({ watched, alerts: alerts(zone), prepare: order })
      const { verdict } = foundOf(await ask('paris-prod-a')).diagnosis
      expect([zone, verdict.includes('that is overdue')]).toEqual([zone, isOverdue])
    }
  })

  test('of a link that announces nothing says so', async () => {
    const { api, ask } = await diagnosing()
    for (const id of [PROD_A, PROD_B]) {
      const hidden = { provisioned: true, deletionBegunBy: null, announced: [] }
      api.world.setLink(id, { hidden })
    }
    const { diagnosis } = foundOf(await ask('paris-prod-a'))
    expect(diagnosis.verdict).toBe(
      'IPv4 and IPv6 are up, but VPC prod has learned no IPv4 and IPv6 route over InterLink.',
    )
  })

  test('counts what changed within a day, and knows of flapping', async () => {
    const { ask } = await diagnosing({
      incidents: [{ ...anIncident(OWN_PORT, 'error'), flapping: { since: NOW - 600_000, toldAt: NOW } }],
      watched: { [OWN_PORT]: { healthChanges: [NOW - 900_000, NOW - 900_000, NOW - 300_000] } },
      reasons: [
        { at: NOW - 300_000, transition: { from: 'active', to: 'all_down' } },
        { at: NOW - 400_000, transition: null },
        { at: NOW - 500_000, transition: { from: 'active', to: 'active' } },
        { at: NOW - 90_000_000, transition: { from: 'ready', to: 'active' } },
      ],
    })
    const { evidence, diagnosis } = foundOf(await ask('dc5-own-port-staging'))
    expect(evidence.past?.changes).toEqual([NOW - 900_000, NOW - 300_000])
    expect(diagnosis.findings.find(({ id }) => id === 'flapping')?.weight).toBe('risk')
  })

  test('does not count on a sibling that flaps', async () => {
    const { ask } = await diagnosing({
      incidents: [{ ...anIncident(PROD_B, 'error'), flapping: { since: NOW - 600_000, toldAt: NOW } }],
    })
    expect(foundOf(await ask('paris-prod-a')).evidence.doubts).toEqual({ [PROD_B]: 'flapping' })
  })

  test('does not count on a sibling that is worked on, as it was announced', async () => {
    const { ask } = await diagnosing({
      silences: [
        aMaintenance('link:paris-prod-b'),
        { ...aMaintenance('link:marseille-backup'), endedAt: NOW },
      ],
    })
    expect(foundOf(await ask('paris-prod-a')).evidence.doubts).toEqual({ [PROD_B]: 'in_maintenance' })
  })

  test('counts on a sibling that polls cannot read, and that was read just now', async () => {
    const { ask } = await diagnosing({ watched: { [PROD_B]: { unreadSince: NOW - 600_000 } } })
    expect(foundOf(await ask('paris-prod-a')).evidence.doubts).toEqual({})
  })

  test('of a link that was taken out of its VPC looks there for what is left', async () => {
    const { ask } = await diagnosing({
      prepare: ({ world }) =>
        void world.setLinkAs(OPS, PROD_A, { vpc_id: null, enable_route_propagation: false }),
      watched: { [PROD_A]: { carried: ['ipv4', 'ipv6'], carriedInto: demoIds.vpcs.prod } },
    })
    const { diagnosis, evidence, parts } = foundOf(await ask(PROD_A))
    expect(parts).toContainEqual({ part: 'siblings', from: 'live', failure: null })
    expect(evidence.siblings.map(({ name }) => name)).toEqual(['paris-prod-b', 'marseille-backup'])
    const left = diagnosis.findings.find(({ id }) => id === 'redundancy_left')
    expect(left?.text).toContain('paris-prod-b is up into VPC prod')
  })
})

describe('the words of a diagnosis', () => {
  test('name a link as for a status; several and none are told apart', async () => {
    const { ask } = await diagnosing()
    expect(await ask('paris-prod')).toMatchObject({ type: 'ambiguous', total: 2 })
    expect(await ask('nowhere')).toMatchObject({ type: 'unknown', words: 'nowhere' })
    expect(foundOf(await ask('"Paris-Prod-B"')).evidence.link.id).toBe(PROD_B)
  })

  test('may be the id of a link that no poll has seen yet', async () => {
    const { api, ask } = await diagnosing()
    const link = api.world.addLink({ name: 'brand-new' })
    const { evidence, diagnosis } = foundOf(await ask(link.id))
    expect(evidence.link.name).toBe('brand-new')
    expect(evidence.partner?.name).toBe('HexaIX')
    expect(diagnosis.notChecked).toEqual([])
  })

  test('of a link that was deleted since the last poll say that it is gone', async () => {
    const { api, ask } = await diagnosing()
    api.world.removeLink(PROD_A)
    expect(await ask('paris-prod-a')).toMatchObject({ type: 'gone', link: { id: PROD_A }, at: NOW })
  })
})

describe('what cannot be read', () => {
  test('for want of rights is named with the reason, and shown as last polled where it can be', async () => {
    const { ask } = await diagnosing({ secretKey: 'interlink-only' })
    const { diagnosis, evidence, source } = foundOf(await ask('paris-prod-a'))
    expect(source.type).toBe('live')
    expect(evidence.vpc?.name).toBe('prod')
    expect(diagnosis.notChecked).toEqual([
      { what: 'the VPC, shown as last polled', why: expect.stringContaining('VPCReadOnly') },
      { what: 'routes learned by the VPC', why: expect.stringContaining('VPCReadOnly') },
      { what: 'who changed the link lately', why: expect.stringContaining('AuditTrailReadOnly') },
    ])
  })

  test('because it hangs does not hold the answer up for more than eight seconds', async () => {
    const { api, clock, ask } = await diagnosing()
    api.faults.next({ match: { path: /routes-with-nexthop/ }, answer: 'timeout' })
    const asked = ask('paris-prod-a')
    let done = false
    void asked.then(() => {
      done = true
    })
    // The other reads are real HTTP: they need some turns of the event loop, and no time of the clock.
    while (!api.calls().some(({ path }) => path.includes('/audit-trail/'))) await clock.advance(0)
    for (let turn = 0; turn < 50; turn++) await clock.advance(0)
    expect(done).toBe(false)
    await clock.advance(7_999)
    expect(done).toBe(false)
    await clock.advance(1)
    const { diagnosis, parts } = foundOf(await asked)
    expect(diagnosis.notChecked.map(({ what }) => what)).toEqual(['routes learned by the VPC'])
    expect(parts.filter(({ from }) => from === 'live')).toHaveLength(8)
  })

  test('when the link itself hangs is answered from the last poll after three seconds, the rest live', async () => {
    const { api, clock, ask } = await diagnosing()
    api.faults.next({ match: { path: new RegExp(`/links/${PROD_A}$`) }, answer: 'timeout', times: 9 })
    const asked = ask('paris-prod-a')
    while (!api.calls().some(({ path }) => path.endsWith(PROD_A))) await clock.advance(0)
    await clock.advance(3_000)
    const { source, diagnosis, parts } = foundOf(await asked)
    expect(source).toMatchObject({ type: 'snapshot', at: NOW - 20_000, failure: { reason: 'timeout' } })
    expect(diagnosis.notChecked[0]?.what).toBe('the link itself, shown as last polled')
    expect(parts.filter(({ from }) => from === 'live').length).toBeGreaterThan(5)
  })

  test('because the whole API is away is answered from the last poll, with one reason for all of it', async () => {
    const { api, clock, ask } = await diagnosing()
    api.faults.regionDown('fr-par', '403_untyped')
    const { source, diagnosis, evidence } = foundOf(await ask('paris-prod-a'))
    await clock.advance(0)
    expect(source.type).toBe('snapshot')
    expect(evidence.siblings.map(({ name }) => name)).toEqual(['paris-prod-b', 'marseille-backup'])
    expect(diagnosis.notChecked.some(({ what }) => what.startsWith('the link itself'))).toBe(true)
    expect(diagnosis.mover).toBe('nobody')
  })
})
