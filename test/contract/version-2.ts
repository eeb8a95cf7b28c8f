/**
 * The tables as version 2 of the schema has made them, and a few rows of then, in statements that both engines take. At
 * that time a story had one message, and neither incidents nor links knew of what was added since.
 */
export const VERSION_2: readonly string[] = [
  `create table schema_version (version integer primary key, name text not null)`,
  `insert into schema_version values (1, 'initial schema'), (2, 'deliveries that wait alone')`,
  `create table scopes (id text primary key, region text not null, version integer not null, baseline_at bigint,
    last_good_at bigint, failing_since bigint, failed_polls integer not null, last_failure text)`,
  `create table links (scope_id text not null references scopes (id), id text not null, watched text not null,
    constraint links_key primary key (scope_id, id))`,
  `create table directory (scope_id text not null references scopes (id), kind text not null, id text not null,
    entry text not null, constraint directory_key primary key (scope_id, kind, id))`,
  `create table transitions (scope_id text not null references scopes (id), version integer not null,
    position integer not null, link_id text not null, at bigint not null, incident_id text, transition text not null,
    constraint transitions_key primary key (scope_id, version, position))`,
  `create index transitions_of_link on transitions (link_id, at)`,
  `create table incidents (id text primary key, scope_id text not null, link_id text, first_bad_at bigint not null,
    resolved_at bigint, incident text not null)`,
  `create index incidents_open on incidents (first_bad_at) where resolved_at is null`,
  `create table own_acts (link_id text not null, change text not null, at bigint not null,
    constraint own_acts_key primary key (at, link_id, change))`,
  `create table channels (id text primary key, enqueued integer not null, held_until bigint not null)`,
  `create table deliveries (key text primary key, channel text not null references channels (id),
    position integer not null, type text not null, parent_key text references deliveries (key),
    broadcast integer not null, message_key text not null, incident_id text, alert text not null, at bigint not null,
    state text not null, attempts integer not null, attempted_at bigint, doubt_since bigint, searches integer not null,
    may_repeat integer not null, error text, ts text, settled_at bigint, retry_at bigint default 0 not null,
    constraint deliveries_order unique (channel, position))`,
  `create index deliveries_waiting on deliveries (channel, position) where settled_at is null`,
  `create index deliveries_of_message on deliveries (message_key, position)`,
  `create table handled (key text primary key, expires_at bigint not null)`,
  `create index handled_expiry on handled (expires_at)`,
  `create index deliveries_of_parent on deliveries (parent_key, position) where settled_at is null`,
]

/** One row of a table of then. */
export function insertInto(table: string, row: Readonly<Record<string, string | number | null>>): string {
  const values = Object.values(row).map((value) =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value),
  )
  return `insert into ${table} (${Object.keys(row).join(', ')}) values (${values.join(', ')})`
}
