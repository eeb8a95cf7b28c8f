import { extname } from 'node:path'

/** A file that somebody uploaded to the workspace. */
export interface SharedFile {
  readonly name: string
  readonly content: Uint8Array
}

/** The types that a browser may show in place. Anything else is handed over as a download, so that nothing in it runs. */
const SHOWN_TYPES: Readonly<Record<string, string>> = { '.png': 'image/png', '.jpg': 'image/jpeg' }

/** The headers under which a file of that name is served. */
export function servedAs(name: string): { readonly type: string; readonly disposition: string } {
  const shown = SHOWN_TYPES[extname(name).toLowerCase()]
  if (shown !== undefined) return { type: shown, disposition: 'inline' }
  // RFC 6266: a name of any characters is percent-encoded.
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`
  return { type: 'application/octet-stream', disposition }
}
