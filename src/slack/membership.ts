import { z } from 'zod'
import { isZone } from '../domain/business-hours.ts'

/** How long Slack's word about a person is believed, in ms. */
const BELIEVED_MS = 5 * 60_000
const MOST_REMEMBERED = 5000

/** A person who may use the bot. `zone` is the IANA name of their time zone; UTC where Slack does not say. */
export interface Member {
  readonly zone: string
}

/** Whether a person may use the bot; `reason` is a sentence for that person, in mrkdwn. */
type Admission =
  | { readonly allowed: true; readonly member: Member }
  | { readonly allowed: false; readonly reason: string }

/** Who may use the bot. Never throws: who cannot be checked is denied with a sentence. */
export interface Membership {
  check(userId: string): Promise<Admission>
}

/** What of `users.info` decides. Slack leaves the flags out on deleted people. */
const profileSchema = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    tz: z.string().nullish(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
  }),
})

type Profile = z.output<typeof profileSchema>['user']

const deny = (reason: string): Admission => ({ allowed: false, reason })

/** A full member of the workspace `teamId`: no guest, bot, former member, or person of another workspace. */
function judge(profile: Profile, teamId: string): Admission {
  const teams = [profile.team_id, ...(profile.enterprise_user?.teams ?? [])]
  if (profile.deleted)
    return deny('This Slack account is deactivated, so the InterLink bot does not answer it.')
  if (profile.is_bot || profile.id === 'USLACKBOT')
    return deny('The InterLink bot answers people, not other bots.')
  if (profile.is_stranger || !teams.includes(teamId)) {
    return deny('The InterLink bot answers members of its own workspace only. Ask a member to look for you.')
  }
  if (profile.is_restricted || profile.is_ultra_restricted) {
    return deny(
      'The InterLink bot answers full members of this workspace, not guests. Ask a member to look for you.',
    )
  }
  return { allowed: true, member: { zone: profile.tz && isZone(profile.tz) ? profile.tz : 'UTC' } }
}

/**
 * Asks Slack (`users.info`, scope users:read) who a person is, and remembers the answer for five minutes.
 * `now` gives ms since the epoch.
 */
export function createMembership(deps: {
  readonly usersInfo: (userId: string) => Promise<unknown>
  readonly teamId: string
  readonly now: () => number
  /** Told of a check that failed, with what Slack or the network said. */
  readonly onFailure: (userId: string, error: unknown) => void
}): Membership {
  const known = new Map<string, { readonly admission: Admission; readonly at: number }>()
  return {
    async check(userId) {
      const remembered = known.get(userId)
      const ageMs = remembered === undefined ? BELIEVED_MS : deps.now() - remembered.at
      // A clock that was put back must not make an answer believed for longer.
      if (remembered !== undefined && ageMs >= 0 && ageMs < BELIEVED_MS) return remembered.admission
      try {
        const admission = judge(profileSchema.parse(await deps.usersInfo(userId)).user, deps.teamId)
        known.delete(userId)
        known.set(userId, { admission, at: deps.now() })
        const oldest = known.keys().next().value
        if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest)
        return admission
      } catch (error) {
        deps.onFailure(userId, error)
        return deny(
          'Slack could not tell who you are just now, so nothing was done. Please try again in a minute.',
        )
      }
    },
  }
}
