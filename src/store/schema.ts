/**
 * The tables, equal on both engines: text ids, integer 0 or 1 for what is true, times in milliseconds as bigint, JSON
 * as text. Text that others wrote (names, reasons, errors) stands in JSON only, where every character survives:
 * PostgreSQL refuses a NUL in plain text.
 */
export interface Tables {
  /** One row for each migration that has run. */
  schema_version: { version: number; name: string }

  scopes: {
    id: string
    region: string
    /** Grows by one with each recorded poll. */
    version: number
    baseline_at: number | null
    last_good_at: number | null
    failing_since: number | null
    failed_polls: number
    /** JSON of a ReadFailure. */
    last_failure: string | null
  }

  links: {
    scope_id: string
    id: string
    /** JSON of a WatchedLink. */
    watched: string
  }

  directory: {
    scope_id: string
    /** A DirectoryKind. */
    kind: string
    id: string
    /** JSON of a Partner, Pop, Connection, Vpc or RoutingPolicy. */
    entry: string
  }

  /**
   * What became of links, and why it was told or not told. Ordered by the poll that saw it, and its place therein.
   */
  transitions: {
    scope_id: string
    version: number
    position: number
    link_id: string
    at: number
    incident_id: string | null
    /** JSON of the Transition with its `reason`. */
    transition: string
  }

  incidents: {
    id: string
    scope_id: string
    link_id: string | null
    first_bad_at: number
    resolved_at: number | null
    /** The story it is told in. */
    root_key: string | null
    /** JSON of an Incident. */
    incident: string
  }

  silences: {
    id: string
    ended_at: number | null
    /** JSON of a Silence. */
    silence: string
  }

  subscriptions: {
    id: string
    channel: string
    /** JSON of a Subscription. */
    subscription: string
  }

  /** Why something was told or not told of a link that did not change. Ordered by time, and its place in its record. */
  reasons: {
    link_id: string
    at: number
    position: number
    incident_id: string | null
    /** JSON of a string. */
    reason: string
  }

  /** Times in which no poll of a scope succeeded, from one good poll to the next (see `keepGap`). */
  gaps: { scope_id: string; from_at: number; until_at: number }

  own_acts: { link_id: string; change: string; at: number }

  channels: {
    id: string
    /** How many deliveries were ever enqueued: the position of the last. */
    enqueued: number
    /** Nothing goes to this channel before then (ms). */
    held_until: number
  }

  deliveries: {
    /** The delivery's own key; of a post or reply it is also its alert key. */
    key: string
    channel: string
    /** The order within the channel, from 1. */
    position: number
    type: 'post' | 'reply' | 'edit'
    parent_key: string | null
    broadcast: number
    /** The message this creates or brings up to date: of a post or reply its own key, of an edit the parent's. */
    message_key: string
    /** The story that its message tells: of a post that is the first of its story its own key. */
    story: string
    /** JSON of a Mention. */
    mention: string | null
    /** It takes the place of a message that was deleted, or stands for what could not be told for a while. */
    anew: number
    incident_id: string | null
    /** JSON of an Alert. */
    alert: string
    at: number
    state: 'waiting' | 'attempting' | 'in_doubt' | 'delivered' | 'skipped'
    attempts: number
    attempted_at: number | null
    /** It is not attempted before then (ms), while others of its channel may be. */
    retry_at: number
    doubt_since: number | null
    searches: number
    may_repeat: number
    /**
     * JSON of the last attempt's error. Read by no code yet: for whoever looks into the file, and for the history to come.
     */
    error: string | null
    /** The Slack ts of the message, or of the one that took its place. */
    ts: string | null
    /** When it was delivered or skipped (ms); null while it waits. */
    settled_at: number | null
  }

  /** Steps of runbooks that somebody has done, one row each. `step` stands for the step's text, `number` is where it stood. */
  runbook_steps: {
    story: string
    runbook: string
    step: string
    number: number
    by: string
    at: number
  }

  /** Links that are being deleted and ordered again, and those that were. */
  reorders: {
    id: string
    link_id: string
    new_link_id: string | null
    started_at: number
    ended_at: number | null
    /** Grows by one with each record of it. */
    version: number
    /** JSON of a Reorder, without `shownIn`. */
    reorder: string
    /** The Slack message that shows it, and the version it shows; null until there is one. */
    channel: string | null
    ts: string | null
    shown_version: number | null
  }

  /**
   * Who did what, or was refused it: only ever appended to. Rows of one moment are in the order of their `position`; rows of
   * two transactions at once may have the same.
   */
  audit: {
    id: string
    at: number
    position: number
    /** JSON of an AuditRow. */
    entry: string
  }

  /** Acts under way, at most one on a link. One that was cut off ends by what the link shows, or with its lease. */
  acts_under_way: {
    link_id: string
    act: string
    by: string
    begun_at: number
    until_at: number
    /** JSON of what it changes, as `own_acts` names it. */
    changes: string
    /** JSON of an OpenAct; null for a step of a reorder, which has books of its own. */
    begun: string | null
  }

  /** What a key was refused, by what is needed and where. */
  missing_rights: {
    /** A hash of the id of the access key, never of its secret. */
    key: string
    /** A Right. */
    needs: string
    project: string
    /** JSON of a string. */
    sentence: string
  }

  partner_contacts: {
    link_id: string
    at: number
    /** JSON of a ContactRecord, with the one that it took the place of as `before`, and so on. */
    contact: string
  }

  tickets: {
    link_id: string
    /** JSON of a string. */
    reference: string
    at: number
    /** JSON of a TicketRecord. */
    ticket: string
  }

  /** Keys of what was handled, so that it is handled once. */
  handled: { key: string; expires_at: number }
}
