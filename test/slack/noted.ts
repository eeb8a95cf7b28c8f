import { NO_CONTACT } from '../../src/contacts/contact.ts'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { DeskAnswer } from '../../src/domain/desk-answer.ts'
import { EMPTY_DIRECTORY } from '../../src/domain/snapshot.ts'
import type { StatusAnswer } from '../../src/queries/answers.ts'
import type { Asker } from '../../src/queries/history.ts'
import type { RunbookDesk } from '../../src/queries/runbook.ts'
import type { Logger } from '../../src/slack/logger.ts'
import type { Desk, HandledStore, Questions, Remedies, StoryMessages } from '../../src/slack/ports.ts'
import { anEvidence, NOW } from '../support/links.ts'

export interface LogLine {
  readonly level: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

export function listLogger(): Logger & { readonly lines: LogLine[] } {
  const lines: LogLine[] = []
  const at = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push({ level, fields, message })
  return { lines, info: at('info'), warn: at('warn'), error: at('error') }
}

/** A HandledStore that forgets with the process: enough where no restart is meant. */
export function memoryHandled(): HandledStore {
  const claims = new Map<string, number>()
  return {
    async claimOnce(key, now, windowMs) {
      const claimed = claims.get(key)
      if (claimed !== undefined && now - claimed < windowMs) return false
      claims.set(key, now)
      return true
    },
  }
}

/** Questions that note what they were asked. */
export function notedQuestions(): Questions & { readonly asked: string[] } {
  const asked: string[] = []
  const found = (type: 'live' | 'snapshot'): StatusAnswer => {
    const evidence = anEvidence()
    const source = type === 'live' ? { type, at: NOW } : { type, at: NOW - 20_000, failure: null }
    const card = {
      evidence,
      diagnosis: diagnose(evidence, NOW),
      statusSince: null,
      incident: null,
      contact: NO_CONTACT,
      source,
      unreadSince: null,
    }
    return { type: 'found', card }
  }
  const noted = (question: string, words: string) => void asked.push(`${question} ${words}`)
  const unknown = (question: string) => async (words: string) => {
    noted(question, words)
    return { type: 'unknown', words, nearest: [], scopes: [], after: '' } as const
  }
  const past = (question: string) => async (words: string, asker: Asker) => {
    noted(question, `${words} (${asker.zone})`)
    return { type: 'problem', problem: 'This is no period.', example: '7d' } as const
  }
  return {
    asked,
    async list(filter) {
      noted('list', filter)
      return { rows: [], filter, scopes: [] }
    },
    async status(words) {
      noted('status', words)
      return found('snapshot')
    },
    async refresh(linkId) {
      noted('refresh', linkId)
      return found('live')
    },
    why: unknown('why'),
    diagnose: unknown('diagnose'),
    router: unknown('router'),
    vpc: unknown('vpc'),
    whatif: unknown('whatif'),
    partner: unknown('partner'),
    history: past('history'),
    report: past('report'),
    async incidents() {
      noted('incidents', '')
      return { rows: [], reorders: [], scopes: [] }
    },
    async suggest(typed) {
      noted('suggest', typed)
      return [{ id: anEvidence().link.id, label: 'paris-a' }]
    },
    async linksIn(text) {
      noted('linksIn', text)
      return text.includes('paris-a') ? [{ id: anEvidence().link.id, label: 'paris-a' }] : []
    },
    async home(userId, filter) {
      noted('home', `${userId} ${filter}`)
      const none = { incidents: [], rows: [], statuses: [], requested: [], silences: [], subscriptions: [] }
      return { ...none, reorders: [], filter, scopes: [] }
    },
  }
}

/** Runbooks that note what they were asked. */
export function notedRunbooks(): RunbookDesk & { readonly asked: string[] } {
  const asked: string[] = []
  const refused = (what: string) => async (about: unknown) => {
    asked.push(`${what} ${JSON.stringify(about)}`)
    return { type: 'refused', sentence: 'There is no such runbook.' } as const
  }
  return {
    asked,
    ask(words) {
      asked.push(`runbook ${words}`)
      return { type: 'unknown', words, nearest: [] }
    },
    async forLink(linkId, runbook) {
      asked.push(`forLink ${linkId} ${runbook}`)
      return { type: 'unknown', words: runbook ?? '', nearest: [] }
    },
    open: refused('open'),
    done: refused('done'),
    undo: refused('undo'),
  }
}

/** A desk that notes what it was asked to do, and does nothing. */
export function notedDesk(answer: DeskAnswer = { type: 'done', sentence: 'Done.' }): Desk & {
  readonly asked: unknown[][]
} {
  const asked: unknown[][] = []
  const noted =
    (what: string) =>
    async (...with_: unknown[]): Promise<DeskAnswer> => {
      asked.push([what, ...with_])
      return answer
    }
  return {
    asked,
    acknowledge: noted('acknowledge'),
    undoAcknowledge: noted('undoAcknowledge'),
    silenceStory: noted('silenceStory'),
    silence: noted('silence'),
    unsilence: noted('unsilence'),
    subscribe: noted('subscribe'),
    unsubscribe: noted('unsubscribe'),
    async silences() {
      asked.push(['silences'])
      return []
    },
    async subscriptions(channel) {
      asked.push(['subscriptions', channel])
      return []
    },
  }
}

/** Nothing was told so far. */
export const noStories: StoryMessages = {
  messagesOf: async () => [],
  messagesOfIncidents: async () => new Map(),
}

/** Remedies that refuse everything. */
export function noRemedies(): Remedies {
  const refused = async () =>
    ({
      type: 'refused',
      why: 'no_operators',
      sentence: 'Nobody may change anything from here yet.',
      ask: { users: [], groups: [] },
      channels: [],
    }) as const
  const problem = async () => ({ type: 'problem', problem: 'This is no filter.', example: 'audit' }) as const
  return {
    settings: { operators: { users: [], groups: [] }, supportPlan: null, isDryRun: false, isOn: true },
    desk: {
      offers: refused,
      plan: refused,
      mayAsk: refused,
      perform: refused,
      noteRefused: async () => {},
      forgetRights: refused,
      undoContacted: refused,
    },
    mayAct: async () => ({ type: 'allowed' }),
    tickets: { wayFor: async () => ({ type: 'by_hand', denied: null }), send: refused },
    reorders: {
      begin: refused,
      resume: refused,
      looked: async () => null,
      refusedOrder: refused,
      orderInstead: refused,
      leaveOut: refused,
      giveUp: refused,
      turnAway: async () => {},
      ofLink: async () => [],
    },
    audit: { page: problem, file: refused, noteRefused: async () => {} },
    look: async () => ({ type: 'unknown' }),
    recall: async () => null,
    records: { contactsOf: async () => new Map(), ticketsOf: async () => new Map() },
    messagesOf: async () => [],
    alertChannel: 'C0ALERTS1',
    offersOf: async () => null,
    directoryOf: async () => EMPTY_DIRECTORY,
    newId: () => 'an-id',
  }
}
