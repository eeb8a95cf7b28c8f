import { expect, test } from 'vitest'
import { aLink, aSelfHostedLink, PARTNER_ID } from '../support/links.ts'
import { asking, found, inParis, PAIR } from './into-vpc.ts'
import { anIncident, POLLED_AT } from './remembered.ts'

test.each(['FranceIX', 'franceix', 'france', PARTNER_ID])('partner finds one by %s', async (words) => {
  const { card } = found(await asking([inParis()]).partner(words))
  expect(card.partner).toMatchObject({ id: PARTNER_ID, contactEmail: 'interlink@franceix.example' })
})

test('names its links, their PoPs and open incidents, and nothing of other partners', async () => {
  const links = [...PAIR, aLink({ id: 'id-c', name: 'paris-c' }), aSelfHostedLink({ id: 'id-s' })]
  const incidents = [
    anIncident('id-b', 'critical'),
    anIncident('id-c', 'warning'),
    anIncident('id-a', 'error'),
  ]
  const { card } = found(await asking([inParis(links)], { incidents }).partner('FranceIX'))
  expect(card.rows.map(({ link }) => link.name)).toEqual(['paris-a', 'paris-c'])
  expect(card.pops).toMatchObject([{ pop: { name: 'TH2' }, links: 2 }])
  expect(card.incidents.map(({ incident }) => incident.level)).toEqual(['error', 'warning'])
  expect(card.scopes).toMatchObject([{ source: { at: POLLED_AT } }])
})

test('finds a partner by id that could not be read, because links run over it', async () => {
  const kind = { type: 'hosted', partnerId: 'partner-9', layer: null, disapprovedReason: null } as const
  const { card } = found(await asking([inParis([aLink({ kind })])]).partner('partner-9'))
  expect(card).toMatchObject({ partner: { contactEmail: null }, links: 1 })
})

test('offers all partners where nothing was said, those with links first, and the nearest for an unknown one', async () => {
  const { partner } = asking([inParis([aLink()])])
  expect(await partner('')).toMatchObject({
    type: 'ambiguous',
    total: 2,
    candidates: [{ partner: { name: 'FranceIX' } }, { partner: { name: 'Lumen' } }],
  })
  expect(await partner('Lumem')).toMatchObject({
    type: 'unknown',
    nearest: [{ partner: { name: 'Lumen' } }, {}],
  })
})
