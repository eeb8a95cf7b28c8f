import { describe, expect, test } from 'vitest'
import { type InterlinkApiOptions, startInterlinkApi } from '../../../src/simulator/interlink/server.ts'
import type { WorldChange } from '../../../src/simulator/interlink/state.ts'
import { manualClock } from '../../support/clock.ts'
import { resourceBody } from './bodies.ts'
import { countingIds, SECRET_KEY, START, startHarness } from './harness.ts'

describe('the stand-in', () => {
  test('logs every call with its arguments, its answer, its request id and its time', async () => {
    const { api, call, clock } = await startHarness()
    await clock.advance(5000)
    const answer = await call('GET', 'links?tags=a&tags=b&page=1')
    await call('POST', 'links', { name: 'x' })
    await call('POST', 'links', 'no json')
    expect(api.calls()).toMatchObject([
      {
        method: 'GET',
        path: '/interlink/v1beta1/regions/fr-par/links',
        query: { tags: ['a', 'b'], page: ['1'] },
        region: 'fr-par',
        body: null,
        status: 200,
        requestId: answer.headers.get('x-request-id'),
        at: START + 5000,
      },
      { method: 'POST', body: { name: 'x' }, status: 400 },
      { method: 'POST', body: 'no json', status: 400 },
    ])
  })

  test('gives every answer a request id of its own and the date of its clock', async () => {
    const { call } = await startHarness()
    const answers = [
      await call('GET', 'links'),
      await call('GET', 'nowhere'),
      await call('POST', 'links', {}),
    ]
    expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(3)
    for (const { headers } of answers) expect(headers.get('date')).toBe(new Date(START).toUTCString())
  })

  test('tells who changed what: a call of the API, or the hand that drives the world', async () => {
    const { api, call } = await startHarness()
    const seen: WorldChange[] = []
    const stop = api.onChange((change) => seen.push(change))
    const { id } = api.world.addLink()
    await call('PATCH', `links/${id}`, { name: 'x' })
    const vpc = api.world.addVpc()
    stop()
    api.world.removeLink(id)
    expect(seen).toEqual([
      { what: 'link', id, by: 'world' },
      { what: 'link', id, by: 'api' },
      { what: 'vpc', id: vpc.id, by: 'world' },
    ])
  })

  test('rejects when its port is taken', async () => {
    const { api } = await startHarness()
    const options: InterlinkApiOptions = {
      clock: manualClock(START),
      newId: countingIds(),
      secretKey: SECRET_KEY,
      port: Number(new URL(api.url).port),
    }
    await expect(startInterlinkApi(options)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('leaves no timer behind when it is closed', async () => {
    const { api, call, clock } = await startHarness()
    const { connections, pops } = api.world
    const [connection] = connections()
    const created = await call('POST', 'links', {
      project_id: connection?.project_id,
      name: 'own',
      pop_id: pops().find((pop) => pop.id === connection?.pop_id)?.id,
      bandwidth_mbps: 1000,
      connection_id: connection?.id,
    })
    const { id } = created.read(resourceBody)
    await api.close()
    await clock.advance(60_000)
    expect(api.world.link(id)?.status).toBe('configuring')
  })
})
