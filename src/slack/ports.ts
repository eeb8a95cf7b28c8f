import type { DeskAnswer } from '../domain/desk-answer.ts'
import type { Silence } from '../domain/silence.ts'
import type { SilenceEnd } from '../domain/silence-end.ts'
import type { Directory, Scope } from '../domain/snapshot.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { Queries } from '../queries/answers.ts'
import type { DiagnoseAnswer } from '../queries/diagnose.ts'
import type { Asker, HistoryAnswer } from '../queries/history.ts'
import type { HomeAnswer } from '../queries/home.ts'
import type { IncidentsAnswer } from '../queries/incidents.ts'
import type { PartnerAnswer } from '../queries/partner.ts'
import type { ReportAnswer } from '../queries/report.ts'
import type { RouterAnswer } from '../queries/router.ts'
import type { Suggestion } from '../queries/suggest.ts'
import type { VpcAnswer } from '../queries/vpc.ts'
import type { WhatIfAnswer } from '../queries/whatif.ts'
import type { WhyAnswer } from '../queries/why.ts'
import type { AuditQuestion } from '../remedies/audit.ts'
import type { RemedyDesk } from '../remedies/desk.ts'
import type { LinkSights, RemedyStore } from '../remedies/ports.ts'
import type { AskOffers } from '../remedies/reorder/ask-market.ts'
import type { ReorderDesk } from '../remedies/reorder-desk.ts'
import type { RemedySettings } from '../remedies/settings.ts'
import type { TicketDesk } from '../remedies/ticket-desk.ts'
import type { MayAct } from '../remedies/weigh.ts'

/** Remembers what was handled, across restarts, so that redelivered envelopes and double clicks act once. */
export interface HandledStore {
  /**
   * True for exactly one caller per key within `windowMs` of its first claim at `now` (both milliseconds), also when
   * several ask at once; false for all others. Slack redelivers an envelope that was not acknowledged in time
   * (https://docs.slack.dev/apis/events-api/#retries), also to a bot that was restarted meanwhile.
   */
  claimOnce(key: string, now: number, windowMs: number): Promise<boolean>
}

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
}

/**
 * What people ask. Words are what was typed after the command's own, on one line and unescaped; they name links as for a
 * status. Never throws for what a person types.
 */
export interface Questions extends Queries {
  why(words: string): Promise<WhyAnswer>
  /** Live, within seconds. */
  diagnose(words: string): Promise<DiagnoseAnswer>
  router(words: string): Promise<RouterAnswer>
  history(words: string, asker: Asker): Promise<HistoryAnswer>
  report(words: string, asker: Asker): Promise<ReportAnswer>
  vpc(words: string): Promise<VpcAnswer>
  whatif(words: string): Promise<WhatIfAnswer>
  partner(words: string): Promise<PartnerAnswer>
  incidents(): Promise<IncidentsAnswer>
  /** Links that what was typed so far may mean, for menus. */
  suggest(typed: string): Promise<readonly Suggestion[]>
  /** The links that a text names, by id or name. */
  linksIn(text: string): Promise<readonly Suggestion[]>
  /** The dashboard of a person; `filter` as for `list`. */
  home(userId: string, filter: string): Promise<HomeAnswer>
}

/** A message in Slack, by its channel and its ts: what is told of it goes into the thread under it. */
export interface MessagePlace {
  readonly channel: string
  readonly ts: string
}

/** Where stories stand in Slack. */
export interface StoryMessages {
  /** The messages that tell a story, its first one first; those that Slack has not taken yet are left out. */
  messagesOf(story: string): Promise<readonly MessagePlace[]>
  /** The same of each of these incidents, by its id; those of which nothing was told are left out. */
  messagesOfIncidents(ids: readonly string[]): Promise<ReadonlyMap<string, readonly MessagePlace[]>>
}

/** What operators have done to links. Refusals are data, one sentence each, and noted in the audit by whoever refuses. */
export interface Remedies {
  readonly settings: Pick<RemedySettings, 'operators' | 'supportPlan' | 'isDryRun' | 'isOn'>
  readonly desk: RemedyDesk
  /** Whether somebody may have things done where they ask: what they may not is not offered them. Notes nothing. */
  readonly mayAct: MayAct
  readonly tickets: TicketDesk
  readonly reorders: ReorderDesk
  readonly audit: AuditQuestion
  /** Reads a link live, with what can be chosen for it. */
  look: LinkSights['look']
  /** The same as remembered, at once. */
  recall: LinkSights['recall']
  readonly records: Pick<RemedyStore, 'contactsOf' | 'ticketsOf'>
  /**
   * The messages that tell the open incident of a link, the story's own first; else the one under which is told what belongs
   * to the order that made the link, while that is open or ended lately. Empty where there is none.
   */
  messagesOf(linkId: string): Promise<readonly MessagePlace[]>
  /** Slack's id of the channel in which is told what has no better place. */
  readonly alertChannel: string
  readonly offersOf: AskOffers
  /** What a region holds, by name, as last polled. */
  directoryOf(scope: Scope): Promise<Directory>
  readonly newId: () => string
}
