import type { Clock } from '../clock.ts'
import type { Directory } from './directory.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { FaultBox } from './faults.ts'
import type { FileStore } from './files.ts'
import type { Ids } from './ids.ts'
import type { Manifest } from './manifest.ts'
import type { EphemeralStore, MessageStore } from './messages.ts'
import type { Triggers } from './triggers.ts'
import type { ViewStore } from './views.ts'
import type { StoredMessage } from './workspace.ts'

/** Everything that the Web API, the interactions and the response URLs share. */
export interface World {
  readonly clock: Clock
  readonly ids: Ids
  readonly manifest: Manifest
  readonly directory: Directory
  readonly messages: MessageStore
  readonly ephemerals: EphemeralStore
  readonly views: ViewStore
  readonly files: FileStore
  /** Messages whose addresses the app was told of, by `unfurl_id`. */
  readonly unfurls: Map<string, { readonly channel: string; readonly ts: string }>
  readonly triggers: Triggers
  readonly faults: FaultBox
  readonly dispatcher: Dispatcher
  readonly events: MessageEvents
  /** The URL of a path of the workspace's own server. */
  readonly address: (path: string) => string
  /** Where a Socket Mode connection is to be opened, ticket included. */
  readonly openConnection: () => string
  readonly timestamp: () => string
}

/** Tells the app, if its manifest subscribes to it, what happened in conversations that it is in. */
export interface MessageEvents {
  posted(message: StoredMessage): void
  changed(message: StoredMessage, before: StoredMessage): void
  deleted(message: StoredMessage): void
}
