import type { Connection, Link, Partner, Pop, RoutingPolicy, Vpc } from './link.ts'

/** One credential in one region: what one poll reads as a whole. `id` is stable across restarts and key rotation. */
export interface Scope {
  readonly id: string
  readonly region: string
}

/** The region of a scope by its id, which ends in it after a slash (`3f2a…/fr-par`). */
export function regionOfScope(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}

/** Why something could not be read. One union for every edge; `retryable` says whether trying again makes sense. */
export interface ReadFailure {
  readonly reason:
    | 'unauthenticated'
    | 'forbidden'
    | 'not_found'
    | 'rate_limited'
    | 'refused'
    | 'server_error'
    | 'network'
    | 'timeout'
    | 'malformed'
  /** One sentence for a person, without secrets. */
  readonly message: string
  /** HTTP status, where there was an answer. */
  readonly status: number | null
  /** `X-Request-Id` of the answer, which Scaleway's support asks for. */
  readonly requestId: string | null
  readonly retryable: boolean
}

/** The failure of what gave no answer in time: `message` says who gave none. */
export function lateFailure(message: string): ReadFailure {
  return { reason: 'timeout', message, status: null, requestId: null, retryable: true }
}

/** Whether the credential was refused: a failure that does not heal by itself. */
export function isRefusedCredential({ reason }: ReadFailure): boolean {
  return reason === 'unauthenticated' || reason === 'forbidden'
}

/** A link in an answer that could not be understood. `id` is null where not even that could be read. */
export interface MalformedLink {
  readonly id: string | null
  readonly problem: string
}

/** The kinds of things that links refer to. */
export interface Directory {
  readonly partners: readonly Partner[]
  readonly pops: readonly Pop[]
  readonly connections: readonly Connection[]
  readonly vpcs: readonly Vpc[]
  readonly policies: readonly RoutingPolicy[]
}

export type DirectoryKind = keyof Directory

export const DIRECTORY_KINDS = [
  'partners',
  'pops',
  'connections',
  'vpcs',
  'policies',
] as const satisfies readonly DirectoryKind[]

/** A directory in which nothing is known yet. */
export const EMPTY_DIRECTORY: Directory = { partners: [], pops: [], connections: [], vpcs: [], policies: [] }

/**
 * What one poll of one scope saw, or that it failed. A kind of the directory that could not be read (a missing right, an
 * error) is null, one that was read in part holds what was read: both are named in `unread` with the reason, and what was
 * known of them before stays true.
 */
export type Snapshot =
  | {
      readonly type: 'seen'
      readonly scope: Scope
      /** Milliseconds since the epoch, when the answer was complete. */
      readonly at: number
      readonly links: readonly Link[]
      readonly malformed: readonly MalformedLink[]
      readonly directory: { readonly [Kind in DirectoryKind]: Directory[Kind] | null }
      readonly unread: readonly { readonly kind: DirectoryKind; readonly failure: ReadFailure }[]
    }
  | {
      readonly type: 'failed'
      readonly scope: Scope
      readonly at: number
      readonly failure: ReadFailure
    }

export type SeenSnapshot = Extract<Snapshot, { type: 'seen' }>
export type FailedSnapshot = Extract<Snapshot, { type: 'failed' }>

/** What a GET of one link said. */
export type LinkReading =
  | { readonly type: 'found'; readonly link: Link }
  /** The API answered 404: the link is gone. */
  | { readonly type: 'absent' }
  | { readonly type: 'failed'; readonly failure: ReadFailure }
