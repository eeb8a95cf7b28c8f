import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Clock } from '../clock.ts'
import { ACK_WITHIN_MS, type Delivery, type Transport } from './dispatcher.ts'
import type { SocketFaults } from './faults.ts'
import type { Ids } from './ids.ts'
import type { Json, JsonObject } from './workspace.ts'

/** Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode */

/** "Socket Mode allows your app to maintain up to 10 open WebSocket connections at the same time." */
export const MOST_CONNECTIONS = 10
/** "You may receive a warning about 10 seconds before the disconnect." */
const WARNED_BEFORE_MS = 10_000
const TICKET_LIFE_MS = 30_000

export interface SocketMode extends Transport, SocketFaults {
  /** A ticket for one connection, as part of the URL that apps.connections.open answers. */
  issueTicket(): string
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  connections(): number
  close(): void
}

interface Connection {
  readonly socket: WebSocket
  /** Told to go: it may still acknowledge, but gets nothing new. */
  leaving: boolean
}

interface SocketModeContext {
  readonly clock: Clock
  readonly ids: Ids
  readonly random: () => number
  readonly appId: string
  readonly changed: () => void
}

export function makeSocketMode(context: SocketModeContext): SocketMode {
  const { clock, ids, random, changed } = context
  const server = new WebSocketServer({ noServer: true })
  const tickets = new Map<string, number>()
  const connections = new Set<Connection>()
  const waiting = new Map<string, (delivery: Delivery) => void>()
  const host = 'applink-stand-in'

  const accept = (socket: WebSocket) => {
    const connection: Connection = { socket, leaving: false }
    connections.add(connection)
    socket.on('message', (data) => receive(String(data)))
    // Slack's client gives a connection up after 30 s without a ping. It counts them in real time, in which it sends its own
    // too, and the clock here may stand still: so a ping is answered with one.
    socket.on('ping', () => socket.ping())
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      connections.delete(connection)
      changed()
    })
    say(connection, {
      type: 'hello',
      num_connections: connections.size,
      connection_info: { app_id: context.appId },
      debug_info: { host, build_number: 1, approximate_connection_time: 18_060 },
    })
    if (connections.size > MOST_CONNECTIONS) leave(connection, 'too_many_websockets')
    changed()
  }

  const say = (connection: Connection, message: JsonObject) => connection.socket.send(JSON.stringify(message))

  const receive = (text: string) => {
    const message = readAck(text)
    if (message === undefined) return
    const settle = waiting.get(message.envelopeId)
    waiting.delete(message.envelopeId)
    settle?.({ ok: true, body: message.payload })
  }

  const leave = (connection: Connection, reason: string) => {
    connection.leaving = true
    say(connection, { type: 'disconnect', reason, debug_info: { host } })
    clock.setTimer(WARNED_BEFORE_MS, () => connection.socket.terminate())
  }

  const open = () =>
    [...connections].filter((each) => !each.leaving && each.socket.readyState === each.socket.OPEN)

  return {
    issueTicket() {
      const ticket = ids.uuid()
      tickets.set(ticket, clock.now())
      return ticket
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://stand-in').searchParams.get('ticket') ?? ''
      const issued = tickets.get(ticket)
      tickets.delete(ticket)
      if (issued === undefined || clock.now() - issued > TICKET_LIFE_MS) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, accept)
    },
    connections: () => open().length,
    deliver(envelope, retry) {
      const ready = open()
      // "each payload may be sent to any of the connections"
      const chosen = ready[Math.floor(random() * ready.length)]
      if (!chosen) return Promise.resolve({ ok: false, error: 'dispatch_failed' })
      const envelopeId = ids.uuid()
      return new Promise((resolve) => {
        const timer = clock.setTimer(ACK_WITHIN_MS, () => {
          waiting.delete(envelopeId)
          resolve({ ok: false, error: 'operation_timeout' })
        })
        waiting.set(envelopeId, (delivery) => {
          timer.cancel()
          resolve(delivery)
        })
        say(chosen, {
          envelope_id: envelopeId,
          type: envelope.type,
          accepts_response_payload: envelope.acceptsResponse,
          payload: envelope.payload,
          ...(retry === undefined ? {} : { retry_attempt: retry.attempt, retry_reason: retry.reason }),
        })
      })
    },
    disconnect(reason) {
      for (const connection of open()) {
        if (reason !== 'warning') leave(connection, reason)
        else {
          say(connection, { type: 'disconnect', reason, debug_info: { host } })
          clock.setTimer(WARNED_BEFORE_MS, () => {
            if (connections.has(connection)) leave(connection, 'refresh_requested')
          })
        }
      }
    },
    cut() {
      for (const { socket } of connections) socket.terminate()
    },
    close() {
      for (const { socket } of connections) socket.terminate()
      server.close()
    },
  }
}

/** `{"envelope_id": …, "payload": …}`, the payload being optional. Anything else is no acknowledgement. */
function readAck(text: string): { readonly envelopeId: string; readonly payload: Json } | undefined {
  try {
    const message = JSON.parse(text) as { envelope_id?: unknown; payload?: Json } | null
    if (typeof message?.envelope_id !== 'string') return undefined
    return { envelopeId: message.envelope_id, payload: message.payload ?? null }
  } catch {
    return undefined
  }
}
