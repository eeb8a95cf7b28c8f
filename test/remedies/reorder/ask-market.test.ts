import { describe, expect, test } from 'vitest'
import type { Partner } from '../../../src/domain/link.ts'
import { askMarket } from '../../../src/remedies/reorder/ask-market.ts'
import { AS_IT_WAS, onlyDifferent } from '../../../src/remedies/reorder/order.ts'
import { aConnection, aLink, aPartner, aPop, aSelfHostedLink, PARTNER_ID } from '../../support/links.ts'

const DIRECTORY = {
  pops: [aPop(), aPop({ id: 'pop-2', displayName: '', name: 'DC5' })],
  partners: [aPartner({ id: 'hexa', name: 'HexaIX' }), aPartner()],
  connections: [aConnection()],
}

/** Offers as they were asked for: everybody everywhere. */
function asked() {
  const questions: { region: string; partners: readonly Partner[]; bandwidthMbps: number }[] = []
  return {
    questions,
    offersOf: async (region: string, partners: readonly Partner[], bandwidthMbps: number) => {
      questions.push({ region, partners, bandwidthMbps })
      return partners.map(({ id, name }) => ({ partnerId: id, partnerName: name, popNames: ['DC5'] }))
    },
  }
}

describe('What can be ordered', () => {
  test('is asked for also where nothing is to differ, the partner of the order first', async () => {
    const { questions, offersOf } = asked()
    const market = await askMarket(aLink(), AS_IT_WAS, DIRECTORY, offersOf)
    expect(questions).toMatchObject([
      { region: 'fr-par', partners: [{ id: PARTNER_ID }, { id: 'hexa' }], bandwidthMbps: 1000 },
    ])
    expect(market?.partnersAt).toEqual(
      new Map([
        [aPop().id, []],
        ['pop-2', [PARTNER_ID, 'hexa']],
      ]),
    )
  })

  test('is asked for by the bandwidth and partner that are to differ, also of one that no poll lists', async () => {
    const { questions, offersOf } = asked()
    const differences = { ...AS_IT_WAS, partnerId: 'withdrawn', bandwidthMbps: 500 }
    await askMarket(aLink(), differences, DIRECTORY, offersOf)
    expect(questions).toMatchObject([{ partners: [{ id: 'withdrawn' }, {}, {}], bandwidthMbps: 500 }])
  })

  test('is not known where the offers cannot be read', async () => {
    expect(await askMarket(aLink(), AS_IT_WAS, DIRECTORY, async () => null)).toBeNull()
  })

  test('is a matter of no partner where the link is self-hosted', async () => {
    const { questions, offersOf } = asked()
    const market = await askMarket(aSelfHostedLink(), AS_IT_WAS, DIRECTORY, offersOf)
    expect(questions).toEqual([])
    expect(market).toEqual({ ...DIRECTORY, partnersAt: new Map() })
  })
})

describe('A form as it was sent', () => {
  test('differs in what is not as the link has it', () => {
    const link = aLink()
    const same = {
      name: link.name,
      popId: link.popId,
      bandwidthMbps: link.bandwidthMbps,
      partnerId: PARTNER_ID,
      connectionId: null,
    }
    expect(onlyDifferent(same, link)).toEqual(AS_IT_WAS)
    expect(onlyDifferent({ ...same, popId: 'pop-2' }, link)).toEqual({ ...AS_IT_WAS, popId: 'pop-2' })
  })
})
