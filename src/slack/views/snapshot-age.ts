import type { KnownBlock } from '@slack/types'
import { inWords } from '../../diagnostics/words.ts'
import type { ScopeAge } from '../../queries/answers.ts'
import { clip, code, prose } from '../escape.ts'
import { context, section } from '../limits.ts'
import { count, duration } from '../text.ts'
import { UNREAD_MARK } from './words.ts'

/** How old an answer from the snapshot is: as blocks for its end, and what of it is not up to date, for its text. */
export interface SnapshotAge {
  readonly blocks: KnownBlock[]
  readonly outdated: readonly string[]
}

/** Says how old what is known of each region is, and which cannot be read. `notes` are said with the latter, as mrkdwn. */
export function snapshotAge(
  scopes: readonly ScopeAge[],
  now: number,
  notes: readonly string[] = [],
): SnapshotAge {
  const { ages, unreadable } = ageLines(scopes.slice(0, 40), now)
  const outdated = [...notes, ...unreadable]
  const warning = section(`${UNREAD_MARK} *Not up to date*\n${clip(outdated.join('\n'), 1500)}`)
  const footer = context([ages.length === 0 ? 'No region was read so far.' : clip(ages.join(' · '), 1000)])
  return { blocks: [...(outdated.length === 0 ? [] : [warning]), footer], outdated }
}

/** How old what is known of each region is, and which cannot be read. As mrkdwn. */
function ageLines(scopes: readonly ScopeAge[], now: number): { ages: string[]; unreadable: string[] } {
  const ages: string[] = []
  const unreadable: string[] = []
  for (const { scope, source, links, unread } of scopes) {
    const region = code(scope.region, 40)
    if (source.at === null) {
      const why =
        source.type === 'snapshot' && source.failure !== null ? `: ${prose(source.failure.message)}` : '.'
      unreadable.push(`${region} was never read so far${why}`)
      continue
    }
    const age = `${duration(now - source.at)} ago`
    const without = unread === 0 ? '' : `, but for ${count(unread, 'link')}`
    ages.push(`${region}: ${count(links, 'link')}, read ${age}${without}`)
    if (source.type === 'snapshot' && source.failure !== null) {
      unreadable.push(
        `${region} cannot be read now; shown as it was ${age}: ${prose(source.failure.message)}`,
      )
    }
  }
  return { ages, unreadable }
}

/** Regions that could not be read, in words; empty where all could. */
export function blindRegions(scopes: readonly ScopeAge[]): string {
  const blind = scopes.filter(
    ({ source }) => source.type === 'snapshot' && (source.at === null || source.failure !== null),
  )
  return inWords(blind.slice(0, 10).map(({ scope }) => code(scope.region, 40)))
}
