import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contactOf } from '../../src/contacts/contact.ts'
import { parseContacts } from '../../src/contacts/parse.ts'
import type { Link } from '../../src/domain/link.ts'
import {
  askRunbook,
  createRunbookDesk,
  type RunbookDesk,
  type StepAnswer,
} from '../../src/queries/runbook.ts'
import { createRunbookLibrary, type RunbookLibrary } from '../../src/runbooks/library.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import type { TestDatabase } from '../contract/store.ts'
import { aRunbook } from '../runbooks/runbooks.ts'
import { sqliteDatabase } from '../store/databases.ts'
import { type ManualClock, manualClock } from '../support/clock.ts'
import { aLink, NOW } from '../support/links.ts'
import { DOWN, queriesOver, runbooks } from './asking.ts'
import { aScopeState } from './remembered.ts'

describe('what `runbook <words>` answers', () => {
  const type = (words: string) => askRunbook(runbooks, words)
  const opened = (words: string) => {
    const answer = type(words)
    return answer.type === 'found' ? answer.runbook.name : answer.type
  }

  test.each([
    ['flapping', 'flapping'],
    ['"all down"', 'all_down'],
    ['Dark by change', 'dark_by_change'],
    ['tombé', 'all_down'],
    ['verrouillée', 'locked'],
    ['no_vpc', 'dark_by_change'],
    ['tcpdump', 'ready'],
  ])('%s opens %s', (words, name) => {
    expect(opened(words)).toBe(name)
  })

  test('words that stand in several runbooks are shown with their places', () => {
    const answer = type('pairing key')
    expect(answer).toMatchObject({ type: 'matches', words: 'pairing key' })
    const names = answer.type === 'matches' ? answer.hits.map(({ runbook }) => runbook.name) : []
    expect(names).toEqual(expect.arrayContaining(['requested', 'expired']))
  })

  test('words that stand in none get the nearest names; no words the index', () => {
    expect(type('provisionning')).toMatchObject({
      type: 'unknown',
      nearest: [{ name: 'provisioning' }, {}, {}],
    })
    expect(type(' ')).toMatchObject({ type: 'index' })
  })
})

describe('the runbook desk', () => {
  let database: TestDatabase
  let store: Store
  let clock: ManualClock
  let desk: RunbookDesk

  const link = aLink({ ...DOWN, policies: { ipv4: 'p4', ipv6: 'p6' } })
  const contacts = parseContacts('links:\n  paris-a: { noc_phone: "+33 1" }\n')

  function deskWith(library: RunbookLibrary, links: readonly Link[] = [link]): RunbookDesk {
    const { queries } = queriesOver([aScopeState(links)], {
      contacts: {
        contactOf: (facts) => {
          if (contacts.type === 'broken') throw new Error('The contacts are broken.')
          return contactOf(contacts.book, facts)
        },
      },
    })
    return createRunbookDesk({
      runbooks: library,
      status: queries.status,
      steps: store,
      clock,
    })
  }

  beforeEach(async () => {
    database = await sqliteDatabase()
    store = await openStore({ databaseUrl: database.url, onLost() {} })
    clock = manualClock(NOW)
    desk = deskWith(runbooks)
  })

  afterEach(async () => {
    await store.close()
    await database.discard()
  })

  const sheetOf = async (request: Parameters<RunbookDesk['open']>[0]) => {
    const answer = await desk.open(request)
    if (answer.type === 'refused') throw new Error(answer.sentence)
    return answer.sheet
  }
  const request = { story: 's1', linkId: link.id, runbook: 'all_down' }
  const stepStates = (answer: StepAnswer) =>
    answer.type === 'refused' ? [] : answer.sheet.steps.map(({ state }) => state.type)

  test('finds the one for a link by its findings, filled with what is known of it', async () => {
    const answer = await desk.forLink(link.id, null)
    expect(answer).toMatchObject({
      type: 'found',
      runbook: { name: 'all_down' },
      facts: { evidence: { link: { id: link.id } }, contact: { nocPhone: '+33 1' } },
    })
    const named = await desk.forLink(link.id, 'locked')
    expect(named).toMatchObject({ type: 'found', runbook: { name: 'locked' } })
    expect(named.type === 'found' && named.others?.map(({ name }) => name)).toContain('all_down')
  })

  test('answers without facts for a link that is gone', async () => {
    const answer = await desk.forLink('11111111-0000-4000-8000-000000000009', 'locked')
    expect(answer).toEqual({ type: 'found', runbook: runbooks.byName('locked') })
  })

  test('opens the runbook for a link without being told which, and by a situation', async () => {
    expect((await sheetOf({ ...request, runbook: null })).runbook.name).toBe('all_down')
    expect((await sheetOf({ ...request, runbook: 'bot_blind', linkId: null })).facts.evidence).toBeNull()
    expect(await desk.open({ ...request, linkId: null, runbook: null })).toMatchObject({ type: 'refused' })
  })

  test('opens the one for the link where the one that was named is gone; without a link it says so', async () => {
    const gone = { ...request, runbook: 'our-old-way' }
    expect((await sheetOf(gone)).runbook.name).toBe('all_down')
    const answer = await desk.open({ ...gone, linkId: null })
    expect(answer).toMatchObject({ type: 'refused' })
    expect(answer.type === 'refused' && answer.sentence).toContain('no runbook for our-old-way any more')
  })

  test('marks a step for all, with who and when, and takes it back', async () => {
    const { steps } = await sheetOf(request)
    const press = { ...request, step: steps[2]?.key ?? '' }
    const done = await desk.done(press, 'U1')
    expect(done).toMatchObject({ type: 'done' })
    expect((await sheetOf(request)).steps[2]?.state).toEqual({ type: 'done', by: 'U1', at: NOW })
    expect(stepStates(done)).toEqual(stepStates({ type: 'undone', sheet: await sheetOf(request) }))

    await clock.advance(1_000)
    expect(await desk.done(press, 'U2')).toMatchObject({
      type: 'already',
      mark: { by: 'U1', at: NOW, number: 3 },
    })
    expect(await desk.undo(press)).toMatchObject({ type: 'undone' })
    const again = await desk.undo(press)
    expect(again.type).toBe('not_done')
    expect(new Set(stepStates(again))).toEqual(new Set(['open']))
  })

  test('two people at once do it once', async () => {
    const { steps } = await sheetOf(request)
    const press = { ...request, step: steps[0]?.key ?? '' }
    const answers = await Promise.all([desk.done(press, 'U1'), desk.done(press, 'U2')])
    expect(answers.map(({ type }) => type).sort()).toEqual(['already', 'done'])
  })

  test('keeps stories apart', async () => {
    const { steps } = await sheetOf(request)
    await desk.done({ ...request, step: steps[0]?.key ?? '' }, 'U1')
    expect((await sheetOf({ ...request, story: 's2' })).steps[0]?.state.type).toBe('open')
  })

  test("does not mark a step that reads differently now, and says which of the team's marks are of before", async () => {
    const before = aRunbook('mine', 'statuses: [active]', '## Do\n\n1. Look\n1. Wait\n', 'team')
    const after = aRunbook('mine', 'statuses: [active]', '## Do\n\n1. Look twice\n1. Wait\n', 'team')
    const mine = { ...request, runbook: 'mine' }
    desk = deskWith(createRunbookLibrary([], [before]))
    const [look, wait] = (await sheetOf(mine)).steps
    await desk.done({ ...mine, step: look?.key ?? '' }, 'U1')
    desk = deskWith(createRunbookLibrary([], [after]))
    const outdated = await desk.done({ ...mine, step: look?.key ?? '' }, 'U2')
    expect(outdated.type).toBe('outdated')
    expect(stepStates(outdated)).toEqual(['changed', 'open'])
    expect((await desk.done({ ...mine, step: wait?.key ?? '' }, 'U2')).type).toBe('done')
    expect((await desk.undo({ ...mine, step: look?.key ?? '' })).type).toBe('outdated')
  })

  test('refuses a press for a runbook that is gone', async () => {
    expect(await desk.done({ ...request, runbook: 'gone', step: 'x' }, 'U1')).toEqual({
      type: 'refused',
      sentence: 'There is no runbook gone any more; nothing was marked.',
    })
  })
})
