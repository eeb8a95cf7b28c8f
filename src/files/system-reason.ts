/** Node's word for what the operating system said (`ENOENT`), for a sentence; paths are left out of it. */
export function systemReason(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'unknown error'
}
