import { stat } from 'node:fs/promises'

/**
 * What tells whether a file has changed without reading it: which file it is, how large, and when it and its entry were
 * last changed. Symbolic links are followed. Empty where there is no such file.
 */
export async function signatureOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = await stat(path)
    return [dev, ino, size, mtimeMs, ctimeMs].join(' ')
  } catch {
    return ''
  }
}
