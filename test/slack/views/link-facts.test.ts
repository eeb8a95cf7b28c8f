import { expect, test } from 'vitest'
import { linkFacts } from '../../../src/slack/views/link-facts.ts'
import { aLink, anEvidence } from '../../support/links.ts'

test('A BGP peer is shown with the addresses that there are', () => {
  const link = aLink({
    customerPeer: { asn: 65_010, ipv4: null, ipv6: null },
    scalewayPeer: { asn: 12_876, ipv4: '169.254.10.0/31', ipv6: null },
  })
  const shown = JSON.stringify(linkFacts(anEvidence({ link })))
  expect(shown).toContain('Scaleway `169.254.10.0/31` AS 12876')
  expect(shown).toContain('Scaleway AS 12876')
  expect(shown).toContain('Peer AS 65010')
  expect(shown).not.toContain('null')
})
