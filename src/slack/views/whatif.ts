import { WEAKNESS_WORDS } from '../../diagnostics/redundancy.ts'
import { bandwidthInWords, familyNames, inWords } from '../../diagnostics/words.ts'
import { LEVELS, type Level } from '../../domain/incident.ts'
import type { Link } from '../../domain/link.ts'
import type { FamilyLoss, LinkLoss, VpcLoss } from '../../queries/if-down.ts'
import type { Prospect, Subject, WhatIfAnswer } from '../../queries/whatif.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { count, duration, moment } from '../text.ts'
import { heldBackText } from './handling.ts'
import { blindAdvice, moreAdvice, renderChoice } from './pick.ts'
import { snapshotAge } from './snapshot-age.ts'
import { byText, linkNames } from './vpc.ts'
import { vanishedChoice } from './which-link.ts'
import { foreignStatus, LEVEL_MARKS, RECOVERED } from './words.ts'

const SUBJECT_WORDS: Readonly<Record<Subject['type'], string>> = {
  link: 'Link',
  pop: 'PoP',
  partner: 'Partner',
  connection: 'Connection',
}

/** Links named one by one. */
const MOST_LOSSES = 12

/** What would be lost if something went down, what would be left, and how it would be told. */
export function renderWhatIf(answer: WhatIfAnswer, now: number): RenderedMessage {
  switch (answer.type) {
    case 'found':
      return renderProspect(answer.prospect, now)
    case 'vanished':
      return renderChoice(vanishedChoice(answer), 'whatif down')
    case 'ambiguous': {
      const { words, candidates, total } = answer
      const sentence =
        words === '' ? 'What goes down?' : `${total} fit ${code(words, 100)}. Which one is meant?`
      const advice = moreAdvice(total, candidates.length)
      return renderChoice({ ...choices(candidates), sentence, total, advice }, 'whatif down')
    }
    case 'unknown': {
      const { words, nearest, scopes } = answer
      const near = nearest.length > 0 ? 'These are the nearest:' : 'No link was read so far.'
      const sentence = `No link, PoP, partner or connection is called ${code(words, 100)}. ${near}`
      const advice = blindAdvice(scopes)
      return renderChoice({ ...choices(nearest), sentence, total: nearest.length, advice }, 'whatif down')
    }
  }
}

function choices(subjects: readonly Subject[]) {
  return {
    lines: subjects.map(({ type, name, region, links }) => {
      const where = region === null ? count(links, 'link') : code(region, 20)
      return `• ${SUBJECT_WORDS[type]} ${code(name, 80)} · ${where}`
    }),
    choices: subjects.map(({ type, id, name, region, links }) => ({
      id: type === 'link' ? id : `${type}:${id}`,
      label: `${name.slice(0, 40)} · ${SUBJECT_WORDS[type]} · ${region?.slice(0, 16) ?? count(links, 'link')}`,
    })),
  }
}

function renderProspect(prospect: Prospect, now: number): RenderedMessage {
  const { subject, losses, vpcs, scopes } = prospect
  const word = subject.type === 'link' ? '' : `${SUBJECT_WORDS[subject.type]} `
  const title = `If ${word}${plainName(subject.name, 100)} went down`
  const opening = losses.length === 0 ? [nothingLost(subject)] : openingLines(prospect, now)
  const listed = losses.length > 1 ? losses.slice(0, MOST_LOSSES).map(lossLine) : []
  const left = losses.length > 1 ? losses.length - listed.length : 0
  const effects = lineSections(vpcs.map(vpcText), 6000)
  const age = snapshotAge(scopes, now)
  const others = effects.left === 0 ? [] : [context([`and ${count(effects.left, 'more VPC')}`])]
  return {
    text: clip(
      [
        `If ${word}${code(subject.name, 100)} went down:`,
        ...opening,
        ...vpcs.map(vpcText),
        ...age.outdated,
      ].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header(title),
        section(opening.join('\n')),
        ...effects.blocks,
        ...others,
        ...lineSections(listed, 3000).blocks,
        ...(left === 0 ? [] : [context([`and ${count(left, 'more link')}`])]),
      ],
      [
        context([
          'Supposed that every session over it drops at once, and nothing else changes. Judged by the rules of the alerts, from sessions and configuration; traffic is not measured.',
        ]),
        ...age.blocks,
      ],
    ),
  }
}

function nothingLost({ type, links }: Subject): string {
  if (type === 'link') return `${RECOVERED.mark} *Nothing would be lost*: the link carries nothing now.`
  return `${RECOVERED.mark} *Nothing would be lost*: ${links === 1 ? 'the one link over it carries nothing' : `none of the ${links} links over it carries anything`} now.`
}

/** How it would be told, the loudest first. */
function openingLines({ subject, losses, connectionLevel }: Prospect, now: number): readonly string[] {
  const [first] = losses
  if (first === undefined) return []
  const connection =
    connectionLevel === null
      ? []
      : [
          `The connection itself would be told as ${levelText(connectionLevel)}, with its links in the same message.`,
        ]
  if (subject.type === 'link') return toldLines(first, now)
  const tally = LEVELS.toReversed().flatMap((level) => {
    const some = losses.filter(({ ruling }) => ruling.level === level).length
    return some === 0 ? [] : [`${some} ${levelText(level)}`]
  })
  const all =
    subject.links === 1
      ? 'The one link over it would lose what it carries'
      : `${losses.length} of ${subject.links} links over it would lose what ${losses.length === 1 ? 'it carries' : 'they carry'}`
  return [`${all}: ${inWords(tally)}.`, ...connection]
}

function levelText(level: Level): string {
  return `${LEVEL_MARKS[level].mark} *${LEVEL_MARKS[level].word}*`
}

function toldLines({ link, lost, ruling, pageAfterMs, heldBack }: LinkLoss, now: number): readonly string[] {
  return [
    `${familyNames(lost)} would be lost over it. It would be told as ${levelText(ruling.level)}: ${prose(ruling.reason, [link.name, ...foreignStatus(link.status)])}`,
    pageText(ruling.level, pageAfterMs, now),
    ...(heldBack === null ? [] : [`Nothing of it would be told aloud now: ${heldBackText(heldBack)}.`]),
  ]
}

/** When it would be paged, where a pager is configured: an error waits until work begins, and a critical for a reset to heal. */
function pageText(level: Level, afterMs: number | null, now: number): string {
  if (afterMs === null) return 'It would page nobody.'
  if (level === 'error')
    return `It would be paged, where a pager is configured, if it were still bad when work begins, at ${moment(now + afterMs)}.`
  return `It would be paged ${afterMs === 0 ? 'at once' : `after ${duration(afterMs)}`}, where a pager is configured.`
}

function lossLine({ link, lost, ruling, heldBack }: LinkLoss): string {
  const held = heldBack === null ? '' : ', held back now'
  return `${levelText(ruling.level)} ${code(link.name, 60)}: loses ${familyNames(lost)}${held}`
}

function vpcText({ id, name, families, louder }: VpcLoss): string {
  const changes = louder
    .slice(0, 5)
    .map(
      ({ link, from, to }) =>
        `• ${code(link.name, 60)}, bad already, would go from ${LEVEL_MARKS[from].word.toLowerCase()} to ${levelText(to)}: what made it milder is gone.`,
    )
  return clip(
    [
      `*VPC ${code(name ?? id, 80)}*`,
      ...byText(families, leftText).map(({ families: same, text }) => `• *${familyNames(same)}*: ${text}`),
      ...changes,
    ].join('\n'),
    1500,
  )
}

/** What would be left of a family, to follow its name. */
function leftText({ lost, left, then }: FamilyLoss): string {
  const { carrying, grade } = then
  if (grade === 'lost' || grade === 'unused') {
    const idle = then.notCarrying.filter(({ id }) => !lost.some((one) => one.id === id))
    const others =
      idle.length === 0
        ? 'no other link is set up for it'
        : `${linkNames(idle)} ${idle.length > 1 ? 'are' : 'is'} not up either`
    return `*nothing would be left*, ${others}.`
  }
  const last = grade === 'last_path' ? ' It would be the last path.' : ''
  return `${carriers(left, carrying)}${bandwidthText(lost, carrying)}.${last}`
}

/** Who would carry on, and whether that is a full replacement for each that is lost. */
function carriers(left: FamilyLoss['left'], carrying: readonly Link[]): string {
  const weak = left.find((one) => one.type === 'weak')
  const rest = `${linkNames(carrying)} would carry on`
  if (weak === undefined)
    return `${rest}, ${carrying.length === 1 ? 'on a path of its own' : 'with a full replacement on a path of its own'}`
  const why = inWords(weak.weaknesses.map((weakness) => WEAKNESS_WORDS[weakness]))
  const which = carrying.length === 1 ? 'it' : `the best of them, ${code(weak.link.name, 60)},`
  return `${rest}, but not as a full replacement: ${which} ${why}`
}

function bandwidthText(lost: readonly Link[], carrying: readonly Link[]): string {
  const sum = (links: readonly Link[]) => links.reduce((total, { bandwidthMbps }) => total + bandwidthMbps, 0)
  const [then, now] = [sum(carrying), sum(lost)]
  return then < now
    ? `, with *${bandwidthInWords(then)}, less than the ${bandwidthInWords(now)} lost*`
    : `, with ${bandwidthInWords(then)} for the ${bandwidthInWords(now)} lost`
}
