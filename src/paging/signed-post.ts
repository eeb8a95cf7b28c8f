import { type PostResult, postJson, type Transport } from './post.ts'
import { signatureOf } from './signature.ts'

/** Where something is posted, and what it is signed with. Both are secrets: a URL may hold a token. */
export interface SignedTarget extends Transport {
  readonly url: string
  readonly secret: string
}

/** Posts JSON with its id and a signature over time and body (docs/webhook.md). The same id says that it is the same again. */
export function postSigned(target: SignedTarget, id: string, body: string): Promise<PostResult> {
  const timestamp = String(Math.floor(target.clock.now() / 1_000))
  const headers = {
    'X-Interlink-Id': id,
    'X-Interlink-Timestamp': timestamp,
    'X-Interlink-Signature': signatureOf(target.secret, timestamp, body),
  }
  return postJson(target.url, body, headers, target)
}

/** What to check where a receiver refuses; a clause. `variables` is what the names of its two variables begin with. */
export function signedPostAdvice(status: number, variables: 'ALERT_WEBHOOK' | 'TICKET_WEBHOOK'): string {
  if (status < 400) return `redirects are not followed: set ${variables}_URL to where it leads`
  return status === 401 || status === 403
    ? `check ${variables}_SECRET on both sides, and the receiver's clock`
    : `check ${variables}_URL and the receiver`
}
