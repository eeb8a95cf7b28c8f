import { afterEach, describe, expect, test } from 'vitest'
import type { LinkOrder, LinkWriter } from '../../src/remedies/ports.ts'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
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

describe('what the API refuses is told with what to do', () => {
  const enable: (writer: LinkWriter) => LinkWriter['enablePropagation'] = (writer) => writer.enablePropagation

  test.each([
    ['a link that is being configured', 'configuring', /still at work on the link \(“configuring”\): wait/],
    ['a locked link', 'locked', /^The link is locked by Scaleway's Trust and Safety team: .*support ticket/],
    [
      'a link that is being deleted',
      'deprovisioning',
      /as things stand \(“the link is being deleted”\): mend/,
    ],
  ])('%s', async (_, status, message) => {
    const { api, writer, linkId, writes, scope, signal } = await setUpWriter()
    const id = linkId('paris-prod-a')
    api.world.setStatus(id, status)
    const written = await enable(writer)(scope, id, signal)

    expect(written).toMatchObject({
      type: 'refused',
      failure: { message: expect.stringMatching(message), requestId: writes().at(-1)?.requestId },
    })
    expect(writes()).toHaveLength(1)
  })

  test.each([
    [
      'a link that is gone',
      apiErrors.notFound('link', uuid(1)),
      'The link is not there any more at Scaleway: look at what is there now, and begin again.',
    ],
    [
      'a VPC that is gone',
      apiErrors.notFound('vpc', uuid(1)),
      'The VPC is not there any more at Scaleway: look at what is there now, and begin again.',
    ],
    [
      'a quota that is used up',
      apiErrors.quotasExceeded('interlink_links', 10, 10),
      "A quota at Scaleway is used up (“interlink_links: 10 of 10”): delete what is not needed any more, or ask Scaleway's support for a higher one.",
    ],
    [
      'no room left',
      apiErrors.outOfStock('link'),
      'Scaleway has no room left for this (“link”): choose another PoP, partner or bandwidth, or try again later.',
    ],
    [
      'what exists already',
      apiErrors.alreadyExists('link', uuid(1)),
      'Scaleway says that the link exists already: look at what is there before making another.',
    ],
    [
      'what has expired',
      apiErrors.expired('link', uuid(1), '2026-01-01T00:00:00Z'),
      'The link has expired at Scaleway: delete it, and order a new one.',
    ],
    [
      'a value that does not fit',
      apiErrors.invalidArguments({ argument_name: 'vlan', reason: 'constraint', help_message: 'is taken' }),
      'Scaleway does not accept vlan (“is taken”): choose something else there, and try again.',
    ],
    [
      'a bare precondition',
      apiErrors.preconditionFailed('resource_still_in_use', ''),
      'Scaleway does not allow this as things stand (“resource_still_in_use”): mend that first, then try again.',
    ],
    [
      'an untyped conflict',
      apiErrors.untyped(409, 'conflict\nof `sorts`'),
      'Scaleway turned this away (HTTP 409) (“conflict of `sorts`”) and changed nothing: look at the link, then try again.',
    ],
    [
      'a thing of a newer API',
      apiErrors.locked('moon', uuid(1)),
      "“moon” is locked by Scaleway's Trust and Safety team: nothing can be changed until a support ticket has it unlocked.",
    ],
    [
      'an unknown key',
      apiErrors.deniedAuthentication('not_found'),
      'Scaleway does not accept the API key (HTTP 401): set SCW_SECRET_KEY to the secret key of one that exists.',
    ],
  ])('%s', async (_, answer, message) => {
    const { api, writer, linkId, writes, scope, signal } = await setUpWriter()
    api.faults.next({ match: { method: 'POST' }, answer })

    expect(await writer.enablePropagation(scope, linkId('paris-prod-a'), signal)).toMatchObject({
      type: 'refused',
      failure: { message },
    })
    expect(writes()).toHaveLength(1)
  })
})

describe('a right that the key lacks', () => {
  test('is known from its first refusal, for all that needs it', async () => {
    const { writer, linkId, scope, signal } = await setUpWriter({ secretKey: 'read-only-key' })
    expect(writer.missingRight('delete_link')).toBeNull()
    const written = await writer.enablePropagation(scope, linkId('paris-prod-a'), signal)

    const sentence =
      'The Scaleway API key in SCW_SECRET_KEY may not change InterLink (“write on interlink”): give it InterLinkFullAccess, and restart the bot.'
    expect(written).toMatchObject({ type: 'refused', failure: { reason: 'forbidden', message: sentence } })
    for (const act of ['delete_link', 'attach_vpc', 'create_policy', 'reorder_link'] as const) {
      expect(writer.missingRight(act)).toBe(sentence)
    }
    for (const act of ['reveal_pairing_key', 'mark_contacted', 'record_ticket'] as const) {
      expect(writer.missingRight(act)).toBeNull()
    }
  })

  test('on the VPC concerns only what attaches one', async () => {
    const { api, writer, linkId, scope, signal } = await setUpWriter()
    api.faults.next({ match: { method: 'POST' }, answer: apiErrors.permissionsDenied('vpc', 'read') })
    await writer.attachVpc(scope, linkId('paris-prod-a'), vpcs.staging, signal)

    expect(writer.missingRight('attach_vpc')).toContain('lacks a right on VPC (“read on vpc”): give it VPC')
    expect(writer.missingRight('detach_vpc')).toBeNull()
    await writer.enablePropagation(scope, linkId('paris-prod-a'), signal)
    expect(writer.missingRight('attach_vpc')).not.toBeNull()
    await writer.attachVpc(scope, linkId('paris-prod-a'), vpcs.staging, signal)
    expect(writer.missingRight('attach_vpc')).toBeNull()
  })

  test('is not learned from a quota, a lock or an untyped 403', async () => {
    const { api, writer, linkId, scope, signal } = await setUpWriter()
    for (const answer of [
      apiErrors.quotasExceeded('interlink_links', 1, 1),
      apiErrors.locked('link', uuid(1)),
      '403_untyped' as const,
    ]) {
      api.faults.next({ match: { method: 'POST' }, answer })
      await writer.enablePropagation(scope, linkId('paris-prod-a'), signal)
    }

    expect(writer.missingRight('enable_propagation')).toBeNull()
  })
})

describe('a pairing key', () => {
  test('is read live, and handed to the one who asks', async () => {
    const { api, writer, linkId, scope, signal } = await setUpWriter()
    const id = linkId('marseille-backup')

    expect(await writer.pairingKey(scope, id, signal)).toEqual({
      type: 'done',
      value: api.world.link(id)?.partner?.pairing_key,
      requestId: api.calls().at(-1)?.requestId,
    })
    expect(await writer.pairingKey(scope, linkId('dc5-own-port-staging'), signal)).toMatchObject({
      value: null,
    })
  })

  test('of a link that is gone, or that the key may not read, is refused with why', async () => {
    const { writer, scope, signal } = await setUpWriter({ secretKey: 'no-interlink-key' })
    const refused = await writer.pairingKey(scope, uuid(1), signal)

    expect(refused).toMatchObject({ type: 'refused', failure: { reason: 'forbidden' } })
    expect(writer.missingRight('reveal_pairing_key')).toContain('InterLinkReadOnly')
    expect(writer.missingRight('delete_link')).toBeNull()
    const { writer: able } = await setUpWriter()
    expect(await able.pairingKey(scope, uuid(1), signal)).toMatchObject({
      type: 'refused',
      failure: { reason: 'not_found' },
    })
  })

  test('stands in no failure, log line or metric, however the API breaks', async () => {
    const { api, writer, linkId, log, registry, events, scope, signal } = await setUpWriter()
    const id = linkId('marseille-backup')
    const key = api.world.link(id)?.partner?.pairing_key ?? ''
    expect(key).not.toBe('')
    const results: unknown[] = []
    const ask = async () => results.push(await writer.pairingKey(scope, id, signal))
    const partner = api.world.link(id)?.partner
    api.faults.malformedLink(id, (link) => ({ ...link, id: key }))
    await ask()
    api.faults.malformedLink(id, (link) => ({ ...link, partner: key }))
    await ask()
    api.faults.malformedLink(id, (link) => ({ ...link, partner: { ...partner, pairing_key: [key] } }))
    await ask()
    api.faults.malformedLink(id, (link) => ({ ...link, status: undefined, name: 42 }))
    results.push(await writer.setTags(scope, id, [], signal))
    api.faults.malformedLink(id, null)
    api.faults.next({ match: { method: 'GET' }, answer: 'truncated_json' })
    await ask()
    api.faults.next({ match: { method: 'PATCH' }, answer: 'truncated_json' })
    results.push(await writer.setTags(scope, id, [], signal))

    expect(results).toHaveLength(6)
    for (const result of results) expect(result).toMatchObject({ failure: { reason: 'malformed' } })
    expect(log.length).toBeGreaterThanOrEqual(6)
    const all = [JSON.stringify(results), JSON.stringify(events), ...log, await registry.metrics()]
    expect(all.filter((text) => text.includes(key))).toEqual([])
  })
})
