import { cp } from 'node:fs/promises'

/** What the compiler leaves out, Markdown and plain JavaScript: it goes beside the code that loads it. */
const ASSETS = ['runbooks/builtin', 'pictures/render-worker.js'] as const

for (const asset of ASSETS)
  await cp(new URL(`../src/${asset}`, import.meta.url), new URL(`../dist/${asset}`, import.meta.url), {
    recursive: true,
  })
