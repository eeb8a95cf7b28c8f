import type { Mention } from '../domain/subscription.ts'
import { code, prose } from './escape.ts'

const SLACK_ID = /^[A-Z0-9]{2,30}$/u
const USER_ID = /^[UW][A-Z0-9]{1,30}$/u

/** Says who a Slack user is, as mrkdwn. */
export type Naming = (userId: string) => string

/**
 * Whom a message pings (Slack's "Formatting text for app surfaces", "Mentioning"), as mrkdwn. Empty where the id is none:
 * it was typed by somebody.
 */
export function mentionText(mention: Mention): string {
  switch (mention.type) {
    case 'here':
      return '<!here>'
    case 'group':
      return SLACK_ID.test(mention.id) ? `<!subteam^${mention.id}>` : ''
    case 'user':
      return USER_ID.test(mention.id) ? `<@${mention.id}>` : ''
  }
}

/** Names a person in a way that pings: for edits, which notify nobody, and for answers that one person alone sees. */
export const byMention: Naming = (userId) => (USER_ID.test(userId) ? `<@${userId}>` : code(userId, 60))

/** Names people in a way that pings nobody: by the name that is known of them, or else by their id. */
export function byName(names: ReadonlyMap<string, string>): Naming {
  return (userId) => {
    const name = names.get(userId)
    return name === undefined ? code(userId, 60) : prose(name.slice(0, 80))
  }
}

/** A channel as a link that pings nobody, as mrkdwn; what is no channel of Slack's is named as it is. */
export function channelText(channel: string): string {
  return /^[CG][A-Z0-9]{1,30}$/u.test(channel) ? `<#${channel}>` : code(channel, 40)
}

/** Whom a message would ping, named without pinging: for listings. */
export function mentionName(mention: Mention, naming: Naming): string {
  switch (mention.type) {
    case 'here':
      return code('@here')
    case 'group':
      return `user group ${code(mention.id, 40)}`
    case 'user':
      return naming(mention.id)
  }
}
