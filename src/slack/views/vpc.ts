import { WEAKNESS_WORDS } from '../../diagnostics/redundancy.ts'
import type { FamilyRedundancy, RedundancyGrade, SharedPoint } from '../../diagnostics/vpc-redundancy.ts'
import { familyNames, inWords, someInWords } from '../../diagnostics/words.ts'
import { leftInWords } from '../../diagnostics/writes.ts'
import { FAMILIES, type Family, type Link } from '../../domain/link.ts'
import type { VpcAnswer, VpcCard, VpcRow } from '../../queries/vpc.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { count } from '../text.ts'
import { rowLine } from './list.ts'
import { askWhich } from './pick.ts'
import { snapshotAge } from './snapshot-age.ts'
import { CLOSED, LEVEL_MARKS, RECOVERED, UNREAD_MARK } from './words.ts'

/** A mark and words for how a family of a VPC stands. */
const GRADE_WORDS: Readonly<Record<RedundancyGrade, { readonly mark: string; readonly words: string }>> = {
  lost: { mark: LEVEL_MARKS.critical.mark, words: 'no path' },
  last_path: { mark: LEVEL_MARKS.error.mark, words: 'on the last path' },
  weak: { mark: LEVEL_MARKS.warning.mark, words: 'not fully redundant' },
  independent: { mark: RECOVERED.mark, words: 'redundant' },
  unused: { mark: CLOSED.mark, words: 'not used' },
}

/** Names and lines shown of each kind. */
const MOST_NAMES = 5
const LINE_CHARACTERS = 300

const POINT_WORDS: Readonly<Record<SharedPoint['type'], string>> = {
  pop: 'PoP',
  partner: 'partner',
  connection: 'dedicated connection',
}

/** What links share, by name, as mrkdwn: "PoP `TH2`". */
function pointText({ type, id }: SharedPoint, names: ReadonlyMap<string, string>): string {
  return `${POINT_WORDS[type]} ${code(names.get(id) ?? id, 60)}`
}

/** Links by name, as mrkdwn; the first few where there are many. */
export function linkNames(links: readonly Link[]): string {
  return someInWords(
    links.map(({ name }) => code(name, 60)),
    MOST_NAMES,
  )
}

/** How a VPC is reached: what carries each family, what that depends on, and its links. */
export function renderVpc(answer: VpcAnswer, now: number): RenderedMessage {
  return answer.type === 'found' ? renderCard(answer.card, now) : askWhich(answer, 'VPC', 'vpc', choices)
}

function choices(rows: readonly VpcRow[]) {
  return {
    lines: rows.map(
      ({ id, vpc, region, links }) =>
        `• ${code(vpc?.name ?? id, 80)} · ${code(region, 20)} · ${count(links, 'link')}`,
    ),
    choices: rows.map(({ id, vpc, region, links }) => ({
      id,
      label: `${(vpc?.name ?? id).slice(0, 40)} · ${region.slice(0, 16)} · ${count(links, 'link')}`,
    })),
  }
}

function renderCard(card: VpcCard, now: number): RenderedMessage {
  const { id, vpc, region, rows, blind } = card
  const title = `VPC ${plainName(vpc?.name ?? id, 100)}`
  const about = [
    code(id, 60),
    code(region, 20),
    count(rows.length, 'link'),
    ...(vpc === null
      ? ['the VPC itself could not be read']
      : [
          count(vpc.privateNetworkCount, 'Private Network'),
          vpc.routingEnabled ? 'routing on' : '*routing off*',
        ]),
  ]
  const unsure =
    blind === null
      ? []
      : [
          `${UNREAD_MARK} *What is left of it now is unknown*: its region cannot be read (${prose(blind.message.slice(0, 300))}) Below is how it was.`,
        ]
  const dark = [...unsure, ...deadEnds(card), ...leaverTexts(card, now)]
  const texts =
    rows.length === 0
      ? [`No link leads into it${blind === null ? '' : ', as far as was read'}.`]
      : familyTexts(card)
  const lines = rows.map((row) => clip(rowLine(row, now), LINE_CHARACTERS))
  const list = lineSections(lines, 5000)
  const more = `and ${list.left} more: ${code(`/interlink list vpc:${id}`, 120)}`
  const age = snapshotAge(card.scopes, now)
  return {
    text: clip(
      [`VPC ${code(vpc?.name ?? id, 100)}`, ...dark, ...texts, ...lines, ...age.outdated].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header(title),
        context([about.join(' · ')]),
        ...[...dark, ...texts].map((text) => section(text)),
        ...list.blocks,
      ],
      [
        ...(list.left === 0 ? [] : [context([more])]),
        context([
          'Judged by sessions and configuration; traffic is not measured, nor a VPN beside the links.',
        ]),
        ...age.blocks,
      ],
    ),
  }
}

/** Links that were taken out of the VPC lately, with when and by whom. */
function leaverTexts({ leavers, vpc, id }: VpcCard, now: number): readonly string[] {
  const from = `VPC ${vpc?.name ?? id}`
  const names = leavers.flatMap(({ link, left, vpc: into }) => [
    link.name,
    left.by?.by ?? '',
    into?.name ?? '',
  ])
  const words = [vpc?.name ?? id, ...names].filter((name) => name !== '')
  return leavers
    .slice(0, MOST_NAMES)
    .map((leaver) => `${LEVEL_MARKS.warning.mark} ${prose(leftInWords(leaver, from, now), words)}.`)
}

/** What of the VPC itself lets no traffic in, whatever its links carry. */
function deadEnds({ vpc, rows }: VpcCard): readonly string[] {
  if (vpc === null || rows.length === 0) return []
  const reasons = [
    ...(vpc.routingEnabled ? [] : ['its routing is off']),
    ...(vpc.privateNetworkCount > 0 ? [] : ['it has no Private Network']),
  ]
  return reasons.length === 0
    ? []
    : [
        `${LEVEL_MARKS.critical.mark} *No traffic flows into the VPC: ${inWords(reasons)}.* Below is how its links stand.`,
      ]
}

/** Families of which the same is to be said, said once; `first` is the first of them. */
export function byText<T extends { readonly family: Family }>(
  items: readonly T[],
  textOf: (item: T) => string,
): readonly { readonly families: readonly Family[]; readonly first: T; readonly text: string }[] {
  const said = new Map<string, { readonly families: Family[]; readonly first: T; readonly text: string }>()
  for (const item of items) {
    const text = textOf(item)
    const same = said.get(text)
    if (same === undefined) said.set(text, { families: [item.family], first: item, text })
    else same.families.push(item.family)
  }
  return [...said.values()]
}

/** How families of a VPC stand, by what, and what takes them away: one text for those of which the same is to be said. */
function familyTexts(card: VpcCard): readonly string[] {
  const all = FAMILIES.map((family) => card.families[family])
  return byText(all, (one) => sentences(one, card.names).join('\n')).map(({ families, first, text }) => {
    const { mark, words } = GRADE_WORDS[first.grade]
    // Green is for what is known now.
    const shown = card.blind !== null && first.grade === 'independent' ? UNREAD_MARK : mark
    return clip(`${shown} *${familyNames(families)}: ${words}.* ${text}`, 1500)
  })
}

function sentences(redundancy: FamilyRedundancy, names: ReadonlyMap<string, string>): readonly string[] {
  const { grade, carrying, notCarrying } = redundancy
  const idle =
    notCarrying.length === 0 ? [] : [`Set up for this as well, and not up: ${linkNames(notCarrying)}.`]
  switch (grade) {
    case 'unused':
      return ['No link into the VPC has its path configured, and a routing policy for this.']
    case 'lost':
      return [
        `${linkNames(notCarrying)} ${notCarrying.length > 1 ? 'are' : 'is'} set up for this, and no session is known to be up.`,
      ]
    case 'last_path':
      return [
        `Only ${linkNames(carrying)} carries: nothing is left if that fails.`,
        ...unsteadySentences(redundancy),
        ...idle,
      ]
    case 'weak':
      return [
        `Carried by ${linkNames(carrying)}.`,
        ...weakSentences(redundancy),
        ...pointSentences(redundancy, names),
        ...idle,
      ]
    case 'independent':
      return [
        `Carried by ${linkNames(carrying)}, each with a full replacement on a path of its own.`,
        ...unsteadySentences(redundancy),
        ...pointSentences(redundancy, names),
        ...idle,
      ]
  }
}

/** Which of those that carry may not for long. */
function unsteadySentences({ unsteady }: FamilyRedundancy): readonly string[] {
  return unsteady
    .map(
      ({ link, why }) =>
        `• ${code(link.name, 60)} may not last: it ${inWords(why.map((weakness) => WEAKNESS_WORDS[weakness]))}.`,
    )
    .slice(0, MOST_NAMES)
}

/** What stands in the way where one link has no full replacement. */
function weakSentences({ without }: FamilyRedundancy): readonly string[] {
  return without
    .flatMap(({ link, left }) =>
      left.type === 'weak'
        ? [
            `• Without ${code(link.name, 60)}: ${code(left.link.name, 60)} at best, but it ${inWords(left.weaknesses.map((weakness) => WEAKNESS_WORDS[weakness]))}.`,
          ]
        : [],
    )
    .slice(0, MOST_NAMES)
}

/** What takes all of it away at once, and what leaves a single link. */
function pointSentences(
  { carrying, points }: FamilyRedundancy,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const all = points.filter(({ left }) => left.length === 0).map(({ point }) => pointText(point, names))
  const lonely = points.flatMap(({ point, left: [last, ...others] }) =>
    last === undefined || others.length > 0
      ? []
      : [`• Without ${pointText(point, names)}, ${code(last.name, 60)} would be the last path.`],
  )
  return [
    ...(all.length === 0 ? [] : [`• *All of it depends on ${inWords(all.slice(0, MOST_NAMES))}.*`]),
    ...(carrying.length === 2
      ? ['• Without one of the two, the other would be the last path.']
      : lonely.slice(0, MOST_NAMES)),
  ]
}
