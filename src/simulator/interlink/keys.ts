import { apiErrors, type ErrorAnswer } from './errors.ts'

/** An API key and what it may do. */
export interface ApiKey {
  readonly secretKey: string
  readonly interlink: 'none' | 'read' | 'write'
  readonly vpc: 'none' | 'read'
  readonly expired?: boolean
}

/** Why a call with this key is refused, or null. */
export function refusal(
  keys: readonly ApiKey[],
  call: { readonly secretKey: string | null; readonly method: string; readonly path: string },
): ErrorAnswer | null {
  if (call.secretKey === null || call.secretKey === '') {
    return apiErrors.deniedAuthentication('invalid_argument')
  }
  const key = keys.find((candidate) => candidate.secretKey === call.secretKey)
  if (key === undefined) return apiErrors.deniedAuthentication('not_found')
  if (key.expired === true) return apiErrors.deniedAuthentication('expired')
  const action = call.method === 'GET' ? 'read' : 'write'
  const product = call.path.startsWith('/vpc/') ? 'vpc' : 'interlink'
  const right = key[product]
  return right === 'write' || right === action ? null : apiErrors.permissionsDenied(product, action)
}
