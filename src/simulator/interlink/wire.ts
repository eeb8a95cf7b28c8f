import type { ConnectionRow, LinkRow, PartnerRow, PolicyRow, PopRow, VpcRow } from './rows.ts'

/** A JSON object of an answer. Optional fields are null here; `withoutNulls` makes them absent. */
export type Wire = Record<string, unknown>

export function wireLink(row: LinkRow): Wire {
  const { hidden: _, ...wire } = row
  return wire
}

export function wirePartner(row: PartnerRow): Wire {
  const { hidden: _, ...wire } = row
  return wire
}

export function wirePop(row: PopRow): Wire {
  const { hidden: _, ...wire } = row
  return wire
}

/** A PoP as a list shows it: recorded lists leave out bandwidths that the PoP's own GET names. */
export function wireListedPop(row: PopRow): Wire {
  return {
    ...wirePop(row),
    available_link_bandwidths_mbps: row.hidden.listedBandwidths ?? row.available_link_bandwidths_mbps,
  }
}

export function wireConnection(row: ConnectionRow): Wire {
  return { ...row }
}

export function wirePolicy(row: PolicyRow): Wire {
  return { ...row }
}

export function wireVpc(row: VpcRow): Wire {
  return { ...row }
}

/** The value with every null field left out, at any depth, as in the recordings. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([key, field]) => [key, withoutNulls(field)]),
  )
}

/** JSON with the keys of every object in alphabetical order, as the real gateway writes it. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => {
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return field
    return Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
