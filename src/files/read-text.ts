import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { systemReason } from './system-reason.ts'

/** What a file that people write holds, or why it is not read, as a sentence without the file's name. */
export type TextFile =
  | { readonly type: 'read'; readonly text: string }
  | { readonly type: 'refused'; readonly problem: string }

/** Files that people write by hand are smaller than this (bytes): a larger one is something else by mistake. */
export const MAX_TEXT_FILE_BYTES = 256 * 1024

/**
 * Reads a text file that people write: a regular file of at most `MAX_TEXT_FILE_BYTES`, in UTF-8. With `inside`, a folder's
 * real path, a symbolic link out of that folder is refused; links within it are followed, since that is how Kubernetes
 * mounts a ConfigMap. Never throws.
 */
export async function readTextFile(path: string, inside: string | null = null): Promise<TextFile> {
  try {
    const real = await realpath(path)
    if (inside !== null && !real.startsWith(inside.endsWith(sep) ? inside : `${inside}${sep}`))
      return refused('It is a symbolic link out of its folder, which is not followed.')
    // Without O_NONBLOCK, opening a named pipe would wait for somebody to write into it.
    const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      if (!(await file.stat()).isFile()) return refused('It is not a regular file.')
      // One byte more than allowed tells a file that is too large from one that just fits, even while it grows.
      const buffer = Buffer.alloc(MAX_TEXT_FILE_BYTES + 1)
      let length = 0
      while (length < buffer.length) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, length)
        if (bytesRead === 0) break
        length += bytesRead
      }
      if (length > MAX_TEXT_FILE_BYTES) return refused(`It is larger than ${MAX_TEXT_FILE_BYTES / 1024} KiB.`)
      return decode(buffer.subarray(0, length))
    } finally {
      await file.close()
    }
  } catch (error) {
    return refused(`It cannot be read (${systemReason(error)}).`)
  }
}

function decode(bytes: Uint8Array): TextFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\u0000') ? refused('It is not text.') : { type: 'read', text }
  } catch {
    return refused('It is not text in UTF-8.')
  }
}

function refused(problem: string): TextFile {
  return { type: 'refused', problem }
}
