import type { Clock } from '../clock.ts'
import type { Faults } from './fault-acts.ts'

/**
 * The Slack workspace stand-in, as its users (the demo page, flow tests) see it. `startSlackWorkspace` in start.ts
 * makes one. Whatever travels over Slack's wire keeps Slack's own snake_case names; the rest is ours.
 */

/** A person (or another app's bot user) of the workspace, or of another one when `teamId` says so. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly realName: string
  /** An IANA zone, as users.info reports it. */
  readonly tz: string
  readonly isAdmin?: boolean
  readonly isRestricted?: boolean
  readonly isUltraRestricted?: boolean
  readonly isBot?: boolean
  readonly deleted?: boolean
  /** Another team's id marks a stranger who takes part through Slack Connect. */
  readonly teamId?: string
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly isPrivate?: boolean
  readonly isArchived?: boolean
  readonly isExtShared?: boolean
  /** Ids of people. The bot itself is not listed here; `botIsMember` says so. */
  readonly members: readonly string[]
  readonly botIsMember: boolean
}

export interface UserGroup {
  readonly id: string
  readonly handle: string
  readonly users: readonly string[]
}

/** How envelopes reach the app: over Socket Mode, or POSTed to its request URL and signed. */
export type EventsMode =
  | { readonly kind: 'socket' }
  | {
      readonly kind: 'http'
      /** A function where the app's port is known only once it has started, which needs `apiUrl`. */
      readonly requestUrl: string | (() => string)
      readonly signingSecret: string
      readonly fetch: typeof globalThis.fetch
    }

export interface SlackWorkspaceOptions {
  /** The text of the app's manifest.yml: its scopes, slash commands, subscribed events and Socket Mode switch. */
  readonly manifest: string
  readonly botToken: string
  readonly appToken: string
  readonly clock: Clock
  /** A number from 0 (inclusive) to 1 (exclusive): the only source of ids, tickets and jitter. */
  readonly random: () => number
  readonly people: readonly Person[]
  readonly channels: readonly Channel[]
  readonly userGroups?: readonly UserGroup[]
  readonly events?: EventsMode
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: any free port. */
  readonly port?: number
  /** Whether Slack's published rate limits are enforced on the clock. Default false. */
  readonly enforceRateLimits?: boolean
}

/** A value that JSON can carry, as it came over the wire. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** A block as it is stored: as it was sent, with a `block_id` (and `action_id`s) where the app gave none. */
export interface StoredBlock {
  readonly type: string
  readonly block_id: string
  readonly [property: string]: Json
}

export interface StoredMetadata {
  readonly event_type: string
  readonly event_payload: JsonObject
}

/** A message as every member of the channel sees it. */
export interface StoredMessage {
  readonly type: 'message'
  readonly subtype?: 'thread_broadcast'
  readonly channel: string
  readonly ts: string
  /** The user id of who posted; the bot's own user id for the app's messages. */
  readonly user: string
  readonly team: string
  readonly bot_id?: string
  readonly app_id?: string
  readonly text: string
  readonly blocks?: readonly StoredBlock[]
  /** Legacy attachments, stored as they were sent. */
  readonly attachments?: readonly Json[]
  readonly metadata?: StoredMetadata
  /** Files that were shared with it. */
  readonly files?: readonly { readonly id: string; readonly name: string; readonly title: string }[]
  /** On replies, the ts of the parent. */
  readonly thread_ts?: string
  /** A reply that also shows in the channel. */
  readonly reply_broadcast?: true
  readonly edited?: { readonly user: string; readonly ts: string }
  readonly username?: string
  readonly icon_emoji?: string
  readonly icon_url?: string
}

/** A file that was uploaded, with its bytes. */
export interface UploadedFile {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly content: Uint8Array
}

/** A message that one person alone sees. Slack keeps no history of them; the stand-in does, until they are deleted. */
export interface Ephemeral {
  /** Its id as well: pass it as `ephemeralId` to `click`. */
  readonly ts: string
  readonly channel: string
  readonly user: string
  readonly text: string
  readonly blocks?: readonly StoredBlock[]
  readonly thread_ts?: string
  readonly madeBy: 'chat.postEphemeral' | 'response_url' | 'ack'
  /** How often `replace_original` has changed it. */
  readonly replaced: number
}

/** Slack's text object. */
export interface TextObject {
  readonly type: 'plain_text' | 'mrkdwn'
  readonly text: string
  readonly emoji?: boolean
  readonly verbatim?: boolean
}

/** A view as Slack returns it from views.open and sends it in payloads. */
export interface View {
  readonly id: string
  readonly team_id: string
  readonly type: 'modal' | 'home'
  readonly blocks: readonly StoredBlock[]
  readonly private_metadata: string
  readonly callback_id: string
  readonly external_id: string
  readonly state: { readonly values: JsonObject }
  readonly hash: string
  readonly title: TextObject | null
  readonly close: TextObject | null
  readonly submit: TextObject | null
  readonly clear_on_close: boolean
  readonly notify_on_close: boolean
  readonly submit_disabled: false
  readonly previous_view_id: string | null
  readonly root_view_id: string
  readonly app_id: string
  readonly app_installed_team_id: string
  readonly bot_id: string
}

/** A modal on somebody's screen. */
export interface OpenModal {
  readonly view: View
  /** What the app answered with `response_action: errors`: a message per block_id. */
  readonly errors: Readonly<Record<string, string>>
}

/** One Web API call, as it was made and answered. Tokens are not kept. */
export interface ApiCall {
  readonly method: string
  readonly args: JsonObject
  /** Milliseconds, on the workspace's clock. */
  readonly at: number
  readonly status: number
  /** What was answered, even when a fault then lost it. */
  readonly answer: Json
  /** The fault that shaped this call, if one did. */
  readonly fault?: 'rateLimit' | 'loseAnswer' | 'failWith' | 'htmlError' | 'hang'
}

/** What a person's act led to. `shown` is what Slack would tell the person when the app failed them. */
export type Outcome =
  | { readonly ok: true; readonly ack: Json }
  | { readonly ok: false; readonly error: OutcomeError; readonly shown: string }

export type OutcomeError =
  /** The app did not acknowledge within 3 s. */
  | 'operation_timeout'
  /** The app could not be reached, or answered with an error status. */
  | 'dispatch_failed'
  /** The app acknowledged with something Slack does not accept. */
  | 'invalid_ack'
  /** Slack itself keeps the person from doing this: no such command, element, option; a required input is empty. */
  | 'refused'

/** Where the pressed element is. */
export type Place =
  | { readonly messageTs: string; readonly channelId: string }
  | { readonly ephemeralId: string; readonly channelId?: string }
  | { readonly viewId: string }

/** One option value, id, date or typed text; several for multi-selects and checkboxes. */
export type Chosen = string | readonly string[]

/** One person's acts. Each resolves once the app has acknowledged, or once Slack would have given up on it. */
export interface PeopleActs {
  /** `text` is what was typed after the command: with `should_escape`, `@name` and `#name` are resolved as Slack does. */
  command(act: { userId: string; channelId: string; command: string; text?: string }): Promise<Outcome>
  /** `value` is needed where the element asks for a choice; a button sends its own. */
  click(act: { userId: string; actionId: string; blockId?: string; value?: Chosen } & Place): Promise<Outcome>
  /** Types into an external select; `ack` is the app's options. */
  suggest(
    act: { userId: string; actionId: string; blockId?: string; typed: string } & Place,
  ): Promise<Outcome>
  /** `state` is keyed by block_id, then action_id; inputs not named keep what they hold. */
  submitView(act: {
    userId: string
    viewId: string
    state?: Readonly<Record<string, Readonly<Record<string, Chosen>>>>
  }): Promise<Outcome>
  closeView(act: { userId: string; viewId: string; all?: boolean }): Promise<Outcome>
  openHome(act: { userId: string }): Promise<Outcome>
  /** A global shortcut, from the shortcuts menu. */
  shortcut(act: { userId: string; callbackId: string }): Promise<Outcome>
  /** A shortcut from "More actions" of a message. */
  messageShortcut(act: {
    userId: string
    callbackId: string
    channelId: string
    messageTs: string
  }): Promise<Outcome>
  postAs(act: { userId: string; channelId: string; text: string; threadTs?: string }): StoredMessage
  /** Somebody with the right to do so deletes a message. */
  deleteMessage(channelId: string, ts: string): void
  /** Dismisses an ephemeral message, as reloading the client does. */
  dismiss(ephemeralId: string): void
}

export interface SlackWorkspace extends PeopleActs {
  /** Ends in a slash, as WebClient's `slackApiUrl` asks for: http://127.0.0.1:1234/api/ */
  readonly apiUrl: string
  readonly teamId: string
  readonly appId: string
  readonly botUserId: string
  readonly botId: string
  readonly people: readonly Person[]
  channels(): readonly Channel[]
  /** The id of the direct conversation between a person and the app, once there is one. */
  directChannel(userId: string): string | undefined
  /** Parents and replies of one channel, in ts order, metadata included. */
  messages(channelId: string): readonly StoredMessage[]
  ephemerals(userId?: string): readonly Ephemeral[]
  /** The stack of modals on a person's screen, the topmost last. */
  modals(userId: string): readonly OpenModal[]
  home(userId: string): View | undefined
  /** A file of a message, by its id. */
  file(id: string): UploadedFile | undefined
  calls(): readonly ApiCall[]
  /** Called after every change a person could see. Returns the way to stop listening. */
  onChange(listener: () => void): () => void
  connected(): boolean
  /** Resolves once a Socket Mode connection has been greeted; at once where there is one. */
  waitForConnection(): Promise<void>
  /** Resolves when `condition` holds, looked at after every change: the tests' way not to sleep. */
  waitFor(condition: () => boolean): Promise<void>
  /** Adds the bot to a channel, or removes it, as a person would. */
  setBotMember(channelId: string, isMember: boolean): void
  setArchived(channelId: string, isArchived: boolean): void
  /** Revokes or restores one of the two tokens. */
  setTokenValid(token: 'bot' | 'app', valid: boolean): void
  readonly faults: Faults
  close(): Promise<void>
}
