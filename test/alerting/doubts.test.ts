import { expect, test } from 'vitest'
import { type DoubtSources, siblingDoubts } from '../../src/alerting/doubts.ts'
import { anIncident } from '../support/alerts.ts'
import { aLink, anEvidence, aSelfHostedLink, CONNECTION_ID, NOW } from '../support/links.ts'
import { aSilence } from '../support/wishes.ts'
import { aMaintenance, HOUR } from './silencing.ts'

const facts = () => [
  anEvidence({ link: aLink({ id: 'a' }) }),
  anEvidence({ link: aLink({ id: 'b', name: 'b' }) }),
]
const doubts = (sources: Partial<DoubtSources>, at = NOW) => [
  ...siblingDoubts({ incidents: [], unread: [], silences: [], facts, ...sources }, at),
]
const flapping = { since: NOW, toldAt: NOW }

test('a link that flaps cannot be counted on, one with an incident can', () => {
  const about = (linkId: string) => ({ type: 'link', linkId, scopeId: 'fr-par' }) as const
  const incidents = [anIncident({ subject: about('a'), flapping }), anIncident({ subject: about('b') })]
  expect(doubts({ incidents })).toEqual([['a', 'flapping']])
})

test('what flaps and is no link casts no doubt on any', () => {
  const subject = { type: 'connection', connectionId: 'a', scopeId: 'fr-par' } as const
  expect(doubts({ incidents: [anIncident({ subject, flapping })] })).toEqual([])
})

test('links over a dedicated connection with an incident cannot be counted on, whatever their sessions say', () => {
  const subject = { type: 'connection', connectionId: CONNECTION_ID, scopeId: 'fr-par' } as const
  const over = () => [...facts(), anEvidence({ link: aSelfHostedLink({ id: 'c' }) })]
  expect(doubts({ incidents: [anIncident({ subject })], facts: over })).toEqual([['c', 'connection_out']])
})

test('a link that polls cannot read cannot be counted on', () => {
  expect(doubts({ unread: ['b'] })).toEqual([['b', 'unread']])
})

test('a link cannot be counted on while work on it goes on, nor before or after', () => {
  const silences = [aMaintenance({ filter: 'link:b' })]
  expect(doubts({ silences })).toEqual([['b', 'in_maintenance']])
  expect(doubts({ silences }, NOW - 1)).toEqual([])
  expect(doubts({ silences }, NOW + HOUR)).toEqual([])
})

test('a silence that announces no work casts no doubt, and no link is looked at for it', () => {
  const looked: string[] = []
  const silences = [aSilence({ filter: 'link:b' })]
  const counted = () => {
    looked.push('looked')
    return facts()
  }
  expect(doubts({ silences, facts: counted })).toEqual([])
  expect(looked).toEqual([])
})
