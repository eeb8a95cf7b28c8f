import type { LinkRow } from '../interlink/rows.ts'
import type { Channel, Ephemeral, Json, OpenModal, Person, StoredMessage, View } from '../slack/workspace.ts'
import type { StoryName } from './stories.ts'

/**
 * What the page is shown. The server sends it whole after every change; nothing here is a secret. Times are
 * milliseconds since the epoch, on the demo's clock.
 */
export interface DemoState {
  readonly now: number
  /** How far the clock was set forward since the start, in ms. */
  readonly skippedMs: number
  readonly bot: {
    readonly userId: string
    readonly name: string
    /** Whether the bot holds a Socket Mode connection. */
    readonly connected: boolean
  }
  readonly commands: readonly DemoCommand[]
  readonly shortcuts: readonly DemoShortcut[]
  readonly people: readonly DemoPerson[]
  readonly channels: readonly DemoChannel[]
  /** Each person's direct conversation with the app, by user id; absent while there is none. */
  readonly directs: Readonly<Record<string, DemoChannel>>
  /** The app's Home tab as each person sees it, by user id; absent until the app has published one. */
  readonly homes: Readonly<Record<string, View>>
  readonly ephemerals: readonly Ephemeral[]
  /** The modals on each person's screen, by user id, the topmost last. */
  readonly modals: Readonly<Record<string, readonly OpenModal[]>>
  readonly world: DemoWorld
  readonly stories: readonly DemoStory[]
  readonly away: readonly Away[]
}

/** A slash command, as the manifest declares it. */
export interface DemoCommand {
  readonly command: string
  readonly description: string
  readonly usageHint: string
}

/** A shortcut, as the manifest declares it: on a message, or from anywhere. */
export interface DemoShortcut {
  readonly type: 'message' | 'global'
  readonly callbackId: string
  readonly name: string
  readonly description: string
}

/** `role` says in a word what the person may do: "member", "operator", "guest". */
export interface DemoPerson extends Person {
  readonly role: string
}

export interface DemoChannel extends Pick<Channel, 'id' | 'name' | 'botIsMember' | 'members'> {
  /** The latest messages and replies, in ts order. */
  readonly messages: readonly StoredMessage[]
}

/** A link as the panel shows it: the API's own fields, without its pairing key. */
export interface DemoLink
  extends Pick<
    LinkRow,
    | 'id'
    | 'name'
    | 'region'
    | 'status'
    | 'bgp_v4_status'
    | 'bgp_v6_status'
    | 'vpc_id'
    | 'routing_policy_v4_id'
    | 'routing_policy_v6_id'
    | 'enable_route_propagation'
    | 'bandwidth_mbps'
    | 'vlan'
    | 'created_at'
  > {
  /** Partner or dedicated connection, and PoP, by name. */
  readonly over: string
  readonly kind: 'hosted' | 'self-hosted'
  /** Its deletion waits for the partner to delete its side too. */
  readonly waitsForPartner: boolean
}

interface Named {
  readonly id: string
  readonly name: string
  readonly region: string
}

interface DemoWorld {
  readonly regions: readonly string[]
  readonly links: readonly DemoLink[]
  readonly vpcs: readonly Named[]
  readonly policies: readonly (Named & { readonly isIpv6: boolean })[]
}

/** A story and how far it was played. `waiting` before its turn. */
export interface DemoStory {
  readonly name: StoryName
  readonly title: string
  readonly summary: string
  readonly playing: boolean
  /** Why it stopped before its end; null when it did not. */
  readonly problem: string | null
  readonly steps: readonly { readonly sentence: string; readonly state: 'waiting' | 'now' | 'done' }[]
  /** What is left to whoever looks, once it was played to its end. */
  readonly yourTurn: readonly string[]
}

/** Something that was taken away, and when it comes back by itself. */
export interface Away {
  /** `slack`, or a region. */
  readonly what: string
  readonly until: number
}

/** The answer to a POST. `message` is for the person who acted; `ack` is what the app answered, where it was asked. */
export type ActAnswer =
  | { readonly ok: true; readonly ack?: Json }
  | { readonly ok: false; readonly message: string }
