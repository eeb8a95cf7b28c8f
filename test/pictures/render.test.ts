import { Worker } from 'node:worker_threads'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createRenderer, PictureError } from '../../src/pictures/render.ts'
import { manualClock } from '../support/clock.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'

/** A renderer whose threads do this with each order; `orders` are those they were asked so far. */
function rendererOf(body: string, timeoutMs?: number) {
  const clock = manualClock(0)
  const threads: Worker[] = []
  const renderer = createRenderer({
    clock,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    start() {
      const begin = "const { parentPort } = require('node:worker_threads'); let order = 0;"
      const code = `${begin} parentPort.on('message', ({ svg }) => { order += 1; ${body} })`
      const thread = new Worker(code, { eval: true })
      threads.push(thread)
      return thread
    },
  })
  onTestFinished(() => renderer.close())
  return { ...renderer, clock, threads }
}

const DRAWN = "parentPort.postMessage({ type: 'drawn', png: new Uint8Array([order]) })"
const ended = (thread: Worker | undefined) => new Promise((resolve) => thread?.once('exit', resolve))

describe('A renderer', () => {
  test('draws with fonts of its own on a thread of its own, and says why it cannot', async () => {
    const { draw, close } = createRenderer({ clock: manualClock(0) })
    onTestFinished(close)
    const png = await draw(SVG)
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG')
    await expect(draw('<svg')).rejects.toThrow(/could not be drawn \(Error: SVG data parsing failed/u)
    expect(await draw(SVG)).toEqual(png)
  })

  test('starts its thread with the first picture, and draws them one after another on that one', async () => {
    const { draw, threads } = rendererOf(DRAWN)
    expect(threads).toEqual([])
    const pictures = await Promise.all([draw(SVG), draw(SVG), draw(SVG)])
    expect(pictures.map(([order]) => order)).toEqual([1, 2, 3])
    expect(threads).toHaveLength(1)
  })

  test('ends its thread when nothing was drawn for a minute, and starts another one when asked again', async () => {
    const { draw, clock, threads } = rendererOf(DRAWN)
    await draw(SVG)
    await clock.advance(59_000)
    expect((await draw(SVG))[0]).toBe(2)
    const end = ended(threads[0])
    await clock.advance(60_000)
    await end
    expect((await draw(SVG))[0]).toBe(1)
    expect(threads).toHaveLength(2)
  })

  test('gives a picture up that takes too long, in a sentence, and draws the next one', async () => {
    const stuck = rendererOf(`if (svg === 'large') return; ${DRAWN}`, 30_000)
    await stuck.draw(SVG)
    const large = stuck.draw('large')
    const next = stuck.draw(SVG)
    const given = expect(large).rejects.toThrow(
      new PictureError(
        'The picture was not drawn: it took longer than 30 s. Ask for a shorter period, or for fewer links.',
      ),
    )
    await stuck.clock.advance(30_000)
    await given
    expect((await next)[0]).toBe(1)
    expect(stuck.threads).toHaveLength(2)
  })

  test.each([
    ['breaks', "throw new Error('no such module')", /could not be drawn \(Error: no such module\)/u],
    ['ends', 'process.exit(1)', /its thread has ended/u],
  ])('whose thread %s says so, and draws the next picture on another one', async (_what, body, says) => {
    const { draw, threads } = rendererOf(`if (svg === 'bad') { ${body} } ${DRAWN}`)
    await expect(draw('bad')).rejects.toThrow(says)
    expect(await draw(SVG)).toEqual(new Uint8Array([1]))
    expect(threads).toHaveLength(2)
  })

  test('that is closed draws nothing any more, and what it was drawing is given up', async () => {
    const { draw, close, clock, threads } = rendererOf("if (svg === 'large') return")
    const large = draw('large')
    await clock.advance(0)
    expect(threads).toHaveLength(1)
    const given = expect(large).rejects.toThrow(PictureError)
    await close()
    await given
    await expect(draw(SVG)).rejects.toThrow('the bot is being stopped')
    expect(threads).toHaveLength(1)
  })
})
