import { carryingFamilies, type Family } from '../domain/link.ts'
import type { RecordedWrite } from '../domain/lookups.ts'
import type { WhoChanged } from '../domain/transition.ts'
import { utcMinute } from '../domain/utc.ts'
import type { NextStep } from './diagnosis.ts'
import { DOCUMENTS } from './documents.ts'
import type { Evidence, Leaver, LinkPast } from './evidence.ts'
import { knownWrites, whoInWords } from './own-writes.ts'
import { partnerStep } from './partner-contact.ts'
import { madeWith, oneLine, spanInWords } from './words.ts'

/** A change made longer than this (ms) before the last good poll is not held against what followed: our own judgement. */
const WINDOW_MS = 15 * 60_000
/** Clocks differ, and a poll takes a moment (ms). */
const SLACK_MS = 60_000

/** The families that the bot has seen carry, and that do not now. */
export function goneFamilies({ carried, link }: Evidence): readonly Family[] {
  const now = carryingFamilies(link)
  return carried.filter((family) => !now.includes(family))
}

/** Whether something done at `at` (ms) came just before the link was first seen bad. `now` where no poll saw that yet. */
export function isJustBefore(at: number, past: LinkPast, now: number): boolean {
  const firstBadAt = past.firstBadAt ?? now
  return at >= (past.lastGoodAt ?? firstBadAt) - WINDOW_MS && at <= firstBadAt + SLACK_MS
}

interface Effect {
  /** A clause in the past tense. */
  readonly what: string
  /** Whether what it did still stands, and is enough to take a family's path away. */
  readonly stands: (evidence: Evidence) => boolean
}

const never = () => false

/** What the methods of the InterLink API (v1beta1) do to a link, in lower case. */
const EFFECTS: ReadonlyMap<string, Effect> = new Map([
  ['attachvpc', { what: 'a VPC was attached', stands: never }],
  ['detachvpc', { what: 'the VPC was detached', stands: ({ link }) => link.vpcId === null }],
  ['attachroutingpolicy', { what: 'a routing policy was attached', stands: never }],
  ['setroutingpolicy', { what: 'a routing policy was replaced', stands: never }],
  [
    'detachroutingpolicy',
    {
      what: 'a routing policy was detached',
      stands: (evidence) => goneFamilies(evidence).some((family) => evidence.link.policies[family] === null),
    },
  ],
  ['enableroutepropagation', { what: 'route propagation was turned on', stands: never }],
  [
    'disableroutepropagation',
    { what: 'route propagation was turned off', stands: ({ link }) => !link.routePropagation },
  ],
  ['updatelink', { what: 'the name, the tags or the peer ASN of the link were edited', stands: never }],
  ['updateroutingpolicy', { what: 'a routing policy of the link was edited', stands: never }],
  ['deletelink', { what: 'the link was deleted', stands: never }],
] satisfies readonly (readonly [string, Effect])[])

/** What a write did, as a clause in the past tense. */
export function whatWasDone({ method }: RecordedWrite): string {
  return EFFECTS.get(method.toLowerCase())?.what ?? `“${oneLine(method)}” was called on the link`
}

/** Whether what a write did still stands, and is enough to take a family's path away. */
export function stillStands(write: RecordedWrite, evidence: Evidence): boolean {
  return EFFECTS.get(write.method.toLowerCase())?.stands(evidence) ?? false
}

/** The latest write just before the link was first seen bad that explains what is missing now; null where none does. */
export function explainingWrite(evidence: Evidence, now: number): RecordedWrite | null {
  const { past } = evidence
  if (past === undefined || goneFamilies(evidence).length === 0) return null
  const explains = (write: RecordedWrite) => isJustBefore(write.at, past, now) && stillStands(write, evidence)
  return knownWrites(evidence).find(explains) ?? null
}

/** The latest write by a method, named in lower case; undefined where none was recorded. */
export function latestWrite(evidence: Evidence, method: string): RecordedWrite | undefined {
  return knownWrites(evidence).find((write) => write.method.toLowerCase() === method)
}

/** Methods that decide which prefixes are let through. */
const FILTER_METHODS: ReadonlySet<string> = new Set([
  'updateroutingpolicy',
  'setroutingpolicy',
  'attachroutingpolicy',
])

/** Whether a write decides which prefixes a link lets through. */
export function isFilterWrite({ method }: RecordedWrite): boolean {
  return FILTER_METHODS.has(method.toLowerCase())
}

/** Whether a write may have changed what is routed over a link: not its name, its tags or its peer. */
export function changesRoutes({ method }: RecordedWrite): boolean {
  const name = method.toLowerCase()
  return EFFECTS.has(name) && name !== 'updatelink' && name !== 'deletelink'
}

/**
 * Puts a changed peer ASN back (`before`; null for none, undefined where nobody knows), or follows it. On a hosted link it
 * cannot be changed by the customer (`peer_asn` of the API: self-hosted links).
 */
export function peerAsnUndo(evidence: Evidence, before: number | null | undefined): NextStep {
  const { kind, customerPeer } = evidence.link
  const now = customerPeer?.asn ?? null
  const back = before == null ? 'to that of the router' : `back to ${before}`
  return kind.type === 'self_hosted'
    ? {
        text: `Set the peer ASN ${back}${now === null ? '' : `, or your router to ${now}`}`,
        url: DOCUMENTS.networkDevice,
        acts: ['peer_asn'],
      }
    : {
        ...partnerStep(
          evidence,
          `Have the peer ASN set ${back}${now === null ? '' : `, or the router to ${now}`}, with`,
          ': it cannot be changed on a hosted link',
        ),
        acts: ['peer_asn'],
      }
}

/** Who made a change and how long ago (`at` in ms; null where that is not known), to follow it: " by anna with Terraform, 4 minutes ago". */
export function doneBy(who: WhoChanged | undefined, at: number | null, now: number): string {
  const by = who === undefined ? '' : ` by ${whoInWords(who)}`
  return at === null ? by : `${by}, ${agoInWords(at, now)}`
}

/** How long ago something was done at `at` (ms): "just now", "4 minutes ago". */
export function agoInWords(at: number, now: number): string {
  return now - at < 1000 ? 'just now' : `${spanInWords(now - at)} ago`
}

/** What became of a link that has left a VPC, with when and by whom, as a clause. */
export function leftInWords({ link, left, vpc }: Leaver, from: string, now: number): string {
  const by = doneBy(left.by, left.by?.at ?? left.at, now)
  return link.vpcId === null
    ? `${oneLine(link.name)} was detached from ${from}${by}`
    : `${oneLine(link.name)} was moved from ${from} to VPC ${oneLine(vpc?.name ?? link.vpcId)}${by}`
}

/** Who to ask about a change; where nobody is known, where to look. */
export function whoToAsk(who: WhoChanged | undefined): readonly NextStep[] {
  if (who === undefined)
    return [
      {
        text: "See who made the change in Scaleway's Audit Trail, and whether it was planned",
        acts: ['ask_who'],
      },
    ]
  const asked: NextStep = {
    text:
      who.askedBy === undefined
        ? `Ask ${oneLine(who.by)}, who made the change${madeWith(who)}, whether it was planned`
        : `Ask ${oneLine(who.askedBy)}, who had this bot make the change at ${utcMinute(who.at)}, whether it was planned`,
    acts: ['ask_who'],
  }
  return who.tool === 'terraform'
    ? [asked, { text: 'Undo it in the Terraform code too: its next apply takes back what is mended by hand' }]
    : [asked]
}
