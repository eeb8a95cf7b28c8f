/** Rows by id, in the order they were added. Every change is told to `changed`. */
export interface Table<Row extends { readonly id: string }> {
  all(): readonly Row[]
  get(id: string): Row | undefined
  /** The row, or an error that names the id. */
  need(id: string): Row
  add(row: Row): Row
  /** Replaces the row by a copy with `patch` written over it. */
  set(id: string, patch: Partial<Row>): Row
  remove(id: string): void
}

export function createTable<Row extends { readonly id: string }>(
  initial: readonly Row[],
  changed: (id: string) => void,
): Table<Row> {
  const rows = new Map(initial.map((row) => [row.id, row]))
  const need = (id: string): Row => {
    const row = rows.get(id)
    if (row === undefined) throw new Error(`there is no ${id} in this world`)
    return row
  }
  return {
    all: () => [...rows.values()],
    get: (id) => rows.get(id),
    need,
    add(row) {
      if (rows.has(row.id)) throw new Error(`there is already a ${row.id} in this world`)
      rows.set(row.id, row)
      changed(row.id)
      return row
    },
    set(id, patch) {
      const row = { ...need(id), ...patch }
      rows.set(id, row)
      changed(id)
      return row
    },
    remove(id) {
      need(id)
      rows.delete(id)
      changed(id)
    },
  }
}
