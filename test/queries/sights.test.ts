import { describe, expect, test } from 'vitest'
import { createSights } from '../../src/queries/sights.ts'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import { diagnosing, OWN_PORT, PROD_A, PROD_B } from './diagnosing.ts'

async function looking(options: Parameters<typeof diagnosing>[0] = {}) {
  const { api, ask, ...parts } = await diagnosing(options)
  return { api, clock: parts.clock, sights: createSights({ ...parts, diagnose: ask }) }
}

describe('A look at a link', () => {
  test('is live, with its siblings, its region’s VPCs and policies, and who wrote to it', async () => {
    const { api, sights } = await looking()
    api.world.setLink(PROD_A, { vpc_id: null })
    const sight = await sights.look(PROD_A)
    if (sight.type !== 'found') throw new Error(`The link is ${sight.type}.`)
    expect(sight.scope).toEqual({ id: 'default/fr-par', region: 'fr-par' })
    expect(sight.notRead).toBeNull()
    expect(sight.evidence.link.vpcId).toBeNull()
    expect(sight.evidence.writes).toBeDefined()
    expect(sight.directory.vpcs.length).toBeGreaterThan(0)
    expect(sight.directory.policies.length).toBeGreaterThan(0)
  })

  test('knows that Terraform made it, weeks ago', async () => {
    const { api, clock, sights } = await looking()
    const terraform = { principalId: 'ops-app', userAgent: 'scaleway-sdk-go terraform-provider/2.60' }
    api.world.setLinkAs(terraform, PROD_A, { enable_route_propagation: false })
    await clock.advance(60 * 86_400_000)
    expect(await sights.look(PROD_A)).toMatchObject({
      evidence: { writes: [{ tool: 'terraform', method: 'DisableRoutePropagation' }] },
    })
  })

  test('says whether the Audit Trail did not answer, and whether another link has its name', async () => {
    const { api, clock, sights } = await looking({
      prepare: ({ world }) => void world.setLink(PROD_B, { name: 'paris-prod-a' }),
    })
    expect(await sights.look(PROD_A)).toMatchObject({ hasNamesake: true, isTrailUnread: false })
    expect(await sights.look(OWN_PORT)).toMatchObject({ hasNamesake: false })
    const match = { path: /^\/audit-trail\// }
    api.faults.next({ match, times: 100, answer: '503' })
    const unanswered = sights.look(PROD_A)
    await clock.advance(10_000)
    expect(await unanswered).toMatchObject({ isTrailUnread: true })
    api.faults.clear()
    api.faults.next({ match, times: 100, answer: apiErrors.permissionsDenied('audit_trail', 'read') })
    expect(await sights.look(PROD_A)).toMatchObject({ notRead: null, isTrailUnread: false })
  })

  test('says why where it could not be read', async () => {
    const { sights } = await looking({ secretKey: 'unknown-key' })
    expect(await sights.look(PROD_A)).toMatchObject({
      type: 'found',
      notRead: { reason: 'unauthenticated' },
    })
  })

  test('finds it gone, and nothing by another name than its id', async () => {
    const { api, sights } = await looking()
    expect(await sights.look('paris-prod-a')).toEqual({ type: 'unknown' })
    expect(await sights.look('00000000-0000-4000-8000-00000000dead')).toMatchObject({ type: 'gone' })
    api.world.removeLink(PROD_A)
    expect(await sights.look(PROD_A)).toEqual({ type: 'gone' })
  })

  test('from memory asks nobody', async () => {
    const { sights } = await looking({ secretKey: 'unknown-key' })
    expect(await sights.recall(PROD_A)).toMatchObject({
      link: { name: 'paris-prod-a', region: 'fr-par' },
    })
    expect(await sights.recall('nobody')).toBeNull()
  })
})
