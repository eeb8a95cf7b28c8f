import { parseStatusWord } from '../diagnostics/status-words.ts'
import type { Clock } from '../domain/clock.ts'
import { linkStatus } from '../domain/status.ts'
import type { StepMark } from '../domain/step-mark.ts'
import type { RunbookLibrary } from '../runbooks/library.ts'
import { NO_FACTS, type RunbookFacts } from '../runbooks/placeholders.ts'
import type { Runbook } from '../runbooks/runbook.ts'
import { type TrackedStep, trackSteps } from '../runbooks/steps.ts'
import type { LinkCard, RunbookAnswer, StatusAnswer } from './answers.ts'
import { withoutQuotes } from './find-named.ts'
import type { RunbookStepStore } from './ports.ts'

/** A runbook that people work through together, for one story. */
export interface RunbookSheet {
  readonly story: string
  /** The link its placeholders are filled from; null where the story has no single one. */
  readonly linkId: string | null
  readonly runbook: Runbook
  readonly facts: RunbookFacts
  readonly steps: readonly TrackedStep[]
}

/**
 * Which runbook is opened for which story. The one for the link, without a
 * `runbook`'s name or where there is none of that name any more. A finding's id will do for a name.
 */
export interface SheetRequest {
  readonly story: string
  readonly linkId: string | null
  readonly runbook: string | null
}

/** A press on Done or Undo: which step of which sheet. `step` stands for the text that was read when it was pressed. */
export interface StepPress {
  readonly story: string
  readonly linkId: string | null
  readonly runbook: string
  readonly step: string
}

export type SheetAnswer =
  | { readonly type: 'sheet'; readonly sheet: RunbookSheet }
  | { readonly type: 'refused'; readonly sentence: string }

/**
 * What became of a press, with the sheet as it is now. `already`: somebody was first, whose mark stands. `not_done`: there
 * was no mark to take back. `outdated`: the file was changed, and the step reads differently now; nothing was marked.
 */
export type StepAnswer =
  | { readonly type: 'done' | 'undone' | 'not_done' | 'outdated'; readonly sheet: RunbookSheet }
  | { readonly type: 'already'; readonly mark: StepMark; readonly sheet: RunbookSheet }
  | { readonly type: 'refused'; readonly sentence: string }

/** Runbooks, asked for by words or for a link, and worked through in a thread. Never throws for what a person asks. */
export interface RunbookDesk {
  /** The words after `runbook`. */
  ask(words: string): RunbookAnswer
  /** The runbook for a link with its facts filled in, by name or the one to follow; from the snapshot. */
  forLink(linkId: string, runbook: string | null): Promise<RunbookAnswer>
  open(request: SheetRequest): Promise<SheetAnswer>
  /** `by` is a Slack user id. */
  done(press: StepPress, by: string): Promise<StepAnswer>
  undo(press: StepPress): Promise<StepAnswer>
}

/** What the desk works with. `status` finds a link by its id in the snapshot. */
export interface RunbookDeskParts {
  readonly runbooks: RunbookLibrary
  readonly status: (linkId: string) => Promise<StatusAnswer>
  readonly steps: RunbookStepStore
  readonly clock: Clock
}

/**
 * What `runbook <words>` answers: the runbook of that name, or of that status in any spelling, or of that finding; else all in
 * which the words stand (one alone is shown at once), else the nearest by name. Without words the index.
 */
export function askRunbook(runbooks: RunbookLibrary, words: string): RunbookAnswer {
  const wanted = withoutQuotes(words)
  if (wanted === '') return { type: 'index', runbooks: runbooks.all }
  const status = parseStatusWord(wanted)
  const runbook =
    runbooks.byName(wanted) ??
    runbooks.byName(wanted.replace(/[\s-]+/gu, '_')) ??
    (status === null ? null : runbooks.byStatus(status)) ??
    runbooks.byFinding(wanted.toLowerCase())
  if (runbook !== null) return { type: 'found', runbook }
  const hits = runbooks.search(wanted)
  const [only] = hits
  if (only === undefined) return { type: 'unknown', words: wanted, nearest: runbooks.nearest(wanted) }
  return hits.length === 1
    ? { type: 'found', runbook: only.runbook }
    : { type: 'matches', words: wanted, hits }
}

/** The desk for runbooks. */
export function createRunbookDesk(parts: RunbookDeskParts): RunbookDesk {
  const { runbooks, steps, clock } = parts

  async function cardOf(linkId: string | null): Promise<LinkCard | null> {
    if (linkId === null) return null
    const answer = await parts.status(linkId)
    // The words of a link's id fit no other link by rule, unless that link is gone: then nothing is filled in.
    return answer.type === 'found' && answer.card.evidence.link.id === linkId ? answer.card : null
  }

  function factsOf(card: LinkCard | null): RunbookFacts {
    return card === null ? NO_FACTS : { evidence: card.evidence, contact: card.contact }
  }

  const forCard = ({ evidence, diagnosis }: LinkCard) =>
    runbooks.forLink({ ...evidence.link, findings: diagnosis.findings })

  /** What is no status of the API is a name that is gone, and no status of a newer API. */
  const ofStatus = (name: string) => (linkStatus(name) === name ? runbooks.byStatus(name) : null)

  async function sheetOf(request: SheetRequest): Promise<RunbookSheet | string> {
    const { story, linkId, runbook: name } = request
    const card = await cardOf(linkId)
    const named = name === null ? null : (runbooks.byName(name) ?? runbooks.byFinding(name) ?? ofStatus(name))
    // A button outlives the file that it names: the runbook that is for the link now helps more than an apology.
    const runbook = named ?? (card === null ? null : (forCard(card)[0] ?? null))
    if (runbook === null) {
      const why = name === null ? 'No runbook is for this.' : `There is no runbook for ${name} any more.`
      return `${why} Ask /interlink runbook for all of them.`
    }
    const marks = await steps.stepsOf(story, runbook.name)
    return { story, linkId, runbook, facts: factsOf(card), steps: trackSteps(runbook, marks) }
  }

  /** Looks at the sheet of a press, acts on it, and answers with the sheet as it is then. */
  async function pressed(
    press: StepPress,
    act: (step: TrackedStep, runbook: Runbook) => Promise<UnsheetedAnswer>,
  ): Promise<StepAnswer> {
    const { story, linkId } = press
    if (runbooks.byName(press.runbook) === null) {
      return {
        type: 'refused',
        sentence: `There is no runbook ${press.runbook} any more; nothing was marked.`,
      }
    }
    const before = await sheetOf({ story, linkId, runbook: press.runbook })
    if (typeof before === 'string') return { type: 'refused', sentence: before }
    const step = before.steps.find(({ key }) => key === press.step)
    if (step === undefined) return { type: 'outdated', sheet: before }
    const answer = await act(step, before.runbook)
    const marks = await steps.stepsOf(story, before.runbook.name)
    return { ...answer, sheet: { ...before, steps: trackSteps(before.runbook, marks) } }
  }

  return {
    ask: (words) => askRunbook(runbooks, words),

    async forLink(linkId, name) {
      const card = await cardOf(linkId)
      if (card === null) return askRunbook(runbooks, name ?? '')
      const fitting = forCard(card)
      const named = name === null ? null : askRunbook(runbooks, name)
      if (named !== null && named.type !== 'found') return named
      const runbook = named?.runbook ?? fitting[0]
      if (runbook === undefined) return { type: 'index', runbooks: runbooks.all }
      const others = fitting.filter((other) => other !== runbook)
      return { type: 'found', runbook, facts: factsOf(card), others }
    },

    async open(request) {
      const sheet = await sheetOf(request)
      return typeof sheet === 'string' ? { type: 'refused', sentence: sheet } : { type: 'sheet', sheet }
    },

    done: (press, by) =>
      pressed(press, async ({ key, number }, { name }) => {
        const mark = { story: press.story, runbook: name, step: key, number, by, at: clock.now() }
        const written = await steps.markStep(mark)
        return written.isFirst ? { type: 'done' } : { type: 'already', mark: written.mark }
      }),

    undo: (press) =>
      pressed(press, async ({ key }, { name }) => {
        const removed = await steps.unmarkStep({ story: press.story, runbook: name, step: key })
        return removed === null ? { type: 'not_done' } : { type: 'undone' }
      }),
  }
}

type UnsheetedAnswer =
  | { readonly type: 'done' | 'undone' | 'not_done' }
  | { readonly type: 'already'; readonly mark: StepMark }
