import type { Silence } from '../domain/silence.ts'
import type { SilenceEnd } from '../domain/silence-end.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { WhyAnswer } from '../queries/why.ts'

/** Remembers what was handled, across restarts, so that redelivered envelopes and double clicks act once. */
export interface HandledStore {
  /**
   * True for exactly one caller per key within `windowMs` of its first claim at `now` (both milliseconds), also when
   * several ask at once; false for all others. Slack redelivers an envelope that was not acknowledged in time
   * (https://docs.slack.dev/apis/events-api/#retries), also to a bot that was restarted meanwhile.
   */
  claimOnce(key: string, now: number, windowMs: number): Promise<boolean>
}

/**
 * What became of what a person asked for. `sentence` is plain text that may hold foreign names; `silence` and
 * `subscription` are what was made or changed, so that they can be shown and taken back.
 */
export type DeskAnswer =
  | {
      readonly type: 'done'
      readonly sentence: string
      readonly silence?: Silence
      readonly subscription?: Subscription
    }
  | { readonly type: 'refused'; readonly sentence: string }

/** A silence that is not over, and how many links fit it now. */
export interface SilencedLinks {
  readonly silence: Silence
  readonly links: number
}

/**
 * What people do about alerts. `by` is the Slack user id of who does it, `channel` the id of the one it is done in, `text`
 * what was typed after the command's own word, on one line and unescaped; for `subscribe` and `unsubscribe` with mentions
 * as Slack's own tokens (`<@U…>`, `<!subteam^S…>`, `<!here>`).
 * Never throws for what a person asks: a refusal is data, one sentence.
 */
export interface Desk {
  /** `story`: the key in the button's value. Acknowledges every open incident of it. */
  acknowledge(story: string, by: string): Promise<DeskAnswer>
  undoAcknowledge(story: string, by: string): Promise<DeskAnswer>
  /** From the modal: silences the links of a story. */
  silenceStory(
    story: string,
    request: {
      readonly until: SilenceEnd
      readonly reason: string | null
      readonly by: string
      readonly channel: string | null
    },
  ): Promise<DeskAnswer>
  /** The words after `silence`; answers the silence that was made, or what is wrong with the words. */
  silence(text: string, by: string, channel: string): Promise<DeskAnswer>
  /** Those that are not over, the next to end first. */
  silences(): Promise<readonly SilencedLinks[]>
  unsilence(id: string, by: string): Promise<DeskAnswer>
  subscribe(text: string, by: string, channel: string): Promise<DeskAnswer>
  unsubscribe(text: string, by: string, channel: string): Promise<DeskAnswer>
  subscriptions(channel: string): Promise<readonly Subscription[]>
  /** `text` names a link, as for its status. */
  why(text: string): Promise<WhyAnswer>
}
