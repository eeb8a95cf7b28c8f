import { cp } from 'node:fs/promises'

// The compiler copies no Markdown: the built-in runbooks go beside the code that loads them.
await cp(
  new URL('../src/runbooks/builtin', import.meta.url),
  new URL('../dist/runbooks/builtin', import.meta.url),
  {
    recursive: true,
  },
)
