import { z } from 'zod'
import type { UserGroups } from '../remedies/ports.ts'
import { redact } from './logger.ts'

/** How long Slack's word about a group is believed, in ms. */
const BELIEVED_MS = 5 * 60_000

/** `usergroups.users.list` (docs.slack.dev, tier 2). */
const answerSchema = z.object({ users: z.array(z.string()) })
const refusalSchema = z.object({ data: z.object({ error: z.string() }) })

/**
 * Asks Slack whom a user group holds (`usergroups.users.list`, scope usergroups:read), and believes it for five minutes.
 * Questions at the same time are one. A failure is not kept, and allows nobody.
 */
export function createUserGroups(deps: {
  readonly list: (groupId: string) => Promise<unknown>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Told of a group that could not be read, in a sentence with what to do. */
  readonly onFailure: (groupId: string, sentence: string) => void
}): UserGroups {
  const known = new Map<string, { readonly members: readonly string[]; readonly at: number }>()
  const asking = new Map<string, Promise<readonly string[] | null>>()

  async function ask(groupId: string): Promise<readonly string[] | null> {
    try {
      const { users } = answerSchema.parse(await deps.list(groupId))
      known.set(groupId, { members: users, at: deps.now() })
      return users
    } catch (error) {
      deps.onFailure(groupId, failureSentence(error))
      return null
    } finally {
      asking.delete(groupId)
    }
  }

  return {
    membersOf(groupId) {
      const remembered = known.get(groupId)
      if (remembered !== undefined && isBelieved(deps.now() - remembered.at))
        return Promise.resolve(remembered.members)
      const underWay = asking.get(groupId) ?? ask(groupId)
      asking.set(groupId, underWay)
      return underWay
    },
  }
}

/** A clock that was put back must not make an answer believed for longer. */
function isBelieved(ageMs: number): boolean {
  return ageMs >= 0 && ageMs < BELIEVED_MS
}

function failureSentence(error: unknown): string {
  const parsed = refusalSchema.safeParse(error)
  const word = parsed.success ? parsed.data.data.error : null
  switch (word) {
    case 'missing_scope':
      return 'The Slack app lacks the scope usergroups:read, so user groups in OPERATORS allow nobody: add it on the page "OAuth & Permissions", and install the app again.'
    case 'no_such_subteam':
    case 'subteam_not_found':
      return 'Slack knows no user group with this id of OPERATORS, so it allows nobody: see how it is spelled.'
    default: {
      const why = word ?? (error instanceof Error ? error.message : String(error))
      return `Slack does not say who is in a user group of OPERATORS, so it allows nobody until it does: ${redact(why)}`
    }
  }
}
