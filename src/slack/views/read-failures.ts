import { DOCUMENTS } from '../../diagnostics/documents.ts'
import type { ReadFailure } from '../../domain/snapshot.ts'
import { code, link, prose } from '../escape.ts'

const STATUS_PAGE = link(DOCUMENTS.serviceStatus, "Scaleway's status page")

/** What to do about each way a region can fail to be read, as mrkdwn. */
export const READ_ADVICE: Readonly<Record<ReadFailure['reason'], string>> = {
  unauthenticated:
    'Scaleway refuses the API key: make a new one in the console, set `SCW_SECRET_KEY`, and restart the bot.',
  forbidden:
    'The API key may not read InterLink here: give its IAM application read access to InterLink in this Organization.',
  not_found:
    'The API has no InterLink here: take the region out of `INTERLINK_REGIONS`, or check `SCW_API_URL`.',
  rate_limited:
    'Scaleway asks to slow down: poll less often (`POLL_SCHEDULE`), or look for others that use the key.',
  refused:
    'The API refuses the request: upgrade the bot, and tell Scaleway the request id if that does not help.',
  server_error: `The API fails on Scaleway's side: look at ${STATUS_PAGE}, and open a ticket if it says nothing.`,
  network: `The API cannot be reached: check the network and proxy of the bot's host, then ${STATUS_PAGE}.`,
  timeout: `The API does not answer in time: check the network of the bot's host, then ${STATUS_PAGE}.`,
  malformed: 'The answer is not what the API documents: look for a proxy in between, and upgrade the bot.',
}

/** Why something could not be read, with the request id that Scaleway's support asks for. As mrkdwn. */
export function failureText(failure: ReadFailure): string {
  const id = failure.requestId === null ? '' : ` Request id ${code(failure.requestId, 80)}.`
  return `${prose(failure.message)}${id}`
}
