import { z } from 'zod'
import type { SentTicket, TicketSender, TicketSending } from '../remedies/ports.ts'
import type { PostResult } from './post.ts'
import { postSigned, type SignedTarget, signedPostAdvice } from './signed-post.ts'

/** The body that is posted for a ticket, version 1 (docs/webhook.md). Times are ISO 8601, UTC. */
interface TicketBody extends SentTicket {
  readonly version: 1
  readonly event: 'ticket'
}

/** What a receiver may answer: both are optional, and anything else is ignored. */
const ANSWER = z.object({
  reference: z.union([z.string(), z.number()]).nullish().catch(null),
  url: z.string().nullish().catch(null),
})

const MOST_REFERENCE = 200
const MOST_URL = 2_000

/** Posts support tickets to a URL, signed (docs/webhook.md). A repetition carries the same id: no ticket is opened twice. */
export function createTicketWebhook(target: SignedTarget): TicketSender {
  return {
    async send(ticket): Promise<TicketSending> {
      const body: TicketBody = { version: 1, event: 'ticket', ...ticket }
      return outcomeOf(await postSigned(target, ticket.id, JSON.stringify(body)))
    },
  }
}

function outcomeOf(answer: PostResult): TicketSending {
  if (answer.type === 'failed') return { type: 'unavailable', error: `the ticket webhook: ${answer.error}` }
  const { status, body } = answer
  if (status >= 200 && status < 300) return { type: 'taken', ...named(body) }
  const error = `the ticket webhook answered ${status}`
  return status === 408 || status === 429 || status >= 500
    ? { type: 'unavailable', error }
    : { type: 'rejected', error, advice: signedPostAdvice(status, 'TICKET_WEBHOOK') }
}

/** The number that the receiver gave the ticket, and where it is; null where it does not say. */
function named(body: string): { readonly reference: string | null; readonly url: string | null } {
  const parsed = ANSWER.safeParse(jsonOf(body))
  if (!parsed.success) return { reference: null, url: null }
  const { reference, url } = parsed.data
  const number = reference == null ? '' : String(reference).trim()
  return {
    reference: number === '' || number.length > MOST_REFERENCE ? null : number,
    url: url != null && url.length <= MOST_URL && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null,
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
