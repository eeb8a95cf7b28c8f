import { describe, expect, test } from 'vitest'
import { renderWhatIf } from '../../../src/slack/views/whatif.ts'
import { DOWN } from '../../queries/asking.ts'
import { asking, ELSEWHERE, inParis, PAIR, TWO_PLACES } from '../../queries/into-vpc.ts'
import { aConnection, aLink, aSelfHostedLink, NOW } from '../../support/links.ts'
import { all } from './answering.ts'

const whatIf = async (words: string, ...given: Parameters<typeof asking>) =>
  all(renderWhatIf(await asking(...given).whatIf(words), NOW))

describe('What if', () => {
  test('says what would be told, when it would be paged, and what would be left', async () => {
    const text = await whatIf('down paris-a', [inParis()])
    expect(text).toContain(
      'If paris-a went down\nIPv4 and IPv6 would be lost over it. It would be told as 🟠 *Error*',
    )
    expect(text).toContain('if it were still bad when work begins, at <!date^1772614800')
    expect(text).toContain(
      '• *IPv4 and IPv6*: `paris-b` would carry on, on a path of its own, with 1 Gbps for the 1 Gbps lost. It would be the last path.',
    )
    expect(text).toContain('`fr-par`: 2 links, read 20 s ago')
  })

  test('says that nothing would be left, and that a page would come soon', async () => {
    const text = await whatIf('down paris-a', [inParis([PAIR[0] ?? aLink()])])
    expect(text).toContain('🔴 *Critical*')
    expect(text).toContain('It would be paged after 1 min')
    expect(text).toContain('*nothing would be left*, no other link is set up for it.')
  })

  test('says why what is left is no full replacement, and where it is too narrow', async () => {
    const links = [
      PAIR[0] ?? aLink(),
      aLink({ id: 'id-b', name: 'paris-b', ...ELSEWHERE, bandwidthMbps: 250 }),
    ]
    const text = await whatIf('down paris-a', [inParis(links)])
    expect(text).toContain(
      '`paris-b` would carry on, but not as a full replacement: it has less bandwidth, with *250 Mbps, less than the 1 Gbps lost*.',
    )
  })

  test('of a PoP counts its links by how they would be told, and names them', async () => {
    const text = await whatIf('down pop:TH2', [inParis([...PAIR, aLink({ id: 'id-c', name: 'paris-c' })])])
    expect(text).toContain(
      'If PoP Telehouse TH2 went down\n2 of 2 links over it would lose what they carry: 2 🟠 *Error*.',
    )
    expect(text).toContain('🟠 *Error* `paris-c`: loses IPv4 and IPv6')
  })

  test('of a dedicated connection has its own level', async () => {
    const directory = { ...TWO_PLACES, connections: [aConnection()] }
    const text = await whatIf('dc1-port', [inParis([aSelfHostedLink({ id: 'id-s' })], { directory })])
    expect(text).toContain('The connection itself would be told as 🔴 *Critical*')
  })

  test('of what carries nothing says that nothing would be lost', async () => {
    expect(await whatIf('down paris-a', [inParis([aLink({ name: 'paris-a', ...DOWN })])])).toContain(
      '*Nothing would be lost*: the link carries nothing now.',
    )
    const down = (id: string) => aLink({ id, name: id, ...DOWN })
    expect(await whatIf('down pop:TH2', [inParis([down('a')])])).toContain(
      '*Nothing would be lost*: the one link over it carries nothing now.',
    )
    expect(await whatIf('down pop:TH2', [inParis([down('a'), down('b')])])).toContain(
      '*Nothing would be lost*: none of the 2 links over it carries anything now.',
    )
  })

  test('offers links and places in one menu, whose choice goes on with whatif down', async () => {
    const message = renderWhatIf(await asking([inParis()]).whatIf('down'), NOW)
    expect(message.blocks.find(({ type }) => type === 'actions')).toMatchObject({
      block_id: 'pick_link:whatif down',
      elements: [{ options: expect.arrayContaining([expect.objectContaining({ value: 'pop:pop-2' })]) }],
    })
  })
})
