import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import type { ClaimedDelivery, Dispatch, NewDelivery } from '../../src/watch/ports.ts'
import type { TestDatabase } from './store.ts'
import { aBroadcast, anEdit, aPost, aReply, NONE, numberOf } from './store-samples.ts'

/** What happens to a claim: to a send, or, where the words fit, to a search. */
const FATES = [
  'arrives',
  'answer lost',
  'lost on the way',
  'refused',
  'refused alone',
  'crash before',
  'crash after',
] as const
type Fate = (typeof FATES)[number]

type Step =
  | { readonly type: 'enqueue'; readonly channel: number; readonly kind: number; readonly parent: number }
  | { readonly type: 'deliver'; readonly limit: number; readonly fates: readonly Fate[] }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'somebody deletes a message'; readonly which: number }

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('enqueue' as const),
        channel: fc.nat(2),
        kind: fc.nat(3),
        parent: fc.nat(20),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('deliver' as const),
        limit: fc.integer({ min: 1, max: 3 }),
        fates: fc.array(fc.constantFrom(...FATES), { minLength: 3, maxLength: 3 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.nat(5000) }) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('somebody deletes a message' as const), which: fc.nat(20) }),
    },
  ),
  { minLength: 5, maxLength: 40 },
)

interface Message {
  readonly channel: string
  readonly key: string
  n: number
  deleted: boolean
}

/** A chat, the deliveries that were asked for, and a sender between them that has every bad luck. */
class History {
  readonly #database: TestDatabase
  #store: Store
  #now = 1_000_000
  readonly #asked: NewDelivery[] = []
  /** Every message of the chat by its ts, in the order of posting. */
  readonly #chat = new Map<string, Message>()
  /** Which message a key means now, by what the chat acknowledged. */
  readonly #place = new Map<string, string>()
  /** The order in which deliveries were acknowledged. */
  readonly #settled: string[] = []

  constructor(database: TestDatabase, store: Store) {
    this.#database = database
    this.#store = store
  }

  static async run(database: TestDatabase, script: readonly Step[]): Promise<void> {
    const history = new History(database, await History.#open(database))
    try {
      for (const step of script) await history.#play(step)
      await history.#drain()
      history.#check()
    } finally {
      await history.#store.close()
    }
  }

  static #open(database: TestDatabase): Promise<Store> {
    return openStore({ databaseUrl: database.url, onLost() {} })
  }

  async #play(step: Step): Promise<void> {
    switch (step.type) {
      case 'enqueue':
        return this.#enqueue(step)
      case 'deliver':
        return this.#deliver(step.limit, step.fates)
      case 'wait':
        this.#now += step.ms
        return
      case 'somebody deletes a message': {
        const known = [...this.#place.values()]
        const message = this.#chat.get(known[step.which % Math.max(1, known.length)] ?? '')
        if (message !== undefined) message.deleted = true
      }
    }
  }

  async #enqueue({ channel, kind, parent }: Extract<Step, { type: 'enqueue' }>): Promise<void> {
    const n = this.#asked.length
    const where = { channel: `C${channel}`, n, at: this.#now }
    const parents = this.#asked.filter((one) => one.channel === where.channel && one.dispatch.type !== 'edit')
    const parentKey = parents[parent % Math.max(1, parents.length)]?.dispatch.key
    const delivery =
      kind === 0 || parentKey === undefined
        ? aPost(`k${n}`, where)
        : kind === 1
          ? aReply(`k${n}`, parentKey, where)
          : kind === 2
            ? aBroadcast(`k${n}`, parentKey, where)
            : anEdit(`k${n}`, parentKey, where)
    await this.#store.recordPoll({ scopes: [], incidents: [], deliveries: [delivery] })
    this.#asked.push(delivery)
  }

  async #deliver(limit: number, fates: readonly Fate[]): Promise<void> {
    const claims = await this.#store.claimDue(this.#now, limit, NONE)
    expect(new Set(claims.map(({ channel }) => channel)).size).toBe(claims.length)
    let crashed = false
    for (const [n, claim] of claims.entries()) {
      const fate = fates[n] ?? 'arrives'
      crashed ||= fate.startsWith('crash')
      if (claim.doubtSince === null) await this.#send(claim, fate)
      else await this.#search(claim, fate)
    }
    if (crashed) {
      await this.#store.close()
      this.#store = await History.#open(this.#database)
      await this.#store.recoverInterrupted(this.#now)
    }
  }

  async #send(claim: ClaimedDelivery, fate: Fate): Promise<void> {
    const { dispatch } = claim
    const retryAt = this.#now + 1000
    if (dispatch.type !== 'post') expect(claim.parentTs).toBe(this.#place.get(dispatch.parentKey))
    if (fate === 'crash before') return
    if (fate === 'refused' || fate === 'refused alone') {
      const holds = fate === 'refused' || dispatch.type === 'post' ? 'channel' : 'delivery'
      return this.#store.recordDelivery(dispatch.key, { type: 'retry', retryAt, error: fate, holds })
    }
    if (fate === 'lost on the way') {
      return this.#store.recordDelivery(dispatch.key, { type: 'in_doubt', retryAt, error: fate })
    }
    const ts = this.#act(claim)
    if (fate === 'crash after') return
    if (ts === null) return this.#store.recordDelivery(dispatch.key, { type: 'parent_gone', retryAt })
    if (fate === 'answer lost') {
      return this.#store.recordDelivery(dispatch.key, { type: 'in_doubt', retryAt, error: fate })
    }
    await this.#acknowledge(claim, ts)
  }

  async #search(claim: ClaimedDelivery, fate: Fate): Promise<void> {
    const { key } = claim.dispatch
    const retryAt = this.#now + 1000
    if (fate.startsWith('crash')) return
    if (fate.startsWith('refused'))
      return this.#store.recordDelivery(key, { type: 'retry', retryAt, error: fate })
    const found = [...this.#chat].find(([, message]) => message.key === key)
    if (found !== undefined) return this.#acknowledge(claim, found[0])
    await this.#store.recordDelivery(
      key,
      claim.searches === 0
        ? { type: 'not_found', retryAt }
        : { type: 'send_again', retryAt: this.#now, mayRepeat: false },
    )
  }

  /** What the chat does with the message; the ts of it, or null where there is nothing left to edit. */
  #act({ dispatch, channel, parentTs, alert }: ClaimedDelivery): string | null {
    const n = numberOf(alert) ?? -1
    if (dispatch.type === 'edit') {
      const message = this.#chat.get(parentTs ?? '')
      if (message === undefined || message.deleted) return null
      message.n = n
      return parentTs
    }
    const ts = `${this.#chat.size + 1}.0`
    this.#chat.set(ts, { channel, key: dispatch.key, n, deleted: false })
    return ts
  }

  async #acknowledge({ dispatch }: ClaimedDelivery, ts: string): Promise<void> {
    const asked = this.#asked.find((one) => one.dispatch.key === dispatch.key)?.dispatch
    this.#place.set(asked?.type === 'edit' ? asked.parentKey : dispatch.key, ts)
    this.#settled.push(dispatch.key)
    await this.#store.recordDelivery(dispatch.key, { type: 'delivered', ts, at: this.#now })
  }

  async #drain(): Promise<void> {
    for (let due = await this.#store.nextDueAt(); due !== null; due = await this.#store.nextDueAt()) {
      this.#now = Math.max(this.#now, due)
      await this.#deliver(10, [])
    }
    expect((await this.#store.backlog()).waiting).toBe(0)
  }

  #check(): void {
    for (const channel of ['C0', 'C1', 'C2']) {
      const asked = this.#asked.filter((one) => one.channel === channel)
      const messages = asked.filter(({ dispatch }) => dispatch.type !== 'edit').map((one) => one.dispatch.key)
      const posted = [...this.#chat.values()].filter((one) => one.channel === channel).map(({ key }) => key)
      expect(new Set(posted).size).toBe(posted.length)
      for (const story of storiesOf(asked)) {
        expect(posted.filter((key) => story.includes(key))).toEqual(story)
        expect(this.#settled.filter((key) => story.includes(key))).toEqual(story)
      }
      for (const key of messages) this.#checkContent(key)
    }
  }

  /** A message shows what was asked for last, unless somebody deleted it since. */
  #checkContent(key: string): void {
    const message = this.#chat.get(this.#place.get(key) ?? '')
    const last = this.#asked.findLast(
      ({ dispatch }) => (dispatch.type === 'edit' ? dispatch.parentKey : dispatch.key) === key,
    )
    expect(message).toBeDefined()
    if (message?.deleted === false) expect(message.n).toBe(numberOf(last?.alert))
  }
}

/** What must come in the order it was asked for: posts; replies of one message; a message and all for it; its edits. */
function storiesOf(asked: readonly NewDelivery[]): readonly (readonly string[])[] {
  const keysWhere = (belongs: (dispatch: Dispatch) => boolean) =>
    asked.flatMap(({ dispatch }) => (belongs(dispatch) ? [dispatch.key] : []))
  const messages = keysWhere(({ type }) => type !== 'edit')
  return [
    keysWhere(({ type }) => type === 'post'),
    ...messages.map((key) =>
      keysWhere((one) => one.key === key || (one.type === 'reply' && one.parentKey === key)),
    ),
  ]
}

export function storeModelContract(newDatabase: () => Promise<TestDatabase>, runs: number): void {
  test('whatever goes wrong on the way, nothing is lost, doubled or out of order in any channel', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const database = await newDatabase()
        try {
          await History.run(database, script)
        } finally {
          await database.discard()
        }
      }),
      { numRuns: runs },
    )
  })
}
