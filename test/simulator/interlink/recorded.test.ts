import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { PartnerRow, PopRow } from '../../../src/simulator/interlink/rows.ts'
import { emptyWorld } from '../../../src/simulator/interlink/world.ts'
import { resourceBody } from './bodies.ts'
import { type Harness, startHarness } from './harness.ts'

type Json = Record<string, unknown>

/** One call to the real API and its answer. Ids of people, pairing keys and contact addresses are synthetic. */
interface Recording {
  readonly request: { readonly method: string; readonly url: string; readonly body: Json | null }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: Json | null
  }
}

const FIXTURES = new URL('../../fixtures/scaleway/', import.meta.url)

function recordings(name: string): readonly Recording[] {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8'))
}

function listed<Row>(name: string, key: string): readonly Row[] {
  return recordings(name)[0]?.response.body?.[key] as readonly Row[]
}

/** Made up by the real API for every link; only their shape can be compared. */
const MADE_UP = ['id', 'created_at', 'updated_at', 'pairing_key', 'vlan', 'ipv4', 'ipv6', 'resource_id']

/** The value with made-up fields replaced by their type, keys in the order they came in. */
function comparable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, comparable(field, name)]))
  }
  return MADE_UP.includes(key) ? typeof value : value
}

const bgpConfig = z.object({ asn: z.number(), ipv4: z.string(), ipv6: z.string() })
const addressedLink = z.looseObject({
  vlan: z.number(),
  scw_bgp_config: bgpConfig,
  peer_bgp_config: bgpConfig,
})

/** A stand-in whose partners and PoPs are the recorded ones. */
function startRecordedWorld(): Promise<Harness> {
  const pops = listed<PopRow>('pops', 'pops')
  const partners = listed<PartnerRow>('partners', 'partners')
  return startHarness({
    world: {
      ...emptyWorld(),
      organizationId: '7b1c2d33-0000-4000-8000-0000000000b1',
      pops: pops.map((pop) => ({ ...pop, hidden: { listedBandwidths: null, dedicatedAvailable: false } })),
      partners: partners.map((partner) => ({
        ...partner,
        l3_connectivity: null,
        region: null,
        hidden: { regions: ['fr-par'], popIds: pops.map((pop) => pop.id), asn: 39801 },
      })),
    },
  })
}

describe('the stand-in, called as the real API was once called', () => {
  test.each([
    'link-create-update-delete',
    'partners',
    'pops',
    'pops-filtered',
    'routing-policy',
    'routing-policy-list',
  ])('answers %s with the recorded statuses, headers and bodies', async (name) => {
    const { fetch } = await startRecordedWorld()
    // The ids of what was created then, and what they are now.
    const ids = new Map<string, string>()
    const translate = (text: string) =>
      [...ids].reduce((done, [then, now]) => done.replaceAll(then, now), text)

    for (const { request, response } of recordings(name)) {
      const url = new URL(request.url)
      const answer = await fetch(translate(`${url.pathname}${url.search}`), {
        method: request.method,
        ...(request.body === null ? {} : { body: translate(JSON.stringify(request.body)) }),
      })
      const what = `${request.method} ${url.pathname}`
      expect([what, answer.status]).toEqual([what, response.status])
      for (const header of Object.keys(response.headers))
        expect(answer.headers.has(header), header).toBe(true)
      expect(answer.headers.get('content-type')).toBe(response.headers['Content-Type'])
      // Compared as text, so that the order of the keys counts too.
      expect(JSON.stringify(comparable(answer.body ?? null), null, 1)).toBe(
        JSON.stringify(comparable(response.body), null, 1),
      )
      if (request.method === 'POST') ids.set(String(response.body?.id), answer.read(resourceBody).id)
    }
  })

  test('writes timestamps with six digits of a second, and makes updated_at equal created_at at first', async () => {
    const { fetch } = await startRecordedWorld()
    const [, , create] = recordings('link-create-update-delete')
    const path = new URL(create?.request.url ?? '').pathname
    const { body } = await fetch(path, { method: 'POST', body: JSON.stringify(create?.request.body) })
    expect(body).toMatchObject({
      created_at: '2026-04-15T15:49:30.752000Z',
      updated_at: '2026-04-15T15:49:30.752000Z',
    })
    expect(String(create?.response.body?.created_at)).toMatch(/^[\d-]{10}T[\d:]{8}\.\d{6}Z$/)
  })

  test('makes up BGP addresses of the recorded form, with Scaleway on the even side of each pair', async () => {
    const { fetch } = await startRecordedWorld()
    const [, , create] = recordings('link-create-update-delete')
    const path = new URL(create?.request.url ?? '').pathname
    const post = () => fetch(path, { method: 'POST', body: JSON.stringify(create?.request.body) })
    const real = addressedLink.parse(create?.response.body)
    const one = (await post()).read(addressedLink)
    const other = (await post()).read(addressedLink)

    for (const { scw_bgp_config: scw, peer_bgp_config: peer } of [real, one, other]) {
      expect(scw.ipv4).toMatch(/^169\.254\.\d+\.\d*[02468]\/31$/)
      expect(peer.ipv4).toMatch(/^169\.254\.\d+\.\d*[13579]\/31$/)
      expect(scw.ipv6).toMatch(/^2001:(?:[0-9a-f]{1,4}:){6}[0-9a-f]*[02468ace]\/127$/)
      expect(peer.ipv6).toMatch(/^2001:(?:[0-9a-f]{1,4}:){6}[0-9a-f]*[13579bdf]\/127$/)
    }
    expect(one.scw_bgp_config.ipv4).not.toBe(other.scw_bgp_config.ipv4)
    expect(one.vlan).not.toBe(other.vlan)
  })
})
