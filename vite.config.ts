import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** The demo's page: `vite build` writes it to dist/simulator/page, from where the demo serves it. */
export default defineConfig({
  root: fileURLToPath(new URL('./src/simulator/page', import.meta.url)),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('./dist/simulator/page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Everything the page needs is in these files: nothing is fetched from elsewhere.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
