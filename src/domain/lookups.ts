import type { Family } from './link.ts'
import type { ReadFailure } from './snapshot.ts'
import type { WhoChanged } from './transition.ts'

/** What one live read of one thing said. A failure whose reason is `not_found` means that the thing is gone. */
export type Lookup<T> =
  | { readonly type: 'found'; readonly value: T }
  | { readonly type: 'failed'; readonly failure: ReadFailure }

/** A route that a VPC learned over InterLink. The API does not say over which link. */
export interface LearnedRoute {
  /** A prefix, such as 10.20.0.0/16. */
  readonly destination: string
  readonly family: Family
}

/** A write to a link, or to a routing policy that is attached to it, by the cloud's own record. */
export interface RecordedWrite extends WhoChanged {
  /** The method of the API, as it is recorded: "DetachVpc". */
  readonly method: string
  readonly target: 'link' | 'policy'
}

/**
 * A write that this bot made to a link, by its own audit: for whom (a Slack user id), and from when until when it may have
 * reached the API (ms).
 */
export interface OwnWrite {
  /** The methods of the API that it may be recorded as, in lower case. */
  readonly methods: readonly string[]
  readonly askedBy: string
  readonly from: number
  readonly until: number
  /** As which it counts where no record of it can be read: it is certain to have been made. Null where it is not. */
  readonly made: string | null
}

/** A partner that offers a bandwidth, and the names of the PoPs where it does. */
export interface Offer {
  readonly partnerId: string
  readonly partnerName: string
  readonly popNames: readonly string[]
}
