import { createHmac } from 'node:crypto'

/**
 * The value of `X-Interlink-Signature`: `v1=` and the HMAC-SHA256, in hex, of the timestamp (seconds since the epoch, as
 * sent), a full stop and the body (docs/webhook.md).
 */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}
