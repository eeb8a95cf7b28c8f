import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { compileBot } from '../support/compile-bot.ts'
import type { ReorderTask } from '../support/reorder-child.ts'
import { asTheOldOne, type ReorderWorld, reorderWorld } from '../support/reorder-world.ts'

const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-compiled-'))
const entry = compileBot(folder)('test/support/reorder-child.ts')

afterAll(() => rmSync(folder, { recursive: true }))

/** The steps of a life that ended in order; `killed` where it killed itself. */
function firstLife(
  { clock, settings, old }: ReorderWorld,
  diesBefore: number | null,
): Promise<readonly string[] | 'killed'> {
  const task: ReorderTask = { ...settings, now: clock.now(), linkId: old.id, diesBefore }
  const child = fork(entry, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    let steps: readonly string[] = []
    child.once('message', (message) => {
      steps = message as readonly string[]
    })
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed')
      else if (code === 0) resolve(steps)
      else reject(new Error(`The child ended with ${code ?? signal}. It said: ${said}`))
    })
  })
}

/** Kills the first life before its nth step, lets a second one go on, and looks at what there is in the end. */
async function killBefore(n: number): Promise<void> {
  const world = await reorderWorld()
  try {
    expect(await firstLife(world, n), `before step ${n}`).toBe('killed')
    const isRecorded = world.api.calls().some(({ method }) => method !== 'GET')
    const life = await world.live()
    try {
      const begun = await life.store.reordersOf(world.old.id)
      // Without a record of it nothing was done, and whoever asked and got no answer asks again.
      if (isRecorded) expect(begun, `before step ${n}`).toHaveLength(1)
      if (begun.length === 0) expect((await life.ask(world.old.id)).type).toBe('begun')
      await world.untilOrdered(life)
      const [reorder] = await life.store.reordersOf(world.old.id)
      expect(reorder?.standing.type, `before step ${n}`).toBe('waiting')
    } finally {
      await life.close()
    }
    const links = world.api.world.links()
    expect(links, `before step ${n}`).toMatchObject([{ ...asTheOldOne(world.old), status: 'requested' }])
    expect(links[0]?.id).not.toBe(world.old.id)
    const created = world.api
      .calls()
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/links'))
    expect(created, `orders, killed before step ${n}`).toHaveLength(1)
  } finally {
    await world.close()
  }
}

/** More than a life takes: what is beyond its last step is not tried. */
const MOST_STEPS = 90
const AT_ONCE = 3

describe('a bot that is killed while it orders a link again', () => {
  test('goes on where it was: whichever change it dies before, there is one new link, as the old one was', {
    timeout: 300_000,
  }, async () => {
    const world = await reorderWorld()
    const steps = await firstLife(world, null)
    await world.close()
    if (steps === 'killed') throw new Error('The undisturbed life was killed.')
    expect(steps.length).toBeLessThan(MOST_STEPS)
    for (const step of [
      'store beginReorder',
      'store beginAct delete_link',
      'POST links',
      'store endAct reorder_link',
    ]) {
      expect(steps).toContain(step)
    }
    // To die before a read is to die before the change that follows it.
    const waiting = steps.flatMap((step, n) => (step.startsWith('GET ') ? [] : [n]))
    const worker = async () => {
      for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) await killBefore(n)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  })
})
