/** What steps ask for, by what they say: told by their words, and not by how a diagnosis goes about it. */
const ACTS: readonly RegExp[] = [
  /^Open a support ticket/,
  /^Attach (a VPC|VPC (?!.* to \S+ again))/,
  /ttach.* routing policy.*(IPv4|each family)/,
  /ttach.* routing policy.*(IPv6|each family)/,
  /urn (on route propagation|route propagation back on|off route propagation)/,
  /(et the peer ASN|peer ASN \d+ put right|ave the peer ASN)/,
  /Scaleway's status page/,
  /light levels/,
  /([A-Z]\w+ )?(incoming|outgoing) list of routing policy \S+/,
  /^(If it is your router: c|C)onfigure your network device|^Set up .* on your router/,
  /^Delete the link|elete it at Scaleway too/,
  /order a new link|Create a new link|Consider another offer|consider ordering/,
  /who made the change/,
  /^Wait for/,
  / date\b.* circuit id/,
]

/** What of the texts of next steps asks for the same as another of them: each such pair, in no order. */
export function askedTwice(texts: readonly string[]): readonly string[] {
  const asked = new Map<string, string>()
  return texts.flatMap((text) =>
    ACTS.flatMap((act) => {
      const said = act.exec(text)
      if (said === null) return []
      // Which list of which policy is meant stands in the words themselves.
      const what = act.source.includes('list of') ? `${act.source} ${said[0]}` : act.source
      const earlier = asked.get(what)
      asked.set(what, text)
      return earlier === undefined ? [] : `“${earlier}” and “${text}”`
    }),
  )
}
