import createClient, { type Client } from 'openapi-fetch'
import type { paths as AuditTrailPaths } from './audit-trail.gen.ts'
import type { paths as InterlinkPaths } from './interlink.gen.ts'
import type { paths as VpcPaths } from './vpc.gen.ts'

export interface ClientSettings {
  /** Base of the API, `https://api.scaleway.com` unless SCW_API_URL says otherwise. */
  readonly apiUrl: string
  readonly secretKey: string
  readonly fetch: typeof globalThis.fetch
  /** The bot's own version, for the User-Agent. */
  readonly userAgentVersion: string
}

/** Typed clients of the APIs that are read. What they answer is still foreign data. */
export interface ScalewayClients {
  readonly interlink: Client<InterlinkPaths>
  readonly vpc: Client<VpcPaths>
  readonly auditTrail: Client<AuditTrailPaths>
}

/** An answer longer than MAX_ANSWER_BYTES: it was not read to its end. */
export class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError'
}

/** Most bytes of one answer, after decompression. A page of 1000 links is about 2 MB. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024

/** Clients that send the key in `X-Auth-Token`, as Scaleway's documentation of its API asks. */
export function createClients(settings: ClientSettings): ScalewayClients {
  const options = {
    baseUrl: settings.apiUrl,
    headers: {
      'X-Auth-Token': settings.secretKey,
      'User-Agent': `interlink-bot/${settings.userAgentVersion}`,
      Accept: 'application/json',
    },
    // fetch takes only `Authorization` off a redirect to another host: X-Auth-Token would go along.
    redirect: 'manual',
    fetch: async (request: Request) => limitBody(await settings.fetch(request)),
  } as const
  return {
    interlink: createClient<InterlinkPaths>(options),
    vpc: createClient<VpcPaths>(options),
    auditTrail: createClient<AuditTrailPaths>(options),
  }
}

function limitBody(response: Response): Response {
  if (response.body === null) return response
  let size = 0
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size > MAX_ANSWER_BYTES) controller.error(new AnswerTooLargeError('The answer is too large.'))
      else controller.enqueue(chunk)
    },
  })
  const { status, statusText, headers } = response
  return new Response(response.body.pipeThrough(limit), { status, statusText, headers })
}
