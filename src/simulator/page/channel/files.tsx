import type { VNode } from 'preact'
import type { StoredMessage } from '../../slack/workspace.ts'
import { fileUrl } from '../api.ts'

type SharedFile = NonNullable<StoredMessage['files']>[number]

const PICTURE = /\.(png|jpe?g)$/i

/** The files of a message: pictures in place, anything else as a box to download it from. */
export function Files({ files }: { files: readonly SharedFile[] }): VNode {
  return (
    <div class="files">
      {files.map((file) =>
        PICTURE.test(file.name) ? (
          <figure key={file.id} class="picture">
            <figcaption>{file.title}</figcaption>
            <a href={fileUrl(file.id)} target="_blank" rel="noreferrer" title={`Open ${file.title}`}>
              <img src={fileUrl(file.id)} alt={file.title} />
            </a>
          </figure>
        ) : (
          <a key={file.id} class="file" href={fileUrl(file.id)} download={file.name}>
            <span class="file-kind" aria-hidden="true">
              {kindOf(file.name)}
            </span>
            <span>
              <strong>{file.title}</strong>
              <small>Download</small>
            </span>
          </a>
        ),
      )}
    </div>
  )
}

function kindOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot === -1 ? 'file' : name.slice(dot + 1).toUpperCase()
}
