import { afterEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { uuid } from './interlink-reading.ts'
import { closeWritten, setUpWriter } from './link-writing.ts'

afterEach(closeWritten)

const { project } = demoIds

describe('a pairing key', () => {
  test('is read live, and handed to the one who asks', async () => {
    const { api, writer, linkId, scope, signal } = await setUpWriter()
    const id = linkId('marseille-backup')

    expect(await writer.pairingKey(scope, id, signal)).toEqual({
      type: 'done',
      value: api.world.link(id)?.partner?.pairing_key,
      requestId: api.calls().at(-1)?.requestId,
    })
    expect(await writer.pairingKey(scope, linkId('dc5-own-port-staging'), signal)).toMatchObject({
      value: null,
    })
  })

  test('of a link that is gone, or that the key may not read, is refused with why', async () => {
    const { writer, scope, signal } = await setUpWriter({ secretKey: 'no-interlink-key' })
    const refused = await writer.pairingKey(scope, uuid(1), signal)

    expect(refused).toMatchObject({ type: 'refused', failure: { reason: 'forbidden' } })
    expect(writer.missingRight('reveal_pairing_key', project)).toContain('InterLinkReadOnly')
    expect(writer.missingRight('delete_link', project)).toBeNull()
    const { writer: able } = await setUpWriter()
    expect(await able.pairingKey(scope, uuid(1), signal)).toMatchObject({
      type: 'refused',
      failure: { reason: 'not_found' },
    })
  })

  test('stands in no failure, log line or metric, however the API breaks', async () => {
    const { api, writer, linkId, log, registry, events, scope, signal } = await setUpWriter()
    const id = linkId('marseille-backup')
    const key = api.world.link(id)?.partner?.pairing_key ?? ''
    expect(key).not.toBe('')
    const results: unknown[] = []
    const ask = async () => results.push(await writer.pairingKey(scope, id, signal))
    const partner = api.world.link(id)?.partner
    api.faults.malformedLink(id, (link) => ({ ...link, id: key }))
    await ask()
    api.faults.malformedLink(id, (link) => ({ ...link, partner: key }))
    await ask()
    api.faults.malformedLink(id, (link) => ({ ...link, partner: { ...partner, pairing_key: [key] } }))
    await ask()
    api.faults.malformedLink(id, (link) => ({ ...link, status: undefined, name: 42 }))
    results.push(await writer.setTags(scope, id, [], signal))
    api.faults.malformedLink(id, null)
    api.faults.next({ match: { method: 'GET' }, answer: 'truncated_json' })
    await ask()
    api.faults.next({ match: { method: 'PATCH' }, answer: 'truncated_json' })
    results.push(await writer.setTags(scope, id, [], signal))

    expect(results).toHaveLength(6)
    for (const result of results) expect(result).toMatchObject({ failure: { reason: 'malformed' } })
    expect(log.length).toBeGreaterThanOrEqual(6)
    const all = [JSON.stringify(results), JSON.stringify(events), ...log, await registry.metrics()]
    expect(all.filter((text) => text.includes(key))).toEqual([])
  })
})
