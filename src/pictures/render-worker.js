// A thread starts from a file as it is, and Node.js 20 reads no TypeScript: this one is plain JavaScript, copied by the
// build, so that it starts the same from the sources and from the package.
import { parentPort } from 'node:worker_threads'
import { Resvg } from '@resvg/resvg-js'

parentPort?.on('message', (order) => {
  const outcome = draw(order)
  parentPort?.postMessage(outcome, outcome.type === 'drawn' ? [outcome.png.buffer] : [])
})

/**
 * @param {import('./render.ts').RenderOrder} order
 * @returns {import('./render.ts').RenderOutcome}
 */
function draw({ svg, options }) {
  try {
    // Memory of the native module cannot be handed over to another thread: it is copied.
    return { type: 'drawn', png: new Uint8Array(new Resvg(svg, options).render().asPng()) }
  } catch (error) {
    return { type: 'failed', problem: String(error) }
  }
}
