import { describe, expect, test } from 'vitest'
import type { Link } from '../../src/domain/link.ts'
import { parseOne } from '../../src/scaleway/parse.ts'
import { linkSchema } from '../../src/scaleway/payload.ts'
import { aWireLink, aWireSelfHostedLink, WIRE_PAIRING_KEY } from '../support/wire.ts'

const readLink = parseOne(linkSchema)

function read(wire: unknown): Link {
  const parsed = readLink(wire)
  if (parsed.type === 'malformed') throw new Error(parsed.problem)
  return parsed.value
}

function problemOf(wire: unknown): string {
  const parsed = readLink(wire)
  return parsed.type === 'malformed' ? parsed.problem : 'none'
}

describe('a link', () => {
  test('of the recorded shape becomes a domain link', () => {
    expect(read(aWireLink())).toEqual({
      id: 'c533d379-0000-4000-8000-000000000001',
      name: 'recorded-link',
      region: 'fr-par',
      projectId: '564aa517-0000-4000-8000-000000000001',
      organizationId: '564aa517-0000-4000-8000-000000000001',
      tags: ['tag1'],
      kind: {
        type: 'hosted',
        partnerId: '89d00734-0000-4000-8000-000000000001',
        layer: null,
        disapprovedReason: null,
      },
      popId: 'fd046cc9-0000-4000-8000-000000000001',
      bandwidthMbps: 50,
      status: 'requested',
      sessions: { ipv4: 'disabled', ipv6: 'disabled' },
      vpcId: null,
      policies: { ipv4: null, ipv6: null },
      routePropagation: false,
      vlan: 3295,
      scalewayPeer: {
        asn: 12876,
        ipv4: '169.254.0.94/31',
        ipv6: '2001:1bc8:3812:fc60:1139:2efa:4387:d000/127',
      },
      customerPeer: {
        asn: 39801,
        ipv4: '169.254.0.95/31',
        ipv6: '2001:1bc8:3812:fc60:1139:2efa:4387:d001/127',
      },
      createdAt: Date.UTC(2026, 3, 15, 15, 49, 30, 752),
      updatedAt: Date.UTC(2026, 3, 16, 15, 49, 30, 752),
    })
  })

  test('loses its pairing key', () => {
    expect(JSON.stringify(read(aWireLink()))).not.toContain(WIRE_PAIRING_KEY)
  })

  test('is whole without the addresses of a BGP peer, which are only shown', () => {
    const { customerPeer, scalewayPeer } = read({
      ...aWireLink(),
      scw_bgp_config: { asn: 12_876, ipv4: '169.254.0.94/31', ipv6: null },
      peer_bgp_config: { asn: 39_801 },
    })
    expect(scalewayPeer).toEqual({ asn: 12_876, ipv4: '169.254.0.94/31', ipv6: null })
    expect(customerPeer).toEqual({ asn: 39_801, ipv4: null, ipv6: null })
  })

  test('over a dedicated connection is self-hosted', () => {
    expect(read(aWireSelfHostedLink()).kind).toEqual({
      type: 'self_hosted',
      connectionId: '33333333-0000-4000-8000-000000000001',
    })
  })

  test('with neither partner nor connection is of unknown kind', () => {
    expect(read(aWireLink({ partner: null })).kind).toEqual({ type: 'unknown' })
  })

  test('reads null as absent', () => {
    const nulls = read({
      ...aWireLink(),
      vpc_id: null,
      routing_policy_v4_id: null,
      routing_policy_v6_id: null,
      self: null,
      scw_bgp_config: null,
      peer_bgp_config: null,
      tags: null,
      vlan: null,
      updated_at: null,
    })

    expect(nulls).toMatchObject({ vpcId: null, policies: { ipv4: null, ipv6: null }, tags: [], vlan: null })
    expect(nulls.scalewayPeer).toBeNull()
    expect(nulls.customerPeer).toBeNull()
    expect(nulls.updatedAt).toBe(nulls.createdAt)
  })

  test('reads empty ids as none, and VLAN 0 as no VLAN', () => {
    const empty = read(aWireLink({ vpc_id: '', routing_policy_v4_id: '', vlan: 0 }))

    expect(empty).toMatchObject({ vpcId: null, policies: { ipv4: null }, vlan: null })
  })

  test('keeps the policy of each family apart', () => {
    expect(read(aWireLink({ routing_policy_v4_id: 'four', routing_policy_v6_id: 'six' })).policies).toEqual({
      ipv4: 'four',
      ipv6: 'six',
    })
  })

  test('keeps words of a newer API as they are', () => {
    const newer = read(aWireLink({ status: 'hibernating', bgp_v4_status: 'graceful_restart' }))

    expect(newer.status).toBe('hibernating')
    expect(newer.sessions.ipv4).toBe('graceful_restart')
  })

  test.each([
    [{ l3_connectivity: true }, undefined, 'l3'],
    [{ l3_connectivity: false }, undefined, 'l2'],
    [{ l3_connectivity: null }, undefined, null],
    [{}, 'l3_hosted', 'l3'],
    [{}, 'l2_hosted', 'l2'],
    [{}, 'hosted', null],
  ])('of a newer API with partner %j and kind %s has layer %s', (partner, kind, layer) => {
    const wire = aWireLink()
    const link = read({ ...wire, kind, partner: { ...wire.partner, ...partner } })

    expect(link.kind).toMatchObject({ type: 'hosted', layer })
  })

  test('keeps the reason of a refusal', () => {
    const wire = aWireLink()
    const link = read({ ...wire, partner: { ...wire.partner, disapproved_reason: 'no capacity' } })

    expect(link.kind).toMatchObject({ disapprovedReason: 'no capacity' })
  })

  test.each(['', '- Telehouse TH2', '  ', '<!channel> *x* `y`', '\u202e名前\u0000', 'x'.repeat(5000)])(
    'may be called %j',
    (name) => {
      expect(read(aWireLink({ name })).name).toBe(name)
    },
  )

  test.each([
    ['id', undefined],
    ['id', ''],
    ['name', 42],
    ['status', undefined],
    ['status', ''],
    ['tags', 'prod'],
    ['created_at', undefined],
    ['created_at', null],
    ['created_at', 'yesterday'],
    ['created_at', '1'],
    ['updated_at', 'Wed, 15 Apr 2026'],
    ['bandwidth_mbps', '50'],
    ['enable_route_propagation', undefined],
    ['bgp_v6_status', undefined],
    ['partner', 'FranceIX'],
    ['self', { connection_id: 'beside-a-partner' }],
    ['scw_bgp_config', { asn: 'one' }],
  ])('with %s %j is malformed, and the problem names the field', (field, value) => {
    const problem = problemOf({ ...aWireLink(), [field]: value })

    expect(problem).toContain(field === 'self' ? 'partner stands beside self' : field)
  })

  test.each([null, 'link', 7, [], true])('that is %j is malformed', (wire) => {
    expect(readLink(wire).type).toBe('malformed')
  })

  test('says what is wrong without repeating any value, wherever the pairing key strayed', () => {
    const key = WIRE_PAIRING_KEY
    const wrong = {
      ...aWireLink(),
      status: { key },
      created_at: key,
      bandwidth_mbps: key,
      tags: [{ [key]: key }],
      partner: { [key]: key, pairing_key: key },
      self: key,
      vlan: key,
    }

    expect(problemOf(wrong)).toMatch(/and \d more/)
    expect(problemOf(wrong)).not.toContain(key)
    for (const [field, value] of Object.entries(wrong)) {
      expect(problemOf({ ...aWireLink(), [field]: value })).not.toContain(key)
    }
  })
})
