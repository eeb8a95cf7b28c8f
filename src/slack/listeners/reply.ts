import type { Picture } from '../../pictures/render.ts'
import type { AnswerFile } from '../files.ts'
import type { RenderedMessage } from '../limits.ts'

/** What a command or a button answers with. */
export interface Reply {
  readonly message: RenderedMessage
  /** The words after `/interlink` that say the same to others; null for what is of one person or of one moment. */
  readonly say: string | null
  /** Makes its files, which costs time: only where somebody wants to have them. */
  readonly files: (() => Promise<readonly AnswerFile[]>) | null
  /** It is for whoever asked alone, wherever the answer would have gone. */
  readonly isPrivate: boolean
}

/** A reply that is for one person alone. */
export function privateReply(message: RenderedMessage): Reply {
  return { message, say: null, files: null, isPrivate: true }
}

/** A reply that others may see. */
export function reply(message: RenderedMessage, say: string | null): Reply {
  return { message, say, files: null, isPrivate: false }
}

/** A picture, and the table that it was drawn from. */
export async function pictureAndTable(
  drawing: Promise<Picture>,
  csv: string,
): Promise<readonly AnswerFile[]> {
  const { filename, alt, png } = await drawing
  return [
    { name: filename, alt, content: png },
    { name: filename.replace(/\.png$/u, '.csv'), alt: '', content: Buffer.from(csv) },
  ]
}
