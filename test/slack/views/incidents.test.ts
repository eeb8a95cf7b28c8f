import { describe, expect, test } from 'vitest'
import type { Incident } from '../../../src/domain/incident.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { byName } from '../../../src/slack/mentions.ts'
import { renderIncidents } from '../../../src/slack/views/incidents.ts'
import { asking, inParis, PAIR } from '../../queries/into-vpc.ts'
import { anIncident, TIMEOUT } from '../../queries/remembered.ts'
import { NOW } from '../../support/links.ts'
import { all } from './answering.ts'
import { anOpenReorder, reordersOf } from './open-reorders.ts'

const buttons = (message: RenderedMessage) =>
  message.blocks.flatMap((block) => (block.type === 'section' && block.accessory ? [block.accessory] : []))

describe('The open incidents', () => {
  const told: Incident = {
    ...anIncident('id-a', 'critical'),
    rootKey: 'story-1',
    acknowledgement: { by: 'U1', at: NOW, expiresAt: NOW + 3_600_000 },
  }
  const given = { incidents: [anIncident('id-b', 'error'), told], channels: { 'story-1': ['C1', 'C2'] } }

  test('say how bad, since when, why, who has them and where they are told, each with a button', async () => {
    const message = renderIncidents(await asking([inParis()], given).incidents(), NOW)
    const text = all(message)
    expect(text).toContain('2 open incidents\n🔴 1 critical · 🟠 1 error')
    expect(text).toMatch(/🔴 \*Critical, acknowledged\* `paris-a` in `fr-par` · Active · since <!date/u)
    expect(text).toContain('*Acknowledged* by <@U1>')
    expect(text).toContain('Told in <#C1>, <#C2>.')
    expect(text).toContain('Nothing was told of it so far.')
    expect(buttons(message)).toMatchObject([
      { action_id: 'diagnose_link', value: 'id-a' },
      { action_id: 'diagnose_link', value: 'id-b' },
    ])
  })

  test('name who acknowledged without a ping where others read it', async () => {
    const answer = await asking([inParis()], given).incidents()
    const text = all(renderIncidents(answer, NOW, byName(new Map([['U1', 'Ann']]))))
    expect(text).toContain('*Acknowledged* by Ann')
    expect(text).not.toContain('<@U1>')
  })

  test('are paged where one message cannot hold them: each stands on one page, and a page that is gone is the last', async () => {
    const incidents = Array.from(
      { length: 90 },
      (_, n): Incident => ({
        ...anIncident('id-a', 'error'),
        id: `incident-${n}`,
        firstBadAt: NOW - (100 - n) * 60_000,
        reason: `Reason number ${n} of many.`,
      }),
    )
    const reorders = reordersOf('paris-gone')
    const answer = await asking([inParis()], { incidents, reorders }).incidents()
    const page = (n: number) => renderIncidents(answer, NOW, undefined, n)
    const pages = Number(/page 1 of (\d+)/u.exec(all(page(1)))?.[1])
    expect(pages).toBeGreaterThan(1)
    const told = Array.from({ length: pages }, (_, n) => all(page(n + 1)).match(/Reason number \d+/gu) ?? [])
    expect(told.flat()).toEqual(incidents.map(({ reason }) => reason.replace(' of many.', '')))
    expect(JSON.stringify(page(1).blocks)).toContain('say_here:incidents 2')
    expect(JSON.stringify(page(2).blocks)).toContain('say_here:incidents 1')
    expect(page(1_000)).toEqual(page(pages))
    expect(page(0)).toEqual(page(1))
    // What else is open stands on the first one, and takes no incident's place there.
    const others = Array.from({ length: pages }, (_, n) => all(page(n + 1)).includes('12 wait for a person'))
    expect(others).toEqual([true, ...Array.from({ length: pages - 1 }, () => false)])
    expect(all(page(1))).not.toContain('left out')
  })

  test('say why a deletion or order does not go on as far as that goes, however much leads to its message', () => {
    const why = `Scaleway refused it: ${'the key lacks a right in this project, '.repeat(4)}so grant it and resume.`
    const stopped = anOpenReorder({ state: { type: 'stopped', since: NOW, why } })
    const url = 'https://a-company-with-a-long-name.slack.com/archives/C0123456789/p1772528400000100'
    const told = new Map([[stopped.id, [{ channel: 'C0123456789', url }]]])
    const text = all(renderIncidents({ rows: [], reorders: [stopped], scopes: [] }, NOW, undefined, 1, told))
    expect(text).toContain(`<${url}|message>`)
    expect(text).toContain(why.slice(0, 200).trim())
  })

  test('are followed by deletions and orders that have not ended, where no incident is open, too', async () => {
    const stopped = anOpenReorder()
    const answer = await asking([inParis()], { reorders: [stopped] }).incidents()
    const url = 'https://acme.slack.com/archives/C1/p1'
    const told = new Map([[stopped.id, [{ channel: 'C1', url }]]])
    const message = renderIncidents(answer, NOW, byName(new Map([[stopped.by, 'Ann']])), 1, told)
    expect(message.text).toContain(
      '🟢 No incident is open.\n1 deletion or order has not ended, 1 waits for a person:',
    )
    expect(all(message)).toMatch(
      /\*Stopped: waits for a person\* deletion and new order of `paris-refused` in `fr-par` · since .* · in the hands of Ann · <https:.*\|message>\n.*quota/,
    )
    expect(buttons(message)).toMatchObject([{ action_id: 'fix_link', value: stopped.link.id }])
  })

  test('are said to be none where none is open, and what cannot be read then', async () => {
    const blind = inParis(PAIR, { failingSince: NOW, lastFailure: TIMEOUT })
    const message = renderIncidents(await asking([blind]).incidents(), NOW)
    expect(all(message)).toContain('No incident is open.')
    expect(message.text).toContain('cannot be read now')
  })
})
