import type { WebClient } from '@slack/web-api'

/**
 * Asks Slack (`conversations.info`; scopes channels:read, groups:read) whether the bot is in a channel, as far as it says,
 * and whether people of other organizations or workspaces read it. Throws what the WebClient throws.
 */
export async function channelFacts(
  client: WebClient,
  channel: string,
): Promise<{ readonly isMember: boolean; readonly isShared: boolean }> {
  const { channel: found } = await client.conversations.info({ channel })
  return {
    isMember: found?.is_member !== false,
    isShared:
      found?.is_ext_shared === true || found?.is_org_shared === true || found?.is_pending_ext_shared === true,
  }
}
