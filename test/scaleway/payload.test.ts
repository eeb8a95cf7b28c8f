import { describe, expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { Connection, Link, Partner, Pop, RoutingPolicy, Vpc } from '../../src/domain/link.ts'
import type { components } from '../../src/scaleway/interlink.gen.ts'
import {
  connectionSchema,
  linkSchema,
  partnerSchema,
  policySchema,
  popSchema,
  vpcSchema,
} from '../../src/scaleway/payload.ts'
import type { components as vpcComponents } from '../../src/scaleway/vpc.gen.ts'
import { aWireConnection, aWireLink, aWirePartner, aWirePolicy, aWirePop, aWireVpc } from '../support/wire.ts'

type Wire = components['schemas']

describe('the schemas and the generated types', () => {
  test('whatever the OpenAPI documents allow is accepted, by type', () => {
    expectTypeOf<Wire['Link']>().toExtend<z.input<typeof linkSchema>>()
    expectTypeOf<Wire['Partner']>().toExtend<z.input<typeof partnerSchema>>()
    expectTypeOf<Wire['Pop']>().toExtend<z.input<typeof popSchema>>()
    expectTypeOf<Wire['DedicatedConnection']>().toExtend<z.input<typeof connectionSchema>>()
    expectTypeOf<Wire['RoutingPolicy']>().toExtend<z.input<typeof policySchema>>()
    expectTypeOf<vpcComponents['schemas']['Vpc']>().toExtend<z.input<typeof vpcSchema>>()
    expect(linkSchema.safeParse(aWireLink()).success).toBe(true)
  })

  test('no field is read that the documents do not have, but a newer link’s kind', () => {
    expectTypeOf<Exclude<keyof z.input<typeof linkSchema>, keyof Wire['Link']>>().toEqualTypeOf<'kind'>()
    expectTypeOf<Exclude<keyof z.input<typeof partnerSchema>, keyof Wire['Partner']>>().toBeNever()
    expectTypeOf<Exclude<keyof z.input<typeof popSchema>, keyof Wire['Pop']>>().toBeNever()
    expectTypeOf<
      Exclude<keyof z.input<typeof connectionSchema>, keyof Wire['DedicatedConnection']>
    >().toBeNever()
    expectTypeOf<Exclude<keyof z.input<typeof policySchema>, keyof Wire['RoutingPolicy']>>().toBeNever()
    expectTypeOf<
      Exclude<keyof z.input<typeof vpcSchema>, keyof vpcComponents['schemas']['Vpc']>
    >().toBeNever()
    expect(linkSchema.parse({ ...aWireLink(), of_a_newer_api: 1 })).not.toHaveProperty('of_a_newer_api')
  })

  test('what comes out is the domain’s own, by type', () => {
    expectTypeOf<z.output<typeof linkSchema>>().toEqualTypeOf<Link>()
    expectTypeOf<z.output<typeof partnerSchema>>().toEqualTypeOf<Partner>()
    expectTypeOf<z.output<typeof popSchema>>().toEqualTypeOf<Pop>()
    expectTypeOf<z.output<typeof connectionSchema>>().toEqualTypeOf<Connection>()
    expectTypeOf<z.output<typeof policySchema>>().toEqualTypeOf<RoutingPolicy>()
    expectTypeOf<z.output<typeof vpcSchema>>().toEqualTypeOf<Vpc>()
    expect(Object.keys(linkSchema.parse(aWireLink()))).toHaveLength(19)
  })
})

describe('what links refer to', () => {
  test('is read from the recorded shapes', () => {
    expect(partnerSchema.parse(aWirePartner())).toEqual({
      id: '89d00734-0000-4000-8000-000000000001',
      name: 'FranceIX',
      contactEmail: 'l2-support@franceix.example',
      portalUrl: 'https://franceix.example/portal',
    })
    expect(popSchema.parse(aWirePop())).toEqual({
      id: 'fd046cc9-0000-4000-8000-000000000001',
      name: '- Telehouse TH2',
      displayName: 'Paris - TeleHouse TH2',
      hostingProvider: 'TeleHouse',
      city: 'Paris',
      bandwidthsMbps: [50, 100, 200],
    })
    expect(connectionSchema.parse(aWireConnection())).toEqual({
      id: '33333333-0000-4000-8000-000000000001',
      name: 'own-port',
      status: 'active',
      popId: 'fd046cc9-0000-4000-8000-000000000001',
      bandwidthMbps: 10_000,
    })
    expect(policySchema.parse(aWirePolicy({ is_ipv6: true }))).toEqual({
      id: '76248157-0000-4000-8000-000000000001',
      name: 'recorded-policy',
      family: 'ipv6',
      prefixesIn: ['10.0.1.0/24'],
      prefixesOut: ['10.0.0.0/24'],
    })
    expect(policySchema.parse(aWirePolicy()).family).toBe('ipv4')
    expect(vpcSchema.parse(aWireVpc())).toEqual({
      id: '44444444-0000-4000-8000-000000000001',
      name: 'production',
      region: 'fr-par',
      privateNetworkCount: 2,
      routingEnabled: true,
    })
  })

  test('a partner without mail and portal has none, rather than empty ones', () => {
    const partner = partnerSchema.parse(aWirePartner({ contact_email: '', portal_url: '' }))

    expect(partner).toMatchObject({ contactEmail: null, portalUrl: null })
  })
})
