export type Cell = string | number | null

/**
 * A table of comma-separated values (RFC 4180: CRLF, quotes doubled), UTF-8. A cell of foreign text that a spreadsheet would
 * take for a formula gets an apostrophe in front (OWASP, "CSV Injection").
 */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = /^[\s\p{C}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
