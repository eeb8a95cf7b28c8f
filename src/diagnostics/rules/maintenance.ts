import { utcMinute } from '../../domain/utc.ts'
import type { NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import type { AnnouncedWork } from '../evidence.ts'
import { fact, type Rule, symptom } from '../insight.ts'
import { isCarrying } from '../judgement.ts'
import { failoverSteps, impactClause, outagePriority } from '../outage.ts'
import { pathsLeft } from '../redundancy.ts'
import { ticketStep } from '../steps.ts'
import { familyNames, oneLine, sentence, verb } from '../words.ts'
import { goneFamilies } from '../writes.ts'

/**
 * Work on the link was announced for now: what drops meanwhile is waited for, and is an outage once it outlasts the work. How
 * long to wait is this project's own judgement. The other way into the VPC failing meanwhile is nothing to wait for.
 */
export const maintenance: Rule = (evidence, now) => {
  const { link, work } = evidence
  if (work === undefined) return null
  const isOver = work.until.type === 'at' && work.until.at <= now
  const announced = `${isOver ? 'was announced' : 'is announced'} ${untilWords(work)}${detailsOf(work)}`
  const lost = goneFamilies(evidence)
  if (lost.length === 0)
    return fact(
      'maintenance',
      'note',
      `Work on the link ${announced}: it may go down meanwhile.`,
      DOCUMENTS.serviceStatus,
    )
  const waiting: NextStep = {
    text: isOver
      ? 'Ask whoever does the work whether it is done: its announced end is over'
      : `Wait for the end of the announced work${referenceOf(work)}, and 10 minutes more`,
    url: DOCUMENTS.serviceStatus,
  }
  if (isOver || lost.some((family) => pathsLeft(evidence, family).type === 'down'))
    return {
      ...fact(
        'maintenance',
        'risk',
        isOver
          ? `Work on the link ${announced}, and the link is not up again.`
          : `Work on the link ${announced}, and the other way into its VPC is down meanwhile.`,
        DOCUMENTS.serviceStatus,
        [
          isOver
            ? waiting
            : { text: `Have the announced work${referenceOf(work)} stopped or rolled back: no path is left` },
        ],
      ),
      goesFirst: true,
    }
  const { priority } = outagePriority(evidence, lost, isCarrying(link))
  const down = `${familyNames(lost)} ${verb(lost, 'is', 'are')} down`
  return symptom(
    'maintenance',
    'What drops during work that was announced is not taken for an outage before the work is over.',
    {
      verdict: sentence(`work on the link ${announced}, and ${down}${impactClause(evidence, lost)}`),
      mover: 'nobody',
      documentUrl: DOCUMENTS.serviceStatus,
    },
    [
      waiting,
      ...failoverSteps(evidence, lost),
      ticketStep(priority, 'if the link is still down 10 minutes after the end of the work'),
    ],
  )
}

function untilWords({ until }: AnnouncedWork): string {
  return until.type === 'at' ? `until ${utcMinute(until.at)}` : 'until the link has recovered'
}

function referenceOf({ change }: AnnouncedWork): string {
  return change === null ? '' : ` ${oneLine(change)}`
}

function detailsOf({ change, reason }: AnnouncedWork): string {
  const details = [change, reason].flatMap((text) => (text === null ? [] : oneLine(text).slice(0, 200)))
  return details.length === 0 ? '' : ` (${details.join(': ')})`
}
