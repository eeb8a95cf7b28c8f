import { describe, expect, test } from 'vitest'
import { aConnection, aLink, aSelfHostedLink, CONNECTION_ID, NOW } from '../support/links.ts'
import { aSilence } from '../support/wishes.ts'
import { DOWN } from './asking.ts'
import { asking, ELSEWHERE, found, inParis, PAIR, TWO_PLACES } from './into-vpc.ts'
import { anIncident, aWatchedLink, POLLED_AT } from './remembered.ts'

const prospectOf = async (words: string, ...given: Parameters<typeof asking>) =>
  found(await asking(...given).whatIf(words)).prospect

const grades = ({ vpcs }: Awaited<ReturnType<typeof prospectOf>>) =>
  vpcs.map(({ families }) =>
    families.map(({ family, left, then }) => [family, left.map(({ type }) => type), then.grade]),
  )

describe('what if a link went down', () => {
  test('with an independent sibling: an error, and the sibling would be the last path', async () => {
    const prospect = await prospectOf('down paris-a', [inParis()])
    expect(prospect.losses).toMatchObject([
      { link: { id: 'id-a' }, lost: ['ipv4', 'ipv6'], ruling: { level: 'error', rule: 'down' } },
    ])
    expect(grades(prospect)).toEqual([
      [
        ['ipv4', ['independent'], 'last_path'],
        ['ipv6', ['independent'], 'last_path'],
      ],
    ])
    expect(prospect.vpcs[0]).toMatchObject({ name: 'production', louder: [] })
  })

  test('on the last path: critical, with nothing left and a page after a minute', async () => {
    const prospect = await prospectOf('down paris-a', [inParis([PAIR[0] ?? aLink()])])
    expect(prospect.losses).toMatchObject([{ ruling: { level: 'critical' }, pageAfterMs: 60_000 }])
    expect(grades(prospect)[0]?.[0]).toEqual(['ipv4', ['none'], 'lost'])
  })

  test('with a sibling that shares its fate: critical all the same, paged later', async () => {
    const links = [PAIR[0] ?? aLink(), aLink({ id: 'id-b', name: 'paris-b' })]
    const prospect = await prospectOf('down paris-a', [inParis(links)])
    expect(prospect.losses).toMatchObject([{ ruling: { level: 'critical' }, pageAfterMs: 90_000 }])
    expect(prospect.vpcs[0]?.families[0]?.left).toMatchObject([
      { type: 'weak', weaknesses: ['same_pop', 'same_partner'] },
    ])
  })

  test('loses the families that are up now, and no others', async () => {
    const half = aLink({ id: 'id-a', name: 'paris-a', sessions: { ipv4: 'up', ipv6: 'down' } })
    const prospect = await prospectOf('down paris-a', [inParis([half])])
    expect(prospect.losses[0]?.lost).toEqual(['ipv4'])
    expect(prospect.vpcs[0]?.families.map(({ family }) => family)).toEqual(['ipv4'])
  })

  test('that carries nothing: nothing is lost', async () => {
    const prospect = await prospectOf('down paris-a', [
      inParis([aLink({ id: 'id-a', name: 'paris-a', ...DOWN })]),
    ])
    expect(prospect).toMatchObject({ losses: [], vpcs: [] })
  })

  test('makes the incident of a sibling louder that it had made milder', async () => {
    const links = [PAIR[0] ?? aLink(), aLink({ id: 'id-b', name: 'paris-b', ...ELSEWHERE, ...DOWN })]
    const state = inParis(links)
    const watched = new Map(state.links)
    for (const link of links) watched.set(link.id, aWatchedLink(link, { carried: ['ipv4', 'ipv6'] }))
    const prospect = await prospectOf('down paris-a', [{ ...state, links: watched }], {
      incidents: [anIncident('id-b', 'error')],
    })
    expect(prospect.vpcs[0]?.louder).toMatchObject([{ link: { id: 'id-b' }, from: 'error', to: 'critical' }])
  })

  test('says what would keep it quiet now', async () => {
    const silence = aSilence({
      id: 's1',
      filter: 'link:paris-a',
      from: NOW - 60_000,
      createdAt: NOW - 60_000,
    })
    const held = async (...given: Parameters<typeof asking>) =>
      (await prospectOf('down paris-a', ...given)).losses[0]?.heldBack
    expect(await held([inParis()])).toBeNull()
    expect(await held([inParis()], { silences: [silence] })).toMatchObject({ by: { silenceId: 's1' } })
    const tagged = aLink({ id: 'id-a', name: 'paris-a', tags: ['oncall:off'] })
    expect(await held([inParis([tagged])])).toMatchObject({ by: { tag: 'oncall:off' } })
  })

  test('keeps to the tags of the link, as alerts do', async () => {
    const lab = aLink({ id: 'id-a', name: 'paris-a', tags: ['env:lab'] })
    expect((await prospectOf('paris-a', [inParis([lab])])).losses[0]?.ruling.level).toBe('warning')
  })

  test('changes nothing of what is known', async () => {
    const { whatIf } = asking([inParis()])
    const first = await whatIf('down paris-a')
    expect(await whatIf('down paris-a')).toEqual(first)
  })
})

describe('what if something that links share went down', () => {
  test('a PoP takes every link that enters there', async () => {
    const links = [...PAIR, aLink({ id: 'id-c', name: 'paris-c' })]
    const prospect = await prospectOf('down pop:TH2', [inParis(links)])
    expect(prospect.subject).toMatchObject({ type: 'pop', name: 'Telehouse TH2', links: 2 })
    expect(prospect.losses.map(({ link }) => link.name)).toEqual(['paris-a', 'paris-c'])
    expect(grades(prospect)[0]?.[0]).toEqual(['ipv4', ['independent', 'independent'], 'last_path'])
  })

  test('a partner is found without saying that it is one', async () => {
    expect((await prospectOf('down lumen', [inParis()])).subject).toMatchObject({ type: 'partner', links: 1 })
  })

  test('a dedicated connection has a level of its own', async () => {
    const directory = { ...TWO_PLACES, connections: [aConnection()] }
    const links = [aSelfHostedLink({ id: 'id-s', name: 'dc-1' })]
    const prospect = await prospectOf('down connection:dc1', [inParis(links, { directory })])
    expect(prospect).toMatchObject({
      subject: { type: 'connection', id: CONNECTION_ID, name: 'dc1-port' },
      connectionLevel: 'critical',
      losses: [{ link: { id: 'id-s' } }],
    })
  })
})

describe('what is meant', () => {
  test.each(['down paris-a', 'paris-a', 'DOWN "paris-a"', 'down id-a', 'down link:paris-a'])(
    'by "%s" is the link',
    async (words) => {
      expect((await prospectOf(words, [inParis()])).subject).toMatchObject({ type: 'link', id: 'id-a' })
    },
  )

  test.each(['paris-a down', 'if paris-a goes down?', 'link:paris-a is down', 'if down paris-a'])(
    'by the sentence "%s" is the link as well',
    async (words) => {
      expect((await prospectOf(words, [inParis()])).subject).toMatchObject({ type: 'link', id: 'id-a' })
    },
  )

  test('is a link whose name ends in "down" before it is a sentence', async () => {
    const links = [aLink({ id: 'id-d', name: 'paris down' }), aLink({ id: 'id-p', name: 'paris' })]
    expect((await prospectOf('paris down', [inParis(links)])).subject.id).toBe('id-d')
    expect((await prospectOf('down paris down', [inParis(links)])).subject.id).toBe('id-d')
  })

  test('may be a link or a place: both are offered, links first', async () => {
    const links = [aLink({ id: 'id-t', name: 'Telehouse-1' })]
    expect(await asking([inParis(links)]).whatIf('down tele')).toMatchObject({
      type: 'ambiguous',
      words: 'tele',
      total: 2,
      candidates: [{ type: 'link' }, { type: 'pop' }],
    })
  })

  test.each(['down lyon-old', 'link:LYON-OLD', 'if lyon-old goes down?', 'down id-old'])(
    'by "%s" is a link that is gone, as long as no link has its name',
    async (words) => {
      const link = aLink({ id: 'id-old', name: 'lyon-old' })
      const vanished = [{ link, scopeId: 'fr-par', at: NOW - 60_000 }]
      expect(await asking([inParis()], { vanished }).whatIf(words)).toEqual({
        type: 'vanished',
        link,
        at: NOW - 60_000,
      })
      const anew = inParis([...PAIR, aLink({ ...link, id: 'id-old-anew' })])
      expect((await asking([anew], { vanished }).whatIf('down lyon-old')).type).toBe('found')
      expect((await asking([inParis()], { vanished }).whatIf('down pop:lyon-old')).type).toBe('unknown')
    },
  )

  test('and is not known: the nearest are offered', async () => {
    expect(await asking([inParis()]).whatIf('down pariss-a')).toMatchObject({
      type: 'unknown',
      words: 'pariss-a',
      nearest: expect.arrayContaining([expect.objectContaining({ id: 'id-a' })]),
      scopes: [{ source: { at: POLLED_AT } }],
    })
  })
})
