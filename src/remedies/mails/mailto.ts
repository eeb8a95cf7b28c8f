/** One plain address: no display name, no list, nothing that a mailto link gives a meaning to. */
const ADDRESS = /^[\w.+=~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?$/iu

/** The address, where it is one that a link can safely be made of; null for anything else, such as a list of addresses. */
export function plainAddress(text: string | null): string | null {
  const trimmed = text?.trim() ?? ''
  return ADDRESS.test(trimmed) ? trimmed : null
}

/**
 * A link that opens a mail with address and subject (RFC 6068): never a body, which mail programs and Slack cut at lengths of
 * their own. `address` has gone through `plainAddress`, `subject` is one line without lone surrogates.
 */
export function mailtoLink(address: string, subject: string): string {
  return `mailto:${encodeURIComponent(address).replace('%40', '@')}?subject=${percentEncoded(subject)}`
}

/** encodeURIComponent leaves marks as they are that end a link in some texts. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
