import type { RequestListener } from 'node:http'
import type { Logger as BoltLogger, Receiver } from '@slack/bolt'
import { HTTPModuleFunctions, HTTPReceiver } from '@slack/bolt'
import type { FetchFunction } from '@slack/web-api'
import type { Clock } from '../domain/clock.ts'
import type { Logger } from './logger.ts'
import { socketConnection } from './socket.ts'

/** How Slack reaches the bot. `own` takes a receiver of Bolt's interface: tests, or another way in. */
export type Transport =
  | { readonly type: 'socket'; readonly appToken: string }
  | { readonly type: 'http'; readonly signingSecret: string }
  | { readonly type: 'own'; readonly receiver: Receiver }

/** How requests of Slack come in: closed until `start`, and shut by `stop`. */
export interface Door {
  readonly receiver: Receiver
  /** For a server of our own; only where Slack comes over http. */
  readonly requestListener?: RequestListener
  connected(): boolean
  start(): Promise<unknown>
  stop(): Promise<unknown>
}

/** What doors are made of. */
export interface DoorParts {
  readonly apiUrl: string
  readonly fetch: FetchFunction
  readonly clock: Clock
  readonly logger: Logger
  readonly boltLogger: BoltLogger
}

/** Makes the door for a way in; nothing comes in yet. */
export function makeDoor(transport: Transport, parts: DoorParts): Door {
  switch (transport.type) {
    case 'socket': {
      const socket = socketConnection({ ...parts, appToken: transport.appToken })
      const { receiver } = socket
      return {
        receiver,
        connected: socket.connected,
        start: () => receiver.start(),
        stop: () => receiver.stop(),
      }
    }
    case 'http':
      return httpDoor(transport.signingSecret, parts)
    case 'own': {
      const { receiver } = transport
      let open = false
      return {
        receiver,
        connected: () => open,
        start: async () => {
          await receiver.start()
          open = true
        },
        stop: async () => {
          open = false
          await receiver.stop()
        },
      }
    }
  }
}

/** Slack's bodies are far below this; it is Bolt's own limit too. */
const MOST_BODY_BYTES = 4 * 1024 * 1024
const REFUSALS = {
  400: 'Not understood\n',
  404: 'Not found\n',
  413: 'Too large\n',
  503: 'Not ready\n',
} as const

/**
 * Whether a body is JSON and no object (`payload=null`). Bolt's receiver reads its fields outside of any try, in a promise
 * that it lets go of, so that such a body would end the process. What is no JSON at all it refuses by itself.
 */
function holdsNothing(request: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request)
    return typeof body !== 'object' || body === null || Array.isArray(body)
  } catch {
    return false
  }
}

/** Bolt's HTTP receiver without its server: signatures are checked, requests come from a server of our own. */
function httpDoor(signingSecret: string, { logger, boltLogger }: DoorParts): Door {
  const receiver = new HTTPReceiver({ signingSecret, endpoints: '/slack/events', logger: boltLogger })
  let open = false
  const refuse = (status: keyof typeof REFUSALS, response: Parameters<RequestListener>[1]) => {
    if (response.headersSent) return
    // The rest of a body that was refused before its end is not waited for.
    const headers = { 'content-type': 'text/plain', connection: 'close' }
    response.writeHead(status, headers).end(REFUSALS[status])
  }
  const admit: RequestListener = async (request, response) => {
    try {
      // Bolt goes on with a body that was read before.
      if (holdsNothing(await HTTPModuleFunctions.bufferIncomingMessage(request, MOST_BODY_BYTES))) {
        logger.warn({}, 'A request to /slack/events holds no JSON object')
        return refuse(400, response)
      }
    } catch (error) {
      return refuse(HTTPModuleFunctions.isRawBodyError(error) ? 413 : 400, response)
    }
    try {
      receiver.requestListener(request, response)
    } catch {
      refuse(404, response)
    }
  }
  return {
    receiver,
    connected: () => open,
    start: async () => {
      open = true
    },
    stop: async () => {
      open = false
    },
    requestListener: (request, response) => {
      if (!open) return refuse(503, response)
      void admit(request, response)
    },
  }
}
