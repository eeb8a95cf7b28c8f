import { manualClock } from './clock.ts'
import { reorderLife } from './reorder-life.ts'

/*
 * The entry of a child process that orders a link again, or goes on with what an earlier life left of that, and kills
 * itself before its nth step. Its task is the first argument as JSON, a ReorderTask. One that lives until it has to wait
 * tells the steps that it took, and ends.
 */

export interface ReorderTask {
  readonly now: number
  readonly databaseUrl: string
  readonly apiUrl: string
  readonly secretKey: string
  /** The link to order again; null only goes on. */
  readonly asksFor: string | null
  /** Counted from 0; null lives. */
  readonly diesBefore: number | null
}

const task = JSON.parse(process.argv[2] ?? '') as ReorderTask
const steps: string[] = []

const life = await reorderLife({
  ...task,
  clock: manualClock(task.now),
  async step(name, take) {
    if (steps.length === task.diesBefore) {
      process.kill(process.pid, 'SIGKILL')
      await new Promise(() => {})
    }
    steps.push(name)
    return take()
  },
})
if (task.asksFor !== null) await life.ask(task.asksFor)
await life.reorders.settled()
await life.close()
process.send?.(steps, () => process.disconnect())
