import { describe, expect, test } from 'vitest'
import { startHarness } from './harness.ts'

const keys = [
  { secretKey: 'reads', interlink: 'read', vpc: 'none' },
  { secretKey: 'nothing', interlink: 'none', vpc: 'none' },
  { secretKey: 'old', interlink: 'write', vpc: 'read', expired: true },
] as const

const LINKS = '/interlink/v1beta1/regions/fr-par/links'
const VPCS = '/vpc/v2/regions/fr-par/vpcs'

describe('a key', () => {
  test.each([
    ['', 'invalid_argument'],
    ['unknown', 'not_found'],
    ['old', 'expired'],
  ])('“%s” is denied with the reason %s', async (secretKey, reason) => {
    const { fetch } = await startHarness({ keys })
    const answer = await fetch(LINKS, { headers: { 'X-Auth-Token': secretKey } })
    expect([answer.status, answer.body]).toEqual([
      401,
      { type: 'denied_authentication', message: 'authentication is denied', method: 'api_key', reason },
    ])
  })

  test.each([
    ['reads', 'GET', LINKS, 200, null],
    ['reads', 'POST', LINKS, 403, { resource: 'interlink', action: 'write' }],
    ['reads', 'GET', VPCS, 403, { resource: 'vpc', action: 'read' }],
    ['nothing', 'GET', LINKS, 403, { resource: 'interlink', action: 'read' }],
  ])('that %s gets for %s %s the status %i', async (secretKey, method, path, status, detail) => {
    const { fetch } = await startHarness({ keys })
    const answer = await fetch(path, { method, headers: { 'X-Auth-Token': secretKey } })
    expect(answer.status).toBe(status)
    if (detail !== null) expect(answer.body).toMatchObject({ type: 'permissions_denied', details: [detail] })
  })

  test('never shows up in the log of calls', async () => {
    const { api, fetch } = await startHarness({ keys })
    await fetch(LINKS, { headers: { 'X-Auth-Token': 'reads' } })
    expect(JSON.stringify(api.calls())).not.toContain('reads')
  })
})
