import { apiErrors, type ErrorAnswer } from './errors.ts'

/** An API key and what it may do. */
export interface ApiKey {
  readonly secretKey: string
  readonly interlink: 'none' | 'read' | 'write'
  readonly vpc: 'none' | 'read'
  /** None unless told. */
  readonly auditTrail?: 'none' | 'read'
  /** The user or application that the Audit Trail names for its writes; somebody unless told. */
  readonly principalId?: string
  readonly expired?: boolean
}

/** The key of this secret, expired or not. */
export function keyOf(keys: readonly ApiKey[], secretKey: string | null): ApiKey | undefined {
  return keys.find((candidate) => candidate.secretKey === secretKey)
}

/** The right that each product asks of a key. */
const RIGHTS = { interlink: 'interlink', vpc: 'vpc', audit_trail: 'auditTrail' } as const

function productOf(path: string): keyof typeof RIGHTS {
  if (path.startsWith('/vpc/')) return 'vpc'
  return path.startsWith('/audit-trail/') ? 'audit_trail' : 'interlink'
}

/** Why a call with this key is refused, or null. */
export function refusal(
  keys: readonly ApiKey[],
  call: { readonly secretKey: string | null; readonly method: string; readonly path: string },
): ErrorAnswer | null {
  if (call.secretKey === null || call.secretKey === '') {
    return apiErrors.deniedAuthentication('invalid_argument')
  }
  const key = keyOf(keys, call.secretKey)
  if (key === undefined) return apiErrors.deniedAuthentication('not_found')
  if (key.expired === true) return apiErrors.deniedAuthentication('expired')
  const action = call.method === 'GET' ? 'read' : 'write'
  const product = productOf(call.path)
  const right = key[RIGHTS[product]]
  return right === 'write' || right === action ? null : apiErrors.permissionsDenied(product, action)
}
