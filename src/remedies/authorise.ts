import type { UserGroups } from './ports.ts'
import type { RemedySettings } from './settings.ts'

/** Who asks for an act, and where. */
export interface Asker {
  /**
   * Slack's id of a full member of this workspace. Guests, bots and people of other workspaces have none here: the doorman
   * turns them away before anything is asked (slack/membership, Slack's `users.info`).
   */
  readonly member: string
  /** Slack's id of the channel it is asked in; null in the Home tab. */
  readonly channel: string | null
}

/** Why somebody may not, as a word to branch on. */
export type NotAllowed = 'off' | 'no_operators' | 'not_operator' | 'groups_unknown' | 'other_channel'

/** Whether somebody may have things done here. `sentence` says whom to ask, and which variable allows it. */
export type Permission =
  | { readonly type: 'allowed' }
  | {
      readonly type: 'refused'
      readonly why: NotAllowed
      readonly sentence: string
      /** Whom to ask: Slack's ids of operators, and of user groups of them. Empty where the one who runs the bot is meant. */
      readonly ask: RemedySettings['operators']
      /** Where it may be asked instead; empty where that makes no difference. */
      readonly channels: readonly string[]
    }

/** Whom user groups hold, by their id; null where Slack does not say just now. */
export type GroupMembers = ReadonlyMap<string, readonly string[] | null>

const NOBODY: RemedySettings['operators'] = { users: [], groups: [] }

/**
 * Decides whether somebody may have things done. Denied unless everything speaks for it: remedies are on, the person is an
 * operator or in a group of them, and the channel is one of those set. A group that cannot be read allows nobody. Pure.
 */
export function authorise(settings: RemedySettings, asker: Asker, members: GroupMembers): Permission {
  const { operators, channels } = settings
  const refuse = (why: NotAllowed, sentence: string, more?: Partial<Refusal>): Permission => ({
    type: 'refused',
    why,
    sentence,
    ask: NOBODY,
    channels: [],
    ...more,
  })
  if (!settings.isOn)
    return refuse(
      'off',
      'Nothing can be changed from here, since remedies are turned off: whoever runs the bot can set REMEDIES to on.',
    )
  if (operators.users.length + operators.groups.length === 0)
    return refuse(
      'no_operators',
      'Nobody may change anything from here yet: ask whoever runs the bot to name operators in OPERATORS (Slack ids of people or user groups).',
    )
  const groups = operators.groups.map((id) => members.get(id) ?? null)
  const isOperator =
    operators.users.includes(asker.member) || groups.some((group) => group?.includes(asker.member) === true)
  if (!isOperator && groups.includes(null))
    return refuse(
      'groups_unknown',
      'Slack does not say just now who is in the user groups of OPERATORS, so nothing is done: try again in a few minutes, or ask an operator who is named there in person.',
      { ask: { users: operators.users, groups: [] } },
    )
  if (!isOperator)
    return refuse(
      'not_operator',
      'Only operators may do this: ask one of them, or ask whoever runs the bot to add you to OPERATORS.',
      { ask: operators },
    )
  if (channels !== null && (asker.channel === null || !channels.includes(asker.channel)))
    return refuse(
      'other_channel',
      'This may only be done in the channels that REMEDY_CHANNELS names: ask for it there.',
      { channels },
    )
  return { type: 'allowed' }
}

type Refusal = Extract<Permission, { type: 'refused' }>

/**
 * Why nothing that was begun under other settings goes on by itself, in one sentence; null where it does. Who turns remedies
 * off, or takes every operator away, means what is under way, too.
 */
export function heldBack({
  isOn,
  isDryRun,
  operators,
}: Pick<RemedySettings, 'isOn' | 'isDryRun' | 'operators'>): string | null {
  if (!isOn) return 'REMEDIES is off, so no deletion or order goes on: set it to on, and restart the bot.'
  if (isDryRun) return 'DRY_RUN is on, so no deletion or order goes on: take it away, and restart the bot.'
  return operators.users.length + operators.groups.length === 0
    ? 'OPERATORS names nobody, so no deletion or order goes on: name operators, and restart the bot.'
    : null
}

/** Decides who may, as `authorise`, asking for the members of user groups only where that decides. */
export function createPermissions(parts: {
  readonly settings: RemedySettings
  readonly groups: UserGroups
}): (asker: Asker) => Promise<Permission> {
  const { settings, groups } = parts
  return async (asker) => {
    const { users, groups: ids } = settings.operators
    const isDecided = !settings.isOn || users.includes(asker.member)
    const entries = isDecided
      ? []
      : await Promise.all(ids.map(async (id) => [id, await groups.membersOf(id)] as const))
    return authorise(settings, asker, new Map(entries))
  }
}
