import { expect } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import type { ClaimedDelivery } from '../../src/watch/outbox.ts'
import type { Dispatch, NewDelivery } from '../../src/watch/ports.ts'
import type { TestDatabase } from './store.ts'
import { aBroadcast, aLine, anEdit, aPost, aRecord, aReply, NONE, numberOf } from './store-samples.ts'
import type { Fate, Kind, Step } from './store-steps.ts'

interface Message {
  readonly channel: string
  readonly key: string
  /** What it said when it was posted, how many deliveries were asked for by then, and whether it told its story anew. */
  readonly posted: { readonly n: number; readonly asked: number; readonly anew: boolean }
  n: number
  deleted: boolean
}

/** A chat, the deliveries that were asked for, and a sender between them that has every bad luck. */
export class History {
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
      await history.#check()
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
    const deliveries = this.#deliveriesOf(kind, `C${channel}`, parent)
    await this.#store.record(aRecord({ deliveries }))
    this.#asked.push(...deliveries)
  }

  #deliveriesOf(kind: Kind, channel: string, which: number): readonly NewDelivery[] {
    const n = this.#asked.length
    const key = `k${n}`
    const where = { channel, n, at: this.#now }
    if (kind === 'copy') {
      const told = new Set(this.#posts().flatMap((one) => (one.channel === channel ? [one.story] : [])))
      const story = pick([...new Set(this.#posts().map((one) => one.story))], which)
      return [aPost(key, story === undefined || told.has(story) ? where : { ...where, story })]
    }
    // Nothing hangs on a line.
    const parents = this.#asked.filter(
      (one) => one.channel === channel && one.dispatch.type !== 'edit' && one.alert.type !== 'note',
    )
    const parent = pick(parents, which)
    if (kind === 'post' || parent === undefined) return [aPost(key, where)]
    const { story } = parent
    const [parentKey, placed] = [parent.dispatch.key, { ...where, story }]
    switch (kind) {
      case 'reply':
        return [aReply(key, parentKey, placed)]
      case 'broadcast':
        return [aBroadcast(key, parentKey, placed)]
      case 'line':
        return [aLine(key, parentKey, placed)]
      case 'edit':
        return [anEdit(key, parentKey, placed)]
      case 'edit with a line':
        return [anEdit(key, parentKey, placed), aLine(`k${n + 1}`, parentKey, { ...placed, n: n + 1 })]
    }
  }

  #posts(): readonly NewDelivery[] {
    return this.#asked.filter(({ dispatch }) => dispatch.type === 'post')
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
  #act({ dispatch, channel, parentTs, alert, anew }: ClaimedDelivery): string | null {
    const n = numberOf(alert) ?? -1
    if (dispatch.type === 'edit') {
      const message = this.#chat.get(parentTs ?? '')
      if (message === undefined || message.deleted) return null
      message.n = n
      return parentTs
    }
    const ts = `${this.#chat.size + 1}.0`
    const posted = { n, asked: this.#asked.length, anew }
    this.#chat.set(ts, { channel, key: dispatch.key, posted, n, deleted: false })
    return ts
  }

  async #acknowledge({ dispatch }: ClaimedDelivery, ts: string): Promise<void> {
    this.#place.set(this.#messageOf(dispatch.key), ts)
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

  async #check(): Promise<void> {
    for (const channel of ['C0', 'C1', 'C2']) {
      const asked = this.#asked.filter((one) => one.channel === channel)
      const messages = asked.filter(({ dispatch }) => dispatch.type !== 'edit').map((one) => one.dispatch.key)
      const posted = [...this.#chat.values()].filter((one) => one.channel === channel).map(({ key }) => key)
      const untold = messages.filter((key) => !posted.includes(key))
      for (const key of untold) expect(this.#isToldByItsMessage(key), `${key} is told`).toBe(true)
      expect(new Set(posted).size).toBe(posted.length)
      for (const story of storiesOf(asked)) {
        const told = story.filter((key) => !untold.includes(key))
        expect(posted.filter((key) => story.includes(key))).toEqual(told)
        expect(this.#settled.filter((key) => story.includes(key))).toEqual(told)
      }
      for (const key of messages) if (!untold.includes(key)) this.#checkContent(key)
    }
    await this.#checkCopies()
  }

  /** A line may be left out where its message was posted anew, as an edit says that was decided with it or after it. */
  #isToldByItsMessage(key: string): boolean {
    const n = this.#asked.findIndex(({ dispatch }) => dispatch.key === key)
    const line = this.#asked[n]
    if (line === undefined || line.dispatch.type !== 'reply' || line.alert.type !== 'note') return false
    const { parentKey } = line.dispatch
    return [...this.#chat.values()].some((message) => {
      const { posted } = message
      const told = this.#asked[posted.n]
      return (
        this.#messageOf(message.key) === parentKey &&
        posted.anew &&
        posted.asked > n &&
        (posted.n > n || told?.at === line.at)
      )
    })
  }

  /** The message that a delivery creates or brings up to date. */
  #messageOf(key: string): string {
    const dispatch = this.#asked.find((one) => one.dispatch.key === key)?.dispatch
    return dispatch?.type === 'edit' ? dispatch.parentKey : key
  }

  /** A message shows what was asked for last, unless somebody deleted it since. */
  #checkContent(key: string): void {
    const message = this.#chat.get(this.#place.get(key) ?? '')
    expect(message).toBeDefined()
    if (message?.deleted === false) expect(message.n).toBe(this.#lastNumber(key))
  }

  #lastNumber(key: string): number | undefined {
    return numberOf(this.#asked.findLast((one) => this.#messageOf(one.dispatch.key) === key)?.alert)
  }

  /** Each story has the messages that were asked for, and each of them says what was asked for last. */
  async #checkCopies(): Promise<void> {
    const found = await this.#store.stories(this.#posts().map(({ story }) => story))
    const copies = [...found].flatMap(([story, each]) =>
      each.map((copy) => [story, copy.channel, copy.key, numberOf(copy.alert)]),
    )
    const asked = this.#posts().map(({ story, channel, dispatch: { key } }) => [
      story,
      channel,
      key,
      this.#lastNumber(key),
    ])
    expect(copies.sort()).toEqual(asked.sort())
  }
}

function pick<T>(items: readonly T[], which: number): T | undefined {
  return items[which % Math.max(1, items.length)]
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
