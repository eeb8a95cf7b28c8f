import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Link } from '../../src/domain/link.ts'
import { EMPTY_DIRECTORY } from '../../src/domain/snapshot.ts'
import type { Act } from '../../src/remedies/acts.ts'
import { isConfirmed } from '../../src/remedies/confirmation.ts'
import { type Beside, planOf } from '../../src/remedies/plan.ts'
import { parsePremise, premiseText } from '../../src/remedies/premise.ts'
import { aLink, anEvidence, aPolicy, aVpc } from '../support/links.ts'

const NAMES = {
  ...EMPTY_DIRECTORY,
  vpcs: [aVpc()],
  policies: [
    aPolicy({ prefixesIn: ['10.1.0.0/16', '10.3.0.0/16'] }),
    aPolicy({ family: 'ipv6' }),
    aPolicy({ id: 'narrow', name: 'narrow-v4', prefixesIn: ['10.3.0.0/16'] }),
    aPolicy({ id: 'empty', name: 'empty-v4', prefixesIn: [] }),
  ],
}
const plan = (act: Act, evidence = anEvidence()) => planOf(act, evidence, NAMES, false)
const elsewhere = { popId: 'pop-2', kind: { type: 'self_hosted', connectionId: 'c-2' } } as const

describe('A plan', () => {
  test('says what breaks where the last path goes', () => {
    const { steps, warnings } = plan({ type: 'detach_vpc' })
    expect(steps).toEqual([
      'Detach VPC production from paris-a.',
      'Scaleway turns route propagation off with it.',
    ])
    expect(warnings).toEqual([
      'IPv4 loses its last path into VPC production: no other link is set up for it.',
      'IPv6 loses its last path into VPC production: no other link is set up for it.',
    ])
  })

  test('says what takes over, and how well', () => {
    const siblings = [aLink({ id: 'b', name: 'paris-b' })]
    const weak = plan({ type: 'disable_propagation' }, anEvidence({ siblings })).warnings
    expect(weak[0]).toBe(
      'IPv4 has only paris-b left into VPC production, which is no full replacement: it enters at the same PoP and uses the same partner.',
    )
    const full = [aLink({ id: 'b', name: 'lyon', ...elsewhere })]
    const fine = plan({ type: 'disable_propagation' }, anEvidence({ siblings: full })).warnings
    expect(fine[0]).toBe(
      'IPv4 goes on over lyon into VPC production, which has a path of its own: one less is left if that fails.',
    )
    const down = [aLink({ id: 'b', name: 'lyon', ...elsewhere, sessions: { ipv4: 'down', ipv6: 'up' } })]
    expect(plan({ type: 'detach_vpc' }, anEvidence({ siblings: down })).warnings[0]).toContain(
      'loses its last path',
    )
  })

  test('warns of nothing where nothing carries', () => {
    const link = aLink({ sessions: { ipv4: 'down', ipv6: 'down' } })
    expect(plan({ type: 'disable_propagation' }, anEvidence({ link })).warnings).toEqual([])
  })

  test('says which prefixes a replaced policy lets through no more', () => {
    const { steps, warnings } = plan({ type: 'set_policy', family: 'ipv4', policyId: 'narrow' })
    expect(steps).toEqual([
      'Replace office-v4 by narrow-v4 as the IPv4 routing policy of paris-a, in place, so that routes do not drop.',
    ])
    expect(warnings).toEqual(['No longer accepted from outside: 10.1.0.0/16.'])
  })

  test('counts a policy that lets nothing through of what the one before it did as a loss, to be typed', () => {
    const { steps, warnings, confirmation } = plan({ type: 'set_policy', family: 'ipv4', policyId: 'empty' })
    expect(steps).toEqual(['Replace office-v4 by empty-v4 as the IPv4 routing policy of paris-a.'])
    expect(confirmation).toMatchObject({ type: 'type', why: expect.stringMatching(/lets nothing through/) })
    expect(warnings).toEqual([
      'IPv4 loses its last path into VPC production: no other link is set up for it.',
      'It accepts nothing from outside: its list is empty.',
      'No longer accepted from outside: 10.1.0.0/16 and 10.3.0.0/16.',
    ])
  })

  test('of detaching one policy says that both families lose propagation', () => {
    const { steps, warnings } = plan({ type: 'detach_policy', family: 'ipv4' })
    expect(steps[1]).toContain('for both families')
    expect(warnings).toHaveLength(2)
  })

  test('of deleting takes the link apart first', () => {
    expect(plan({ type: 'delete_link' }).calls.map((call) => call.replace(aLink().id, 'ID'))).toEqual([
      'POST /interlink/v1beta1/regions/fr-par/links/ID/disable-route-propagation {}',
      'POST /interlink/v1beta1/regions/fr-par/links/ID/detach-vpc {}',
      'DELETE /interlink/v1beta1/regions/fr-par/links/ID',
    ])
  })
})

describe('A plan of deleting', () => {
  const stepsAfter = (link: Partial<Link>) =>
    plan({ type: 'delete_link' }, anEvidence({ link: aLink(link) })).steps

  test('says that billing ends, and what the partner has to do where the link was provisioned', () => {
    for (const status of ['active', 'limited_connectivity', 'all_down'])
      expect(stepsAfter({ status }).slice(-2), status).toEqual([
        'Billing at Scaleway ends with that.',
        'It stays in Deprovisioning, for days if need be, until the partner has deleted its side too, and the partner may bill until then: ask it to.',
      ])
    for (const status of ['requested', 'expired', 'refused'])
      expect(stepsAfter({ status }).at(-1), status).toBe(
        'It was never provisioned, so the partner need not be told.',
      )
    expect(stepsAfter({ status: 'provisioning' }).at(-1)).toMatch(/has not finished provisioning it.*tell it/)
    expect(stepsAfter({ status: 'deprovisioning' }).at(-1)).toMatch(/once both sides have deleted it/)
  })

  test('of a self-hosted link says that its connection is billed on, and nothing of a partner', () => {
    expect(stepsAfter(elsewhere).at(-1)).toBe(
      'Its dedicated connection stays, and is billed as before: the link itself costs nothing.',
    )
    expect(stepsAfter(elsewhere).join(' ')).not.toMatch(/partner/)
  })
})

describe('What was seen beside a link', () => {
  const beside = (more: Partial<Beside>, act: Act = { type: 'delete_link' }) =>
    planOf(act, anEvidence(), NAMES, false, { hasNamesake: false, isTrailUnread: false, ...more })

  test('is warned of where the Audit Trail did not say whether code owns it, for what writes alone', () => {
    const unread = /infrastructure as code .* could not be read/
    expect(beside({ isTrailUnread: true }).warnings.at(-1)).toMatch(unread)
    expect(beside({}).warnings.join(' ')).not.toMatch(unread)
    const noted = beside({ isTrailUnread: true }, { type: 'mark_contacted', reference: null })
    expect(noted.warnings).toEqual([])
  })

  test('has its id alone confirm it where another link has its name', () => {
    const { confirmation, premise } = beside({ hasNamesake: true })
    expect(confirmation).toMatchObject({
      accepts: ['00000000'],
      why: expect.stringMatching(/another link has the same name/),
    })
    expect(isConfirmed(confirmation, 'paris-a')).toBe(false)
    expect(parsePremise(premiseText(premise))).toMatchObject({ hasNamesake: true })
  })
})

describe('What has to be typed', () => {
  test('is the name or the beginning of the id for what takes something away', () => {
    const { confirmation } = plan({ type: 'detach_vpc' })
    expect(confirmation).toMatchObject({ type: 'type', accepts: ['paris-a', '00000000'] })
    for (const typed of ['paris-a', '  paris-a ', '00000000'])
      expect(isConfirmed(confirmation, typed)).toBe(true)
    for (const typed of ['', 'paris', 'Paris-A', '0000000'])
      expect(isConfirmed(confirmation, typed)).toBe(false)
  })

  test('is the id alone where the name cannot be typed', () => {
    const { confirmation } = plan({ type: 'delete_link' }, anEvidence({ link: aLink({ name: ' \t' }) }))
    expect(confirmation).toMatchObject({ accepts: ['00000000'] })
    expect(isConfirmed(confirmation, '')).toBe(false)
  })

  test('is asked for a policy that lets everything through, and for no other', () => {
    const create = (prefixesIn: readonly string[], family: 'ipv4' | 'ipv6' = 'ipv4'): Act => ({
      type: 'create_policy',
      policy: { name: 'p', projectId: 'x', family, prefixesIn, prefixesOut: ['172.16.0.0/22'] },
    })
    expect(plan(create(['0.0.0.0/0'])).confirmation.type).toBe('type')
    expect(plan(create(['::/0'], 'ipv6')).confirmation.type).toBe('type')
    expect(plan(create(['10.0.0.0/8'])).confirmation.type).toBe('press')
    expect(plan(create(['0.0.0.0/0'])).warnings[0]).toBe('0.0.0.0/0 lets every route through.')
  })
})

describe('A premise', () => {
  const family = fc.constantFrom('ipv4', 'ipv6')
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.record({ type: fc.constant('attach_vpc'), vpcId: fc.string() }),
    fc.record({ type: fc.constantFrom('detach_vpc', 'delete_link', 'reorder_link', 'reveal_pairing_key') }),
    fc.record({ type: fc.constantFrom('enable_propagation', 'disable_propagation') }),
    fc.record({ type: fc.constant('set_policy'), family, policyId: fc.string() }),
    fc.record({ type: fc.constant('detach_policy'), family }),
    fc.record({ type: fc.constant('mark_contacted'), reference: fc.option(fc.string()) }),
    fc.record({
      type: fc.constant('record_ticket'),
      reference: fc.string(),
      state: fc.constantFrom('open', 'closed'),
    }),
    fc.record({
      type: fc.constant('create_policy'),
      policy: fc.record({
        name: fc.string(),
        projectId: fc.string(),
        family,
        prefixesIn: fc.array(fc.string()),
        prefixesOut: fc.array(fc.string()),
      }),
    }),
  ) as fc.Arbitrary<Act>

  test('survives its way through a form as it was', () => {
    fc.assert(
      fc.property(act, fc.string(), (one, name) => {
        const { premise } = plan(one, anEvidence({ link: aLink({ name }) }))
        expect(parsePremise(premiseText(premise))).toEqual(premise)
      }),
    )
  })

  test('that is not one is none', () => {
    for (const text of [
      '',
      '{',
      'null',
      '{"act":{"type":"drop_database"},"linkId":"x","facts":{},"losses":{}}',
    ])
      expect(parsePremise(text)).toBeNull()
  })

  test('is small enough for a modal', () => {
    const name = 'n'.repeat(255)
    expect(
      premiseText(plan({ type: 'delete_link' }, anEvidence({ link: aLink({ name }) })).premise).length,
    ).toBeLessThan(800)
  })
})
