import { describe, expect, test } from 'vitest'
import { peeringFacts, testSteps } from '../../src/diagnostics/steps.ts'
import { aLink, anEvidence } from '../support/links.ts'

const link = aLink({
  vlan: 7,
  customerPeer: { asn: 65_010, ipv4: '169.254.10.1/31', ipv6: null },
  scalewayPeer: { asn: 12_876, ipv4: null, ipv6: null },
})

describe('steps for a link whose peers lack addresses', () => {
  test('name those that there are', () => {
    expect(peeringFacts(link)).toBe(
      "VLAN 7, your side AS 65010 with 169.254.10.1/31, Scaleway's side AS 12876",
    )
  })

  test('test towards the peer where its address is not known', () => {
    const steps = testSteps(anEvidence({ link }), ['ipv4', 'ipv6'], false)
    const text = steps.map((step) => step.text).join(' ')
    expect(text).toContain("towards Scaleway's peer")
    expect(text).not.toContain('null')
  })
})
