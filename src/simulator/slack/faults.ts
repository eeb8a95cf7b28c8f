import type { Faults } from './fault-acts.ts'
import type { JsonObject } from './workspace.ts'

/** A fault that waits for its call. */
export type CallFault =
  | { readonly kind: 'rateLimit'; readonly retryAfterS: number | null; readonly emptyBody: boolean }
  | { readonly kind: 'loseAnswer' }
  | { readonly kind: 'failWith'; readonly error: string | undefined; readonly status: number }
  | { readonly kind: 'htmlError'; readonly status: number }
  | { readonly kind: 'hang'; readonly acts: boolean; readonly hold: (drop: () => void) => void }

interface Waiting {
  readonly fault: CallFault
  readonly method: string | undefined
  readonly channel: string | undefined
  left: number
}

export interface FaultBox {
  readonly faults: Faults
  /** The fault for this call, used up by asking. */
  forCall(method: string, args: JsonObject): CallFault | undefined
  /** Whether the next envelope is to be delivered twice; used up by asking. */
  takeRedelivery(): boolean
  takeLostAck(): boolean
  refusedConnection(): string | null
}

export interface SocketFaults {
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void
  cut(): void
}

export function makeFaultBox(sockets: () => SocketFaults): FaultBox {
  let waiting: Waiting[] = []
  let redeliveries = 0
  let lostAcks = 0
  let connectionError: string | null = null
  const held = new Set<() => void>()
  const add = (
    fault: CallFault,
    where: { readonly method?: string; readonly channel?: string; readonly times?: number } = {},
  ) => {
    waiting.push({ fault, method: where.method, channel: where.channel, left: where.times ?? 1 })
  }
  const release = () => {
    for (const drop of held) drop()
    held.clear()
  }
  return {
    faults: {
      rateLimit: (fault = {}) =>
        add(
          {
            kind: 'rateLimit',
            retryAfterS: fault.retryAfterS === undefined ? 1 : fault.retryAfterS,
            emptyBody: fault.emptyBody ?? false,
          },
          fault,
        ),
      loseAnswer: (fault) => add({ kind: 'loseAnswer' }, fault),
      failWith: (fault) => add({ kind: 'failWith', error: fault.error, status: fault.status ?? 200 }, fault),
      htmlError: (fault = {}) => add({ kind: 'htmlError', status: fault.status ?? 503 }, fault),
      hang: (fault) => {
        add({ kind: 'hang', acts: fault?.afterActing ?? false, hold: (drop) => held.add(drop) }, fault)
        return { release }
      },
      redeliver: (times = 1) => {
        redeliveries += times
      },
      loseAck: (times = 1) => {
        lostAcks += times
      },
      disconnect: (fault = {}) => sockets().disconnect(fault.reason ?? 'refresh_requested'),
      cutSockets: () => sockets().cut(),
      refuseConnections: (error) => {
        connectionError = error
      },
      clear: () => {
        waiting = []
        redeliveries = 0
        lostAcks = 0
        connectionError = null
        release()
      },
    },
    forCall(method, args) {
      const found = waiting.find(
        (each) =>
          (each.method === undefined || each.method === method) &&
          (each.channel === undefined || each.channel === args.channel),
      )
      if (!found) return undefined
      found.left -= 1
      if (found.left <= 0) waiting = waiting.filter((each) => each !== found)
      return found.fault
    },
    takeRedelivery() {
      if (redeliveries === 0) return false
      redeliveries -= 1
      return true
    },
    takeLostAck() {
      if (lostAcks === 0) return false
      lostAcks -= 1
      return true
    },
    refusedConnection: () => connectionError,
  }
}
