/** Remembers what was handled, across restarts, so that redelivered envelopes and double clicks act once. */
export interface HandledStore {
  /**
   * True for exactly one caller per key within `windowMs` of its first claim at `now` (both milliseconds), also when
   * several ask at once; false for all others. Slack redelivers an envelope that was not acknowledged in time
   * (https://docs.slack.dev/apis/events-api/#retries), also to a bot that was restarted meanwhile.
   */
  claimOnce(key: string, now: number, windowMs: number): Promise<boolean>
}
