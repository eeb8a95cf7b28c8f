import type { Ids } from './ids.ts'
import type { UploadedFile } from './workspace.ts'

/** A file between being announced, uploaded and shared: https://docs.slack.dev/messaging/working-with-files#uploading_files */
export interface PendingFile {
  readonly id: string
  readonly name: string
  readonly length: number
  /** "Description of image for screen-reader." */
  readonly altText: string | null
  /** Absent until the bytes have arrived. */
  content?: Buffer
}

export interface FileStore {
  /** Announces a file; `path` is where its bytes are to be POSTed. */
  announce(file: { name: string; length: number; altText: string | null }): {
    readonly file: PendingFile
    readonly path: string
  }
  /** Takes what was POSTed to `path`. False where nothing is expected there. */
  receive(path: string, contentType: string, body: Buffer): Promise<boolean>
  pending(id: string): PendingFile | undefined
  /** It is shown somewhere from now on. */
  share(file: UploadedFile): void
  shared(id: string): UploadedFile | undefined
}

export function makeFileStore(ids: Ids): FileStore {
  const announced = new Map<string, PendingFile>()
  const byPath = new Map<string, PendingFile>()
  const shared = new Map<string, UploadedFile>()
  return {
    announce(given) {
      const file: PendingFile = { id: ids.object('F'), ...given }
      const path = `/upload/v1/${ids.secret()}`
      announced.set(file.id, file)
      byPath.set(path, file)
      return { file, path }
    },
    async receive(path, contentType, body) {
      const file = byPath.get(path)
      if (file === undefined) return false
      file.content = await bytesOf(contentType, body)
      return true
    },
    pending: (id) => announced.get(id),
    share(file) {
      announced.delete(file.id)
      shared.set(file.id, file)
    },
    shared: (id) => shared.get(id),
  }
}

/** "Files can be sent as raw bytes or can be multipart form encoded." */
async function bytesOf(contentType: string, body: Buffer): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) return body
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData()
  for (const part of form.values()) {
    if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer())
  }
  return Buffer.alloc(0)
}
