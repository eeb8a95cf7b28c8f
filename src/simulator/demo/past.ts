import type { Stage } from './stories.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** How much of a past the demo begins with (ms): some 80 polls, which take the bot about three seconds. */
export const PAST_MS = 6 * HOUR

/** What went wrong in it: when, counted from its beginning, with which link, and for how long (ms). In order. */
const TROUBLES = [
  { after: 0.5 * HOUR, link: 'amsterdam-prod', status: 'all_down', lasted: 22 * MINUTE },
  { after: 2.5 * HOUR, link: 'paris-prod-a', status: 'limited_connectivity', lasted: 50 * MINUTE },
  { after: 5 * HOUR, link: 'amsterdam-prod', status: 'all_down', lasted: 4 * MINUTE },
] as const

/** A watch with longer gaps would leave histories without knowing (ms). */
const STRIDE_MS = 4.8 * MINUTE
/** Long enough for a recovery to be believed (ms). */
const CALM_MS = 4 * MINUTE
/** From one poll of the demo's schedule to the next (ms). */
const POLL_MS = 2_000

/** What a past is lived on: a stage whose bot can be left a moment to tell what it saw. */
export interface PastStage extends Pick<Stage, 'world' | 'now' | 'skip' | 'afterPoll'> {
  afterTelling(): Promise<void>
}

/**
 * Lets the bot live through the hours before the demo is opened, at its own front door: it polls every few minutes, and
 * tells what it sees. Right before and after each change there is a poll, so that it knows when that was. `behind` says how
 * far the clock is behind the real one (ms): at the end it has caught up. Rejects with a `StoryProblem` when the bot does
 * not poll.
 */
export async function livePast(stage: PastStage, behind: () => number): Promise<void> {
  const began = stage.now()
  // Halfway between two polls of the schedule: what is skipped next would end a poll that begins just before.
  const skipAtLeast = (ms: number) => {
    const past = (stage.now() + ms) % POLL_MS
    stage.skip(ms + ((1.5 * POLL_MS - past) % POLL_MS))
  }
  const watchFor = async (ms: number) => {
    for (const until = stage.now() + ms; stage.now() < until; ) {
      skipAtLeast(Math.min(until - stage.now(), STRIDE_MS))
      await stage.afterPoll()
    }
  }
  const change = async (linkId: string, status: string) => {
    stage.world.setStatus(linkId, status)
    skipAtLeast(POLL_MS)
    await stage.afterPoll()
    await stage.afterTelling()
  }
  for (const { after, link: name, status, lasted } of TROUBLES) {
    const link = stage.world.links().find((each) => each.name === name)
    if (link === undefined) continue
    await watchFor(began + after - stage.now())
    await change(link.id, status)
    await watchFor(lasted)
    await change(link.id, 'active')
    await watchFor(CALM_MS)
    await stage.afterTelling()
  }
  await watchFor(behind() - POLL_MS)
  stage.skip(Math.max(0, behind()))
}
