import type { Channel } from '../slack/workspace.ts'
import type { DemoPerson } from './state.ts'

/** The people of the demo's workspace. The first is who a visitor is at the start. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { id: 'U0ADA0001', name: 'ada', realName: 'Ada', tz: 'Europe/Paris', role: 'member' },
  { id: 'U0OPS0002', name: 'olu', realName: 'Olu', tz: 'Europe/Paris', isAdmin: true, role: 'operator' },
  {
    id: 'U0GUEST03',
    name: 'gil',
    realName: 'Gil',
    tz: 'Europe/Lisbon',
    isUltraRestricted: true,
    role: 'guest',
  },
]

/** The channel that alerts go to. */
export const ALERT_CHANNEL = 'C0NETONCALL'

const everybody = DEMO_PEOPLE.map((person) => person.id)
const members = DEMO_PEOPLE.filter((person) => person.role !== 'guest').map((person) => person.id)

/** In #random the bot is not a member: commands work there all the same, messages do not. */
export const DEMO_CHANNELS: readonly Channel[] = [
  { id: ALERT_CHANNEL, name: 'network-oncall', members: everybody, botIsMember: true },
  { id: 'C0RANDOM01', name: 'random', members, botIsMember: false },
]
