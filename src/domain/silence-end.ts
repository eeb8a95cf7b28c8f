/** When a silence ends: at a moment (ms), or once each of its links has recovered from what was silenced. */
export type SilenceEnd = { readonly type: 'at'; readonly at: number } | { readonly type: 'recovery' }
