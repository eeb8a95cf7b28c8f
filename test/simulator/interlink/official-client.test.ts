import { createClient } from '@scaleway/sdk-client'
import { Interlinkv1beta1 } from '@scaleway/sdk-interlink'
import { describe, expect, test } from 'vitest'
import { demoIds } from '../../../src/simulator/interlink/catalog.ts'
import { SECRET_KEY, startHarness } from './harness.ts'

async function startOfficialClient() {
  const harness = await startHarness()
  const client = createClient({
    accessKey: 'SCWXXXXXXXXXXXXXXXXX',
    secretKey: SECRET_KEY,
    apiURL: harness.api.url,
    defaultRegion: 'fr-par',
    defaultProjectId: demoIds.project,
  })
  return { ...harness, interlink: new Interlinkv1beta1.API(client) }
}

const hosted = {
  name: 'from-the-official-client',
  tags: ['a', 'b'],
  popId: demoIds.pops.telehouseTh2,
  bandwidthMbps: 50,
  partnerId: demoIds.partners.hexaIx,
}

describe('the official JavaScript client', () => {
  test('creates a hosted link, gets it, renames it and deletes it', async () => {
    const { interlink } = await startOfficialClient()

    const created = await interlink.createLink(hosted)
    expect(created).toMatchObject({ status: 'requested', name: hosted.name, projectId: demoIds.project })
    expect(created.partner?.pairingKey).toMatch(/^00000000-/)
    expect(created.createdAt).toBeInstanceOf(Date)

    expect(await interlink.getLink({ linkId: created.id })).toEqual(created)

    const renamed = await interlink.updateLink({ linkId: created.id, name: 'renamed', tags: ['c'] })
    expect(renamed).toMatchObject({ id: created.id, name: 'renamed', tags: ['c'] })

    expect(await interlink.deleteLink({ linkId: created.id })).toMatchObject({ status: 'deleted' })
  })

  test('sees its own ResourceNotFoundError for a deleted link', async () => {
    const { interlink } = await startOfficialClient()
    const { id } = await interlink.createLink(hosted)
    await interlink.deleteLink({ linkId: id })

    await expect(interlink.getLink({ linkId: id })).rejects.toMatchObject({
      name: 'ResourceNotFoundError',
      status: 404,
      resource: 'link',
      resourceId: id,
    })
  })

  test('lists all links over several pages, with filters whose key is repeated', async () => {
    const { api, interlink } = await startOfficialClient()
    for (let n = 0; n < 45; n += 1) {
      api.world.addLink({ name: `link-${String(n).padStart(2, '0')}`, tags: n < 3 ? ['x', 'y'] : ['x'] })
    }

    const first = await interlink.listLinks({ orderBy: 'name_asc' })
    expect([first.links.length, first.totalCount]).toEqual([20, 45])

    const all = await interlink.listLinks({ orderBy: 'name_asc' }).all()
    expect(all.map((link) => link.name)).toEqual(
      Array.from({ length: 45 }, (_, n) => `link-${String(n).padStart(2, '0')}`),
    )

    expect((await interlink.listLinks({ tags: ['x', 'y'] })).totalCount).toBe(3)
  })

  test('attaches VPC and policies, turns propagation on, replaces and detaches again', async () => {
    const { api, interlink } = await startOfficialClient()
    const { id: linkId } = await interlink.createLink(hosted)
    const { prodV4, prodV6, stagingV4 } = demoIds.policies

    expect(await interlink.attachVpc({ linkId, vpcId: demoIds.vpcs.prod })).toMatchObject({
      vpcId: demoIds.vpcs.prod,
    })
    await interlink.attachRoutingPolicy({ linkId, routingPolicyId: prodV4 })
    await interlink.attachRoutingPolicy({ linkId, routingPolicyId: prodV6 })
    const on = await interlink.enableRoutePropagation({ linkId })
    expect(on).toMatchObject({
      routingPolicyV4Id: prodV4,
      routingPolicyV6Id: prodV6,
      enableRoutePropagation: true,
    })
    expect(await interlink.setRoutingPolicy({ linkId, routingPolicyId: stagingV4 })).toMatchObject({
      routingPolicyV4Id: stagingV4,
      enableRoutePropagation: true,
    })
    expect(await interlink.disableRoutePropagation({ linkId })).toMatchObject({
      enableRoutePropagation: false,
    })
    await interlink.detachRoutingPolicy({ linkId, routingPolicyId: stagingV4 })
    const bare = await interlink.detachVpc({ linkId })
    expect([bare.vpcId, bare.routingPolicyV4Id, bare.routingPolicyV6Id]).toEqual([
      undefined,
      undefined,
      prodV6,
    ])
    expect(api.world.link(linkId)).toMatchObject({ vpc_id: null, routing_policy_v4_id: null })
  })

  test('reads partners, PoPs and dedicated connections', async () => {
    const { interlink } = await startOfficialClient()

    const partners = await interlink.listPartners({ popIds: [demoIds.pops.dc5, demoIds.pops.interxionMrs2] })
    expect(partners.partners.map((partner) => partner.name)).toEqual(['HexaIX', 'LibrePro'])
    expect(await interlink.getPartner({ partnerId: demoIds.partners.librePro })).toMatchObject({
      contactEmail: 'engineering@librepro.example',
    })

    const pops = await interlink.listPops({ name: 'Telehouse TH2' })
    expect(pops.pops.map((pop) => pop.displayName)).toEqual(['Paris - TeleHouse TH2'])
    expect(await interlink.getPop({ popId: demoIds.pops.dc3 })).toMatchObject({ name: 'DC3' })

    const { connections } = await interlink.listDedicatedConnections()
    expect(connections).toHaveLength(1)
    expect(
      await interlink.getDedicatedConnection({ connectionId: demoIds.connections.parisOwnPort }),
    ).toEqual(connections[0])
  })

  test('creates, lists, changes and deletes a routing policy', async () => {
    const { interlink } = await startOfficialClient()
    const policy = await interlink.createRoutingPolicy({
      name: 'lab',
      prefixFilterIn: ['10.9.0.0/16'],
      prefixFilterOut: [],
      isIpv6: false,
    })
    expect((await interlink.listRoutingPolicies({ name: 'lab' })).routingPolicies).toEqual([policy])
    const changed = await interlink.updateRoutingPolicy({
      routingPolicyId: policy.id,
      prefixFilterOut: ['172.16.0.0/12'],
    })
    expect(changed).toMatchObject({ prefixFilterIn: ['10.9.0.0/16'], prefixFilterOut: ['172.16.0.0/12'] })
    await interlink.deleteRoutingPolicy({ routingPolicyId: policy.id })
    await expect(interlink.getRoutingPolicy({ routingPolicyId: policy.id })).rejects.toMatchObject({
      name: 'ResourceNotFoundError',
      resource: 'routing_policy',
    })
  })

  test('reads the standard errors as its own classes', async () => {
    const { api, interlink } = await startOfficialClient()
    const { id: linkId } = api.world.addLink()

    await expect(interlink.createLink({ ...hosted, name: '' })).rejects.toMatchObject({
      name: 'InvalidArgumentsError',
      details: [{ argumentName: 'name', reason: 'constraint' }],
    })
    api.world.setLink(linkId, { status: 'configuring' })
    await expect(interlink.detachVpc({ linkId })).rejects.toMatchObject({
      name: 'TransientStateError',
      currentState: 'configuring',
    })
    api.world.setLink(linkId, { status: 'locked' })
    await expect(interlink.detachVpc({ linkId })).rejects.toMatchObject({ name: 'ResourceLockedError' })
    api.world.setLink(linkId, { status: 'active', vpc_id: null })
    await expect(interlink.detachVpc({ linkId })).rejects.toMatchObject({ name: 'PreconditionFailedError' })
    api.faults.next({ answer: '429_typed' })
    await expect(interlink.getLink({ linkId })).rejects.toMatchObject({
      name: 'TooManyRequestsError',
      resetSeconds: 30,
    })
    api.faults.next({ answer: '401' })
    await expect(interlink.getLink({ linkId })).rejects.toMatchObject({ name: 'DeniedAuthenticationError' })
    api.faults.next({ answer: '403' })
    await expect(interlink.getLink({ linkId })).rejects.toMatchObject({ name: 'PermissionsDeniedError' })
  })
})
