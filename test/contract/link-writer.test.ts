import { afterEach, describe, expect, test } from 'vitest'
import type { LinkOrder } from '../../src/remedies/ports.ts'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { uuid } from './interlink-reading.ts'
import { closeWritten, setUpWriter } from './link-writing.ts'

afterEach(closeWritten)

const { policies, vpcs, partners, pops, connections, project } = demoIds

const AN_ORDER: LinkOrder = {
  name: 'paris-prod-c',
  tags: ['prod', 'interlink-bot:order=1'],
  projectId: project,
  popId: pops.telehouseTh2,
  bandwidthMbps: 1000,
  over: { type: 'partner', partnerId: partners.hexaIx },
  peerAsn: null,
  vlan: null,
}

describe('the configuration of a link', () => {
  test('is finished call by call, each answering the link as it is then', async () => {
    const { api, writer, linkId, scope, signal } = await setUpWriter()
    const id = linkId('marseille-backup')
    api.world.setLink(id, { vpc_id: null, routing_policy_v4_id: null, routing_policy_v6_id: null })

    expect(await writer.attachVpc(scope, id, vpcs.prod, signal)).toMatchObject({
      type: 'done',
      value: { id, vpcId: vpcs.prod },
      requestId: expect.any(String),
    })
    expect(await writer.attachPolicy(scope, id, policies.prodV4, signal)).toMatchObject({
      value: { policies: { ipv4: policies.prodV4, ipv6: null } },
    })
    expect(await writer.setPolicy(scope, id, policies.stagingV4, signal)).toMatchObject({
      value: { policies: { ipv4: policies.stagingV4 } },
    })
    expect(await writer.enablePropagation(scope, id, signal)).toMatchObject({
      value: { routePropagation: true },
    })
    expect(await writer.disablePropagation(scope, id, signal)).toMatchObject({
      value: { routePropagation: false },
    })
    expect(await writer.detachPolicy(scope, id, policies.stagingV4, signal)).toMatchObject({
      value: { policies: { ipv4: null } },
    })
    expect(await writer.detachVpc(scope, id, signal)).toMatchObject({ value: { vpcId: null } })
    expect(await writer.setTags(scope, id, ['a', 'b'], signal)).toMatchObject({ value: { tags: ['a', 'b'] } })
    expect(api.world.link(id)).toMatchObject({ vpc_id: null, tags: ['a', 'b'], routing_policy_v4_id: null })
  })

  test('may get a policy that was made for it, of either family', async () => {
    const { writer, scope, signal } = await setUpWriter()
    const draft = {
      name: 'new',
      projectId: project,
      family: 'ipv6',
      prefixesIn: ['2001:db8::/32'],
      prefixesOut: [],
    } as const

    expect(await writer.createPolicy(scope, draft, signal)).toMatchObject({
      type: 'done',
      value: { name: 'new', family: 'ipv6', prefixesIn: ['2001:db8::/32'], prefixesOut: [] },
    })
    expect(
      await writer.createPolicy(scope, { ...draft, family: 'ipv4', prefixesIn: ['10.0.0.0/8'] }, signal),
    ).toMatchObject({ value: { family: 'ipv4' } })
  })
})

describe('an order', () => {
  test('over a partner’s port is made as asked, and found by its tag alone', async () => {
    const { api, writer, scope, signal } = await setUpWriter()
    const made = await writer.createLink(scope, AN_ORDER, signal)

    expect(made).toMatchObject({
      type: 'done',
      value: { name: 'paris-prod-c', status: 'requested', kind: { partnerId: partners.hexaIx } },
    })
    expect(api.calls().at(-1)).toMatchObject({ method: 'POST', status: 200 })
    const found = await writer.linksTagged(scope, 'interlink-bot:order=1', signal)
    expect(found).toMatchObject({ type: 'done', value: [{ name: 'paris-prod-c' }] })
    expect(await writer.linksTagged(scope, 'interlink-bot:order=2', signal)).toMatchObject({ value: [] })
  })

  test('over an own connection keeps its ASN and VLAN', async () => {
    const { writer, scope, signal } = await setUpWriter()
    const made = await writer.createLink(
      scope,
      {
        ...AN_ORDER,
        popId: pops.dc5,
        over: { type: 'connection', connectionId: connections.parisOwnPort },
        peerAsn: 64_999,
        vlan: 2050,
      },
      signal,
    )

    expect(made).toMatchObject({
      type: 'done',
      value: { status: 'configuring', vlan: 2050, customerPeer: { asn: 64_999 } },
    })
  })

  test('a link of another project is found by its tag, and one with a longer tag is not', async () => {
    const { api, writer, scope, signal } = await setUpWriter()
    const { id } = api.world.addLink({ project_id: uuid(1), tags: ['order=1'] })
    api.world.addLink({ tags: ['order=11'] })

    expect(await writer.linksTagged(scope, 'order=1', signal)).toMatchObject({ value: [{ id }] })
  })

  test('is not held to be missing where a link with its tag cannot be understood', async () => {
    const { api, writer, scope, signal } = await setUpWriter()
    const { id } = api.world.addLink({ tags: ['order=1'] })
    api.faults.malformedLink(id, 'status_missing')

    expect(await writer.linksTagged(scope, 'order=1', signal)).toMatchObject({
      type: 'unknown',
      failure: { reason: 'malformed' },
    })
  })
})

describe('a deletion', () => {
  test('of a link that was never provisioned is done at once', async () => {
    const { api, writer, linkId, scope, signal } = await setUpWriter()
    const id = linkId('marseille-backup')

    expect(await writer.deleteLink(scope, id, signal)).toMatchObject({
      type: 'done',
      value: { status: 'deleted' },
    })
    expect(api.world.link(id)).toBeUndefined()
    expect(await writer.deleteLink(scope, id, signal)).toMatchObject({
      type: 'refused',
      failure: { reason: 'not_found', message: expect.stringContaining('The link is not there any more') },
    })
  })

  test('of a provisioned hosted link waits in deprovisioning until the partner is done', async () => {
    const { api, writer, linkId, scope, signal } = await setUpWriter()
    const id = linkId('paris-prod-a')

    for (const _ of [1, 2]) {
      expect(await writer.deleteLink(scope, id, signal)).toMatchObject({
        value: { status: 'deprovisioning' },
      })
    }
    api.world.partnerDeletes(id)
    expect(api.world.link(id)).toBeUndefined()
  })
})

describe('a write whose answer is lost after the API acted', () => {
  test.each(['lose_answer', 'truncated_json', '504_after_acting'] as const)(
    '(%s) may have been done, and is asked for once',
    async (fault) => {
      const { api, writer, writes, scope, signal } = await setUpWriter()
      api.faults.next({ match: { method: 'POST' }, answer: fault })

      expect(await writer.createLink(scope, AN_ORDER, signal)).toMatchObject({ type: 'unknown' })
      expect(writes()).toHaveLength(1)
      expect(await writer.linksTagged(scope, 'interlink-bot:order=1', signal)).toMatchObject({
        value: [{ name: 'paris-prod-c' }],
      })
    },
  )

  test('(a deletion) is not repeated by the HTTP client either', async () => {
    const { api, writer, writes, linkId, scope, signal } = await setUpWriter()
    await writer.linksTagged(scope, 'none', signal)
    api.faults.next({ match: { method: 'DELETE' }, answer: 'lose_answer' })

    expect(await writer.deleteLink(scope, linkId('marseille-backup'), signal)).toMatchObject({
      type: 'unknown',
      failure: { reason: 'network' },
    })
    expect(writes()).toHaveLength(1)
  })

  test('(timeout_after_acting) may have been done once 20 s are over', async () => {
    const { api, clock, writer, writes, linkId, scope, signal } = await setUpWriter()
    api.faults.next({ match: { method: 'DELETE' }, answer: 'timeout_after_acting' })
    const id = linkId('marseille-backup')
    const writing = writer.deleteLink(scope, id, signal)
    while (api.world.link(id) !== undefined) await new Promise((resolve) => setImmediate(resolve))
    await clock.advance(20_000)

    expect(await writing).toMatchObject({ type: 'unknown', failure: { reason: 'timeout' } })
    expect(writes()).toHaveLength(1)
  })
})
