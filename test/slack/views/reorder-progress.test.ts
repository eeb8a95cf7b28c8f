import { describe, expect, test } from 'vitest'
import {
  newReorder,
  type Reorder,
  STEP_NAMES,
  type Step,
  type StepName,
} from '../../../src/remedies/reorder/saga.ts'
import { byMention } from '../../../src/slack/mentions.ts'
import { renderReorder, reorderButtons } from '../../../src/slack/views/reorder-progress.ts'
import { failure } from '../../remedies/reorder/fake-interlink.ts'
import { asking } from '../../remedies/reorder/stage.ts'
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

const REFUSAL = failure({ reason: 'refused', status: 403, retryable: false })

/** One that stopped at a step of the order. */
function ordering(at: StepName, more: Partial<Reorder> = {}): Reorder {
  const { order } = asking(aLink())
  const whole = newReorder({ ...aReorder(), old: aLink(), order })
  const nth = STEP_NAMES.indexOf(at)
  const steps = whole.steps.map((step, index): Step => {
    const state = index === nth ? 'under_way' : index > nth ? 'to_do' : 'done'
    return { ...step, state: step.name === 'policies_detached' ? 'skipped' : state }
  })
  return { ...whole, standing: STOPPED, steps, ...more }
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

  test('says that it is held back and why, with nothing to press, unless it has ended', () => {
    const waiting = aReorder({ standing: { type: 'waiting', why: 'It is busy.', since: NOW } })
    const held = renderReorder(waiting, byMention, 'REMEDIES is off: set it to on.')
    expect(held.text).toMatch(/held back where it stands[\s\S]*REMEDIES is off/)
    expect(JSON.stringify(held.blocks)).not.toContain('action_id')
    const over = aReorder({ standing: { type: 'ended', how: 'done', by: 'U0ADA0001', at: NOW } })
    expect(renderReorder(over, byMention, 'REMEDIES is off.')).toEqual(render(over))
  })

  test('offers something else to order where the order was refused, and nowhere else', () => {
    const refused = ordering('created', { refusal: REFUSAL })
    expect(ids(refused)).toEqual(['reorder_resume', 'reorder_other', 'reorder_give_up'])
    expect(ids(ordering('propagation_off', { refusal: REFUSAL }))).toEqual([
      'reorder_resume',
      'reorder_give_up',
    ])
  })

  test('offers to go on without what the new link can do without, and the way to that link', () => {
    const stopped = ordering('vpc_attached', { refusal: REFUSAL, newLinkId: 'new-1' })
    expect(ids(stopped)).toEqual(['reorder_resume', 'reorder_leave_out', 'fix_link', 'reorder_give_up'])
    const refused = ordering('in_service', { newLinkId: 'new-1' })
    expect(ids(refused)).toEqual(['reorder_resume', 'fix_link', 'reorder_give_up'])
  })

  test('does not offer to go on where the partner refused the new link, too, nor to send that its key', () => {
    const over = ordering('in_service', { newLinkId: 'new-1', isNewLinkOver: true })
    expect(ids(over)).toEqual(['fix_link', 'reorder_give_up'])
    expect(render(over).text).toMatch(
      /1\. Delete the new link `paris-a` \(new-1\), and order it again elsewhere\./,
    )
  })

  test('leads back to an old link that it left bare, also once it was given up', () => {
    const stopped = ordering('deleted', { refusal: REFUSAL })
    expect(ids(stopped)).toEqual(['reorder_resume', 'fix_link', 'reorder_give_up'])
    const standing = { type: 'ended', how: 'given_up', by: 'U0ADA0001', at: NOW } as const
    expect(ids({ ...stopped, standing })).toEqual(['fix_link'])
    expect(JSON.stringify(render({ ...stopped, standing }).blocks)).toContain('Fix the old link…')
    // On the card of that link it would lead to itself.
    expect(JSON.stringify(reorderButtons(stopped, stopped.old.id))).not.toContain('fix_link')
  })

  test('says at its end that route propagation is off where the old link never had it on, and how to turn it on', () => {
    const standing = { type: 'ended', how: 'done', by: 'U0ADA0001', at: NOW } as const
    const done = ordering('in_service', { newLinkId: 'new-1', standing })
    const over = (propagation: 'done' | 'skipped' | 'left_out'): Reorder => ({
      ...done,
      old: { ...done.old, routePropagation: propagation !== 'skipped' },
      restored: { ...done.restored, propagation: propagation === 'done' },
      steps: done.steps.map((step): Step => {
        if (step.name === 'propagation_on') return { ...step, state: propagation }
        return step.name === 'in_service' ? { ...step, state: 'done' } : step
      }),
    })
    expect(render(over('skipped')).text).toMatch(
      /up, with route propagation left off[^.]+\. It was off on the old link, too\. Press “Fix the new link…” and turn it on/,
    )
    expect(render(over('left_out')).text).toMatch(
      /left off[^.]+\. Left out, as asked: route propagation\. Press/,
    )
    expect(ids(over('skipped'))).toEqual(['fix_link'])
    expect(render(over('done')).text).toContain('ordered and configured, and is in service.')
    expect(ids(over('done'))).toEqual([])
  })

  test('says who had its new link ordered again', () => {
    const standing = { type: 'ended', how: 'ordered_again', by: 'U0ADA0001', at: NOW } as const
    const { text } = render(ordering('in_service', { newLinkId: 'new-1', standing }))
    expect(text).toMatch(/Not followed any more: <@U0ADA0001> had the new link deleted, and ordered again/)
    expect(text).not.toContain('1. ')
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
