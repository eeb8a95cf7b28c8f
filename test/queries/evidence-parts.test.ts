import { expect, test } from 'vitest'
import { notCheckedOf, type PartSource } from '../../src/queries/evidence-parts.ts'
import { TIMEOUT } from './remembered.ts'

const away = (part: PartSource['part'], requestId: string | null): PartSource => ({
  part,
  from: 'nowhere',
  failure: { ...TIMEOUT, message: 'Scaleway is away.', requestId },
})

test('Parts that failed for the same reason are named together, with the first of their request ids', () => {
  expect(
    notCheckedOf([
      away('partner', 'req-1'),
      away('pop', 'req-2'),
      away('vpc', 'req-3'),
      { part: 'link', from: 'live', failure: null },
      { ...away('routes', null), from: 'snapshot' },
    ]),
  ).toEqual([
    { what: 'the partner, the PoP and the VPC', why: 'Scaleway is away. Request ids req-1 and req-2.' },
    { what: 'routes learned by the VPC, shown as last polled', why: 'Scaleway is away.' },
  ])
  expect(notCheckedOf([away('writes', 'req-9')])[0]?.why).toBe('Scaleway is away. Request id req-9.')
})
