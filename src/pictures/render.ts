import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ResvgRenderOptions } from '@resvg/resvg-js'
import type { Clock, Timer } from '../domain/clock.ts'
import { FONT_FAMILY, loadFont } from './font.ts'

/** A picture, with what it says for whoever does not see it. */
export interface Picture {
  readonly png: Uint8Array
  /** What it shows in words, as plain text with foreign names in it: at most 1,000 characters. */
  readonly alt: string
  readonly filename: string
}

/** A picture could not be drawn. The message is one sentence for whoever asked for it. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
}

/** Draws an SVG as a PNG. Throws PictureError. */
export type DrawPng = (svg: string) => Promise<Uint8Array>

/** Draws pictures beside everything else: encoding a large one takes up to a second of CPU. */
export interface Renderer {
  /** One after another, in the order they are asked for. */
  readonly draw: DrawPng
  /** Ends its thread; what is being drawn or waits is not drawn any more. */
  close(): Promise<void>
}

/** A picture is given up after so long (ms): the largest takes a second on a slow machine. */
const TIMEOUT_MS = 30_000
/** The thread ends when nothing was drawn for so long (ms): its memory is of use to others. */
const IDLE_MS = 60_000

const WORKER = new URL('./render-worker.js', import.meta.url)

/** What the thread is asked. */
export interface RenderOrder {
  readonly svg: string
  readonly options: ResvgRenderOptions
}

/** What it answers: the PNG, or why there is none. */
export type RenderOutcome =
  | { readonly type: 'drawn'; readonly png: Uint8Array<ArrayBuffer> }
  | { readonly type: 'failed'; readonly problem: string }

/** What a renderer is made from. */
export interface RendererParts {
  readonly clock: Clock
  /** Starts a thread that answers each RenderOrder with a RenderOutcome; the one of this folder unless told. */
  readonly start?: () => Worker
  readonly timeoutMs?: number
}

/**
 * Makes a renderer. Its thread, and with it the native module, is started with the first picture: a machine without the
 * module has everything but pictures. No font of the machine is used, so that a picture looks the same everywhere.
 */
export function createRenderer({ clock, ...parts }: RendererParts): Renderer {
  const { start = () => new Worker(WORKER), timeoutMs = TIMEOUT_MS } = parts
  let worker: Worker | null = null
  let idle: Timer | null = null
  let isClosed = false
  let last: Promise<unknown> = Promise.resolve()

  const end = async (): Promise<void> => {
    const ending = worker
    worker = null
    await ending?.terminate()
  }

  const thread = (): Worker => {
    if (worker !== null) return worker
    const started = start()
    worker = started
    // A thread that breaks while nothing is asked of it must not end the process; the next picture gets a new one.
    started.on('error', () => {})
    started.on('exit', () => {
      if (worker === started) worker = null
    })
    return started
  }

  const drawNow = async (svg: string): Promise<Uint8Array> => {
    if (isClosed) throw new PictureError('The picture was not drawn: the bot is being stopped.')
    idle?.cancel()
    const drawing = thread()
    // Only while something is drawn does the thread keep the process alive.
    drawing.ref()
    try {
      const outcome = await ask(drawing, svg, clock, timeoutMs)
      drawing.unref()
      if (outcome.type === 'drawn') return outcome.png
      throw new PictureError(`The picture could not be drawn (${outcome.problem}).`)
    } catch (error) {
      void end()
      throw error
    }
  }

  const rest = () => {
    idle = isClosed ? null : clock.setTimer(IDLE_MS, () => void end())
  }

  return {
    draw(svg) {
      const drawn = last.then(() => drawNow(svg))
      last = drawn.then(rest, rest)
      return drawn
    },
    async close() {
      isClosed = true
      idle?.cancel()
      await end()
    },
  }
}

/** Has one picture drawn. Throws PictureError where the thread does not answer in time, breaks or ends. */
async function ask(thread: Worker, svg: string, clock: Clock, timeoutMs: number): Promise<RenderOutcome> {
  const given = new AbortController()
  const giveUp = (why: string) => given.abort(new PictureError(`The picture was not drawn: ${why}`))
  const ended = () => giveUp('its thread has ended.')
  const timer = clock.setTimer(timeoutMs, () =>
    giveUp(`it took longer than ${timeoutMs / 1000} s. Ask for a shorter period, or for fewer links.`),
  )
  thread.once('exit', ended)
  try {
    const answer = once(thread, 'message', { signal: given.signal })
    const order: RenderOrder = { svg, options: renderOptions() }
    thread.postMessage(order)
    const [outcome] = (await answer) as [RenderOutcome]
    return outcome
  } catch (error) {
    // A thread that breaks ends right after: what broke it says more.
    const isGivenUp = error instanceof Error && error.name === 'AbortError'
    if (isGivenUp && given.signal.aborted) throw given.signal.reason
    throw new PictureError(`The picture could not be drawn (${String(error)}).`)
  } finally {
    timer.cancel()
    thread.off('exit', ended)
  }
}

function renderOptions(): ResvgRenderOptions {
  return {
    font: {
      loadSystemFonts: false,
      fontFiles: [loadFont('DejaVuSans').path, loadFont('DejaVuSans-Bold').path],
      defaultFontFamily: FONT_FAMILY,
    },
    fitTo: { mode: 'original' },
  }
}
