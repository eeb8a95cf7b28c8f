import { describe, expect, test } from 'vitest'
import { newReorder, type Reorder } from '../../../src/remedies/reorder/saga.ts'
import { byMention } from '../../../src/slack/mentions.ts'
import { renderReorder } from '../../../src/slack/views/reorder-progress.ts'
import { aLink, NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems } from '../../support/slack-limits.ts'

const HOSTILE = '*x* <!channel> `a` _b_ :boom:\n> quote'

/** A deletion of a link of any name, as it stands. */
function aReorder(more: Partial<Reorder> = {}): Reorder {
  const asked = {
    id: 'r-1',
    scope: { id: 'default/fr-par', region: 'fr-par' },
    by: 'U0ADA0001',
    channel: 'C1',
    startedAt: NOW,
    incidentId: null,
    old: aLink({ name: HOSTILE }),
    order: null,
  }
  return { ...newReorder(asked), ...more }
}

const render = (reorder: Reorder) => renderReorder(reorder, byMention)
const ids = (reorder: Reorder) =>
  [...JSON.stringify(render(reorder).blocks).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id)

const STOPPED = { type: 'stopped', why: `Scaleway refused it: ${HOSTILE}`, at: NOW } as const

describe('The message of a deletion or an order', () => {
  test('has nothing to press while it goes on', () => {
    expect(ids(aReorder())).toEqual([])
  })

  test('can be resumed or given up where it stopped, and says what to do by hand instead', () => {
    const stopped = aReorder({ standing: STOPPED })
    expect(ids(stopped)).toEqual(['reorder_resume', 'reorder_give_up'])
    expect(render(stopped).text).toMatch(/It has stopped[\s\S]*1\. /)
  })

  test('offers the mail to the partner that it waits for', () => {
    const waiting = aReorder({
      standing: { type: 'waiting', why: 'The partner has to delete its side.', since: NOW },
      mail: { about: 'deprovision', linkId: aLink().id },
    })
    expect(ids(waiting)).toEqual(['remedy_mail:deprovision:en', 'reorder_resume', 'reorder_give_up'])
  })

  test('lets no name or reason format, ping or break it', () => {
    for (const standing of [{ type: 'running' }, STOPPED] as const) {
      const { text, blocks } = JSON.parse(
        JSON.stringify(render(aReorder({ standing }))).replaceAll('<@U0ADA0001>', 'somebody'),
      ) as ReturnType<typeof render>
      expect([...slackProblems({ text, blocks }), ...messageFormattingProblems({ text, blocks })]).toEqual([])
    }
  })
})
