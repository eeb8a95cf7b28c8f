import type { OwnWrite } from '../domain/lookups.ts'
import type { AuditRow } from '../remedies/ports.ts'

/** What an act writes to its link: the methods it may be recorded as, and what it counts as without a record. */
interface Writing {
  readonly methods: readonly string[]
  readonly made: string | null
}

const NOTHING: readonly Writing[] = []
const one = (method: string): readonly Writing[] => [{ methods: [method.toLowerCase()], made: method }]
/** A policy is attached, or replaced in place where its family has one: either way, it is attached then. */
const POLICY: Writing = {
  methods: ['attachroutingpolicy', 'setroutingpolicy'],
  made: 'AttachRoutingPolicy',
}

/** The calls of the InterLink API (v1beta1) that an act of the audit makes on its link, or on the policies of that. */
const WRITINGS: Readonly<Record<AuditRow['act'], readonly Writing[]>> = {
  attach_vpc: one('AttachVpc'),
  detach_vpc: one('DetachVpc'),
  set_policy: [POLICY],
  create_policy: [{ methods: ['createroutingpolicy'], made: null }, POLICY],
  detach_policy: one('DetachRoutingPolicy'),
  enable_propagation: one('EnableRoutePropagation'),
  disable_propagation: one('DisableRoutePropagation'),
  delete_link: one('DeleteLink'),
  // A step of it removes the tag by which the order was found; the order itself is noted of the link that was deleted.
  reorder_link: [{ methods: ['updatelink'], made: null }],
  reveal_pairing_key: NOTHING,
  mark_contacted: NOTHING,
  record_ticket: NOTHING,
  contact_partner: NOTHING,
  open_ticket: NOTHING,
  export_audit: NOTHING,
  forget_rights: NOTHING,
  change_reorder: NOTHING,
  other_version: NOTHING,
  undo_contacted: NOTHING,
}

/** An act whose end says nothing of when its write was made, since the bot was cut off, made it within this (ms): a lease. */
const LONGEST_MS = 90_000

/**
 * What this bot wrote to a link, by the rows of its audit about that, newest first. What was refused or failed wrote nothing.
 */
export function ownWritesIn(rows: readonly AuditRow[]): readonly OwnWrite[] {
  return rows.flatMap((row, index) => {
    if (row.outcome !== 'begun') return []
    const end = endOf(row, rows.slice(0, index))
    if (end?.outcome === 'refused' || end?.outcome === 'failed') return []
    const until = Math.min(end?.at ?? row.at + LONGEST_MS, row.at + LONGEST_MS)
    return WRITINGS[row.act].map(({ methods, made }) => ({
      methods,
      askedBy: row.by,
      from: row.at,
      until,
      made: end?.outcome === 'done' ? made : null,
    }))
  })
}

/**
 * The row that ends an act, among those that are `later`, newest first; undefined while it is under way. One act at a time is
 * under way on a link. Whoever presses twice is refused meanwhile, which is no end.
 */
function endOf({ act, by }: AuditRow, later: readonly AuditRow[]): AuditRow | undefined {
  const next = later.findLastIndex(({ outcome }) => outcome === 'begun')
  const own = later.slice(next + 1).filter((row) => row.act === act && row.by === by)
  return own.findLast(({ outcome }) => outcome !== 'refused') ?? own.at(-1)
}
