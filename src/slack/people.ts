import { z } from 'zod'

const MOST_REMEMBERED = 1000
/** Names looked up for one message; a message names few people. */
const MOST_ASKED = 5

const profileSchema = z.object({
  user: z.object({
    name: z.string().optional(),
    real_name: z.string().optional(),
    profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).optional(),
  }),
})

/** What people are called, for messages that name them without a mention. Never throws: a name that cannot be had is left out. */
export interface People {
  names(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** Asks Slack (`users.info`, scope users:read) once for each person. Without the answer, people are shown by their id. */
export function createPeople(usersInfo: (userId: string) => Promise<unknown>): People {
  const known = new Map<string, string>()
  const learn = async (userId: string): Promise<void> => {
    try {
      const { user } = profileSchema.parse(await usersInfo(userId))
      const names = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name]
      const name = names.find((one) => one !== undefined && one.trim() !== '')
      if (name === undefined) return
      if (known.size >= MOST_REMEMBERED) known.clear()
      known.set(userId, name)
    } catch {
      // An alert does not wait for a name.
    }
  }
  return {
    async names(userIds) {
      const unknown = [...new Set(userIds)].filter((userId) => !known.has(userId)).slice(0, MOST_ASKED)
      await Promise.all(unknown.map(learn))
      return new Map(userIds.flatMap((userId) => [[userId, known.get(userId)] as const]).filter(isNamed))
    },
  }
}

function isNamed(entry: readonly [string, string | undefined]): entry is readonly [string, string] {
  return entry[1] !== undefined
}

const PERSON_KEYS: ReadonlySet<string> = new Set(['by', 'endedBy'])
const USER_ID = /^[UW][A-Z0-9]{1,30}$/u

/** The user ids of everybody whom an alert names: whoever acknowledged, silenced, subscribed. */
export function peopleIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(peopleIn))]
  if (typeof value !== 'object' || value === null) return []
  const found = Object.entries(value).flatMap(([key, inner]) =>
    PERSON_KEYS.has(key) && typeof inner === 'string' && USER_ID.test(inner) ? [inner] : peopleIn(inner),
  )
  return [...new Set(found)]
}
