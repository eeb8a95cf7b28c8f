import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

export interface PageFile {
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** The page as it was built, by URL path. Rejects with a sentence for a person when it was not built. */
export async function readPage(directory: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>()
  for (const path of await filesBelow(directory)) {
    const type = TYPES[extname(path)]
    if (type === undefined) continue
    const url = `/${relative(directory, path).split(sep).join('/')}`
    files.set(url, { type, body: new Uint8Array(await readFile(path)) })
  }
  const index = files.get('/index.html')
  if (index === undefined)
    throw new Error(`The demo's page is not built: ${join(directory, 'index.html')} is missing.`)
  files.set('/', index)
  return files
}

async function filesBelow(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  } catch {
    return []
  }
}

/** The index with the token of this start in its `demo-token` meta element. */
export function withToken(html: string, token: string): string {
  return html.replace(/(<meta name="demo-token" content=")"/, `$1${token}"`)
}
