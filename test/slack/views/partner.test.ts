import { describe, expect, test } from 'vitest'
import type { ContactFacts } from '../../../src/contacts/contact.ts'
import { renderPartner } from '../../../src/slack/views/partner.ts'
import { asking, inParis, PAIR, TWO_PLACES } from '../../queries/into-vpc.ts'
import { anIncident } from '../../queries/remembered.ts'
import { aContact } from '../../support/contacts.ts'
import { aPartner, NOW } from '../../support/links.ts'
import { all } from './answering.ts'

describe('The card of a partner', () => {
  test('has its contact, portal, PoPs, open incidents and links by state', async () => {
    const directory = { ...TWO_PLACES, partners: [aPartner({ portalUrl: 'https://portal.example/x' })] }
    const given = { incidents: [anIncident('id-a', 'error')] }
    const message = renderPartner(
      await asking([inParis(PAIR, { directory })], given).partner('FranceIX'),
      NOW,
    )
    const text = all(message)
    expect(text).toContain('*E-mail for orders*\n`interlink@franceix.example`')
    expect(text).toContain('<https://portal.example/x|open>')
    expect(text).toContain('*PoPs*\n`Telehouse TH2` (1 link)')
    expect(text).toContain('*1 open incident*\n• 🟠 *Error* `paris-a` began <!date')
    expect(text).toContain('1 link · 🟠 1 error')
  })

  test('says whom to call, and where that differs by PoP', async () => {
    const contacts = {
      contactOf: ({ partner, pop }: ContactFacts) =>
        aContact({
          nocPhone: `phone of ${partner?.name}`,
          circuitId: pop === null ? null : `circuit at ${pop.name}`,
        }),
    }
    const message = renderPartner(await asking([inParis()], { contacts }).partner('FranceIX'), NOW)
    expect(all(message)).toContain('*Whom to call*\n*NOC phone* `phone of FranceIX`')
    expect(all(message)).toContain('At `Telehouse TH2`: *NOC phone* `phone of FranceIX`')
    expect(all(message)).toContain('*Circuit id* `circuit at TH2`')
    expect(all(message)).not.toContain('the number that your contract names')
    expect(message.text).toContain('*Circuit id* `circuit at TH2`')
  })

  test('for whom nothing is written down says where the number stands', async () => {
    const text = all(renderPartner(await asking([inParis()]).partner('FranceIX'), NOW))
    expect(text).toContain('For an outage, call the number that your contract names.')
    expect(text).not.toContain('*Whom to call*')
  })

  test('without links says so', async () => {
    expect(all(renderPartner(await asking([inParis([])]).partner('Lumen'), NOW))).toContain(
      'No link runs over it.',
    )
  })
})
