import { describe, expect, test } from 'vitest'
import { renderVpc } from '../../../src/slack/views/vpc.ts'
import { DOWN } from '../../queries/asking.ts'
import { asking, ELSEWHERE, inParis, PAIR, TWO_PLACES } from '../../queries/into-vpc.ts'
import { TIMEOUT } from '../../queries/remembered.ts'
import { aLink, aVpc, NOW } from '../../support/links.ts'
import { all } from './answering.ts'

const vpc = async (words: string, ...given: Parameters<typeof asking>) =>
  all(renderVpc(await asking(...given).vpc(words), NOW))

describe('The card of a VPC', () => {
  test('says of both families at once that they are redundant, and what is then the last path', async () => {
    const text = await vpc('production', [inParis()])
    expect(text).toContain(
      '🟢 *IPv4 and IPv6: redundant.* Carried by `paris-a` and `paris-b`, each with a full replacement on a path of its own.\n• Without one of the two, the other would be the last path.',
    )
    expect(text).toContain('`fr-par`: 2 links, read 20 s ago')
    expect(text).toContain('traffic is not measured')
  })

  test('names what links share, by name, and why they are no full replacement', async () => {
    const links = [PAIR[0] ?? aLink(), aLink({ id: 'id-b', name: 'paris-b' })]
    const text = await vpc('production', [inParis(links)])
    expect(text).toContain('🟡 *IPv4 and IPv6: not fully redundant.*')
    expect(text).toContain(
      '• Without `paris-a`: `paris-b` at best, but it enters at the same PoP and uses the same partner.',
    )
    expect(text).toContain('*All of it depends on PoP `Telehouse TH2` and partner `FranceIX`.*')
  })

  test('names the link that alone carries a family, and those that do not', async () => {
    const links = [PAIR[0] ?? aLink(), aLink({ id: 'id-b', name: 'paris-b', ...ELSEWHERE, ...DOWN })]
    const text = await vpc('production', [inParis(links)])
    expect(text).toContain('🟠 *IPv4 and IPv6: on the last path.* Only `paris-a` carries')
    expect(text).toContain('Set up for this as well, and not up: `paris-b`.')
  })

  test('tells the families apart where they differ', async () => {
    const text = await vpc('production', [
      inParis([aLink({ name: 'paris-a', ...DOWN, policies: { ipv4: 'p4', ipv6: null } })]),
    ])
    expect(text).toContain(
      '🔴 *IPv4: no path.* `paris-a` is set up for this, and no session is known to be up.',
    )
    expect(text).toContain('⚪ *IPv6: not used.*')
  })

  test('of a region that cannot be read says first that nobody knows how it is now', async () => {
    const blind = inParis(PAIR, { failingSince: NOW, lastFailure: TIMEOUT })
    expect(await vpc('production', [blind])).toMatch(/\n⚠️ \*What is left of it now is unknown\*: .+\n🟢/su)
  })

  test('without links says so; of a VPC that cannot be read too', async () => {
    expect(await vpc('production', [inParis([])])).toContain('No link leads into it.')
    const unread = inParis([aLink({ vpcId: 'vpc-x' })])
    expect(await vpc('vpc-x', [unread])).toContain('the VPC itself could not be read')
  })

  test('offers a menu whose choice goes on with vpc', async () => {
    const directory = {
      ...TWO_PLACES,
      vpcs: [aVpc({ id: 'v1', name: 'prod-1' }), aVpc({ id: 'v2', name: 'prod-2' })],
    }
    const message = renderVpc(await asking([inParis(PAIR, { directory })]).vpc('prod'), NOW)
    expect(message.blocks.find(({ type }) => type === 'actions')).toMatchObject({
      block_id: 'pick_link:vpc',
      elements: [{ options: [{ value: 'v1' }, { value: 'v2' }] }],
    })
  })
})
