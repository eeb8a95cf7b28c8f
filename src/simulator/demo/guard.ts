import { timingSafeEqual } from 'node:crypto'

/** What the guard looks at. */
export interface Knock {
  /** The Host header. */
  readonly host: string | null
  readonly origin: string | null
  /** The Sec-Fetch-Site header, which every current browser sends. */
  readonly site: string | null
  /** The token of the page, from a header or the query; null where none was sent. */
  readonly token: string | null
}

/**
 * Why a request is turned away, or null. The demo must not be driven by other sites the person has open: a foreign
 * Host means DNS rebinding, a foreign Origin a cross-site request, and only the page itself knows the token.
 */
export function turnAway(
  knock: Knock,
  own: { readonly hosts: readonly string[]; readonly token: string },
  needsToken: boolean,
): string | null {
  if (knock.host === null || !own.hosts.includes(knock.host)) return 'This address is not the demo’s own.'
  const origins = own.hosts.map((host) => `http://${host}`)
  if (knock.origin !== null && !origins.includes(knock.origin))
    return 'Requests from other sites are refused.'
  if (needsToken) {
    if (knock.site !== null && knock.site !== 'same-origin') return 'Requests from other sites are refused.'
    if (knock.token === null || !equal(knock.token, own.token)) {
      return 'The token is not this demo’s. Reload the page.'
    }
  }
  return null
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
