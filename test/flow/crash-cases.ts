import type { CrashPoint } from '../support/crash-points.ts'

/** What happens to the world, poll by poll. */
export const STORIES = {
  start: ['first sight'],
  outage: ['loses IPv6', 'goes down', 'recovers'],
  deletion: ['appears', 'is deleted'],
} as const

export type Story = keyof typeof STORIES
export type Scene = (typeof STORIES)[Story][number]

export interface Case {
  readonly story: Story
  readonly scene: Scene
  /** Where the bot is killed, and where it is killed again when it comes back. */
  readonly kills: readonly [CrashPoint, ...CrashPoint[]]
  /** Whether the poll was recorded by then. If not, the next life sees the change first, and says that it was away. */
  readonly recorded: boolean
}

/** The points of a poll before it is recorded. */
function unrecorded(story: Story, scene: Scene, ...points: readonly CrashPoint[]): readonly Case[] {
  return points.map((point) => ({ story, scene, kills: [point], recorded: false }))
}

function recorded(story: Story, scene: Scene, ...points: readonly CrashPoint[]): readonly Case[] {
  return points.map((point) => ({ story, scene, kills: [point], recorded: true }))
}

function twice(story: Story, scene: Scene, ...kills: Case['kills']): Case {
  return { story, scene, kills, recorded: true }
}

export const CASES: readonly Case[] = [
  {
    // Nothing is recorded yet, so that each life begins as the first did.
    story: 'start',
    scene: 'first sight',
    kills: [
      'before store recoverInterrupted',
      'after store loadScope',
      'after store openIncidents',
      'before store openSilences',
      'after store subscriptions',
      'before scaleway list links',
      'after scaleway list partners',
    ],
    recorded: false,
  },
  {
    story: 'start',
    scene: 'first sight',
    kills: [
      'before scaleway list pops',
      'after scaleway list dedicated-connections',
      'before scaleway list routing-policies',
      'after scaleway list vpcs',
      'before store record',
    ],
    recorded: false,
  },
  ...recorded('start', 'first sight', 'after store record', 'stored slack chat.postMessage of a post'),
  ...unrecorded(
    'outage',
    'loses IPv6',
    'before scaleway list links',
    'after scaleway list links',
    'after store ownActs',
    'before store record',
  ),
  ...recorded(
    'outage',
    'loses IPv6',
    'after store record',
    'before store claimDue',
    'after store claimDue of a post',
    'before slack chat.postMessage of a post',
    'stored slack chat.postMessage of a post',
    'after slack chat.postMessage of a post',
    'before store recordDelivery of a post',
    'after store recordDelivery of a post',
  ),
  ...unrecorded('outage', 'goes down', 'before store record'),
  ...recorded(
    'outage',
    'goes down',
    'after store record',
    'after store claimDue of an edit',
    'before slack chat.update of an edit',
    'stored slack chat.update of an edit',
    'after slack chat.update of an edit',
    'before store recordDelivery of an edit',
    'after store recordDelivery of an edit',
    'after store claimDue of a reply',
    'before slack chat.postMessage of a reply',
    'stored slack chat.postMessage of a reply',
    'after slack chat.postMessage of a reply',
    'before store recordDelivery of a reply',
    'after store recordDelivery of a reply',
  ),
  ...unrecorded('outage', 'recovers', 'before store record'),
  ...recorded(
    'outage',
    'recovers',
    'stored slack chat.update of an edit',
    'before slack chat.postMessage of a reply',
    'stored slack chat.postMessage of a reply',
  ),
  ...unrecorded(
    'deletion',
    'is deleted',
    'before scaleway read links',
    'after scaleway read links',
    'before scaleway list events',
    'after scaleway list events',
  ),
  ...recorded('deletion', 'is deleted', 'stored slack chat.postMessage of a post'),
  // Killed again on the way back, while the first death is being looked into.
  twice('outage', 'loses IPv6', 'after store claimDue of a post', 'after store recoverInterrupted'),
  twice(
    'outage',
    'loses IPv6',
    'before slack chat.postMessage of a post',
    'after slack conversations.history',
    'before slack chat.postMessage of a post',
  ),
  twice(
    'outage',
    'loses IPv6',
    'stored slack chat.postMessage of a post',
    'before slack conversations.history',
    'before store recordDelivery of a post',
  ),
  twice(
    'outage',
    'goes down',
    'stored slack chat.postMessage of a reply',
    'after slack conversations.replies',
  ),
  // What is told already is read again only by a new life.
  twice('outage', 'goes down', 'after store record', 'before store stories', 'after store stories'),
]
