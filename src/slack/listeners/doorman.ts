import type { Clock } from '../../domain/clock.ts'
import { code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import type { Logger } from '../logger.ts'
import { redact } from '../logger.ts'
import type { Member, Membership } from '../membership.ts'
import type { HandledStore } from '../ports.ts'
import { renderProblem } from '../views/problem.ts'

/** Slack redelivers what was not acknowledged within minutes; an hour leaves room for a bot that was down. */
const REDELIVERED_WITHIN_MS = 60 * 60_000
/** The same person pressing the same button of the same message again within this time meant to press it once. */
const DOUBLE_CLICK_MS = 2000

/**
 * Where an answer is shown: to the person who asked, in the place of the answer whose button was pressed, or to everyone
 * in the channel or thread.
 */
export type Place = 'asker' | 'instead' | 'everyone'

/** What goes back to whoever asked. */
export interface Answer {
  readonly message: RenderedMessage
  readonly place: Place
}

/** A person's request, without Bolt around it. */
export interface Visit {
  /** What was asked for, to be found in the log. */
  readonly what: string
  readonly userId: string
  /** Slack's id of this very act: a redelivered envelope has the same. */
  readonly triggerId: string
  /** Person, message and button, for presses; null for commands, which people may well repeat. */
  readonly pressKey: string | null
  acknowledge(): Promise<unknown>
  /** Told why, where the person may not use the bot at all: what may be done to links is noted when it is refused, too. */
  turnedAway?(reason: string): Promise<unknown>
  /** It was handled before, and nothing is done again: for what is acknowledged with something to see. */
  repeated?(): Promise<unknown>
  respond(answer: Answer): Promise<unknown>
}

/** What the doorman needs. */
export interface DoormanDeps {
  readonly membership: Membership
  readonly handled: HandledStore
  readonly clock: Clock
  readonly logger: Logger
  /** A short id that a person can read out. */
  readonly newReference: () => string
}

/** Lets requests in, one way for all: acknowledged at once, acted on once, for members only, always answered. */
export interface Doorman {
  /** `work` answers null where it has shown what there was to show. */
  admit(visit: Visit, work: (member: Member) => Promise<Answer | null>): Promise<void>
  /** Resolves when no request is being worked on. */
  idle(): Promise<void>
}

/** Builds the one way in; what breaks inside is logged under a reference, which the person is told. */
export function createDoorman(deps: DoormanDeps): Doorman {
  const { membership, handled, clock, logger } = deps
  const running = new Set<Promise<void>>()

  /** What was claimed while the store took nothing, until when (ms). */
  const claimed = new Map<string, number>()

  /**
   * By memory where the store takes nothing: a full disk must not keep anybody from asking. What changes something writes that
   * it does into the same store before, and is not done then.
   */
  async function claimOnce(key: string, windowMs: number): Promise<boolean> {
    const now = clock.now()
    const isClaimed = () => (claimed.get(key) ?? 0) > now
    try {
      return !isClaimed() && (await handled.claimOnce(key, now, windowMs))
    } catch (error) {
      if (isClaimed()) return false
      logger.error({ error: describe(error) }, 'The database does not take who asked for what')
      for (const [other, until] of claimed) if (until <= now) claimed.delete(other)
      claimed.set(key, now + windowMs)
      return true
    }
  }

  async function isFirst(visit: Visit): Promise<boolean> {
    if (!(await claimOnce(`trigger:${visit.triggerId}`, REDELIVERED_WITHIN_MS))) return false
    return visit.pressKey === null || claimOnce(`press:${visit.pressKey}`, DOUBLE_CLICK_MS)
  }

  async function apologise(visit: Visit, error: unknown, done: boolean): Promise<void> {
    const reference = deps.newReference()
    const fields = { reference, what: visit.what, userId: visit.userId, error: describe(error) }
    logger.error(fields, 'A request from Slack broke')
    const sentence = done
      ? `What you asked for was done, but the answer could not be shown. The bot's log says why, under reference ${code(reference)}.`
      : `Something went wrong inside the bot, and what you asked for was perhaps not done. Look, then try again; if it stays, search for reference ${code(reference)} in its log.`
    try {
      await visit.respond({ message: renderProblem(sentence), place: 'asker' })
    } catch (failure) {
      logger.error({ reference, error: describe(failure) }, 'Slack did not take the apology either')
    }
  }

  async function handle(visit: Visit, work: (member: Member) => Promise<Answer | null>): Promise<void> {
    try {
      await visit.acknowledge()
    } catch (error) {
      // The connection was renewed in between: Slack delivers the request again, and it is still done once.
      logger.warn({ what: visit.what, error: describe(error) }, 'An acknowledgement did not reach Slack')
    }
    let done = false
    try {
      if (!(await isFirst(visit))) {
        await visit.repeated?.()
        return
      }
      const admission = await membership.check(visit.userId)
      if (!admission.allowed) await visit.turnedAway?.(admission.reason)
      const answer: Answer | null = admission.allowed
        ? await work(admission.member)
        : { message: renderProblem(admission.reason), place: 'asker' }
      done = admission.allowed
      if (answer !== null) await visit.respond(answer)
    } catch (error) {
      await apologise(visit, error, done)
    }
  }

  return {
    async admit(visit, work) {
      const done = handle(visit, work)
      running.add(done)
      await done.finally(() => running.delete(done))
    },
    async idle() {
      await Promise.all(running)
    },
  }
}

function describe(error: unknown): string {
  return redact(error instanceof Error ? (error.stack ?? error.message) : String(error))
}
