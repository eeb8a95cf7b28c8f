import type { InputBlock, ModalView } from '@slack/types'
import { bandwidthInWords, oneLine } from '../../diagnostics/words.ts'
import type { Link } from '../../domain/link.ts'
import type { Offer } from '../../domain/lookups.ts'
import type { Directory } from '../../domain/snapshot.ts'
import { linkStatus } from '../../domain/status.ts'
import type { LinkOrder } from '../../remedies/ports.ts'
import type { ReorderPlan } from '../../remedies/reorder/order.ts'
import type { Reorder } from '../../remedies/reorder/saga.ts'
import { code, prose } from '../escape.ts'
import { LIMITS, section } from '../limits.ts'
import { option, select, text } from './act-form.ts'
import { formWindow } from './window.ts'
import { UNREAD_MARK } from './words.ts'

/** The window that asks what is to be different about the new link: its callback id and inputs. */
export const REORDER_WINDOW = {
  callbackId: 'remedy_reorder',
  name: 'reorder_name',
  bandwidth: 'reorder_bandwidth',
  pop: 'reorder_pop',
  partner: 'reorder_partner',
  connection: 'reorder_connection',
} as const

/** The window that asks what is ordered instead of what was refused, with the same inputs; and the one that confirms it. */
export const OTHER_ORDER_WINDOWS = {
  form: 'remedy_other_order',
  confirm: 'remedy_other_order_plan',
} as const

/** What can be chosen: what the region holds, and who offers what there; null where that is not known. */
interface Choosable {
  readonly directory: Directory
  readonly offers: readonly Offer[] | null
}

/** Asks for the differences; everything is as it was to begin with. */
export function reorderWindow(link: Link, choosable: Choosable, metadata: string): ModalView {
  const { kind } = link
  const over =
    kind.type === 'unknown'
      ? null
      : kind.type === 'hosted'
        ? ({ type: 'partner', partnerId: kind.partnerId } as const)
        : ({ type: 'connection', connectionId: kind.connectionId } as const)
  return formWindow({
    callbackId: REORDER_WINDOW.callbackId,
    metadata,
    title: 'Order again',
    submit: 'Continue',
    blocks: [
      section(
        [
          `${code(link.name, 120)} will be deleted, and a link like it ordered. What is to be different about the new one? Nothing is done yet.`,
          ...refusedWhy(link),
        ].join('\n'),
      ),
      ...inputs({ ...link, over }, choosable),
    ],
  })
}

/** So many characters of a reason do: the form below it is what is to be seen. */
const LONGEST_REASON = 500

/** Why the partner refused it: what is to be different depends on that. As mrkdwn. */
function refusedWhy({ status, kind }: Link): readonly string[] {
  const reason = kind.type === 'hosted' ? oneLine(kind.disapprovedReason ?? '') : ''
  if (linkStatus(status) !== 'refused' || reason === '') return []
  return [`The partner refused it: ${code(reason, LONGEST_REASON)}.`]
}

/** Asks what is ordered in place of an order that was refused; everything is as it was ordered to begin with. */
export function otherOrderWindow(
  { old, standing }: Pick<Reorder, 'old' | 'standing'>,
  order: LinkOrder,
  choosable: Choosable,
  metadata: string,
): ModalView {
  const why = standing.type === 'stopped' ? ` ${prose(standing.why, [order.name])}` : ''
  return formWindow({
    callbackId: OTHER_ORDER_WINDOWS.form,
    metadata,
    title: 'Order something else',
    submit: 'Continue',
    blocks: [
      section(
        `${code(old.name, 120)} was deleted, and its new link could not be ordered.${why}\nWhat is to be ordered instead? Nothing is done yet.`,
      ),
      ...inputs(order, choosable),
    ],
  })
}

/** Shows what would be ordered instead, to be confirmed. Nothing is taken away by it: it asks for no name. */
export function otherOrderPlanWindow(
  plan: ReorderPlan,
  old: Pick<Link, 'name'>,
  metadata: string,
): ModalView {
  return formWindow({
    callbackId: OTHER_ORDER_WINDOWS.confirm,
    metadata,
    title: 'Please confirm',
    submit: 'Order it',
    blocks: [
      section(
        `Link ${code(plan.order.name, 120)} will be ordered in place of ${code(old.name, 120)}, which was deleted.`,
      ),
      section(reorderNotes(plan, [old.name, plan.order.name]).join('\n')),
    ],
  })
}

/** The inputs of both forms, by what they hold at first. */
function inputs(
  now: Pick<LinkOrder, 'name' | 'bandwidthMbps' | 'popId'> & { readonly over: LinkOrder['over'] | null },
  { directory, offers }: Choosable,
): readonly InputBlock[] {
  const offered = new Map((offers ?? []).map(({ partnerId, popNames }) => [partnerId, popNames]))
  return [
    text(REORDER_WINDOW.name, 'Name', { max: 255, initial: now.name }),
    text(REORDER_WINDOW.bandwidth, 'Bandwidth in Mbps', {
      max: 9,
      initial: String(now.bandwidthMbps),
      hint: `It was ${bandwidthInWords(now.bandwidthMbps)}.`,
    }),
    choice(
      REORDER_WINDOW.pop,
      'PoP',
      now.popId,
      directory.pops.map(({ id, displayName, name }) => ({ id, label: displayName || name })),
    ),
    ...(now.over?.type === 'partner'
      ? [
          choice(
            REORDER_WINDOW.partner,
            'Partner',
            now.over.partnerId,
            directory.partners.map(({ id, name }) => {
              const pops = offered.get(id)
              return { id, label: pops === undefined ? name : offerLabel(name, pops) }
            }),
          ),
        ]
      : []),
    ...(now.over?.type === 'connection'
      ? [
          choice(
            REORDER_WINDOW.connection,
            'Dedicated connection',
            now.over.connectionId,
            directory.connections.map(({ id, name }) => ({ id, label: name })),
          ),
        ]
      : []),
  ]
}

/** A partner with as many of its PoPs as a menu's line holds, the rest counted. */
function offerLabel(name: string, pops: readonly string[]): string {
  if (pops.length === 0) return name
  const label = (shown: number) => {
    const more = pops.length - shown
    const named = pops.slice(0, shown).join(', ')
    if (more === 0) return `${name} (at ${named})`
    return shown === 0 ? `${name} (at ${pops.length} PoPs)` : `${name} (at ${named} and ${more} more)`
  }
  const fits = (shown: number) => label(shown).length <= LIMITS.optionText
  const most = pops.map((_, index) => pops.length - index).find(fits) ?? 0
  return label(most)
}

/** A menu in which what it is now is always there, and chosen. */
function choice(
  id: string,
  label: string,
  now: string,
  known: readonly { readonly id: string; readonly label: string }[],
): InputBlock {
  const all = known.some((one) => one.id === now) ? known : [{ id: now, label: now }, ...known]
  const first = [...all].sort((a, b) => Number(b.id === now) - Number(a.id === now))
  return select(
    id,
    label,
    first.map((one) => option(one.id, one.label)),
    now,
  )
}

/** What an order again would keep, lose and cost, as mrkdwn, for the window that asks to confirm. */
export function reorderNotes(
  { differences, kept, lost, cost }: ReorderPlan,
  names: readonly string[],
): readonly string[] {
  const lines = (sentences: readonly string[], mark: string) =>
    sentences.map((one) => `${mark} ${prose(one, names)}`)
  return [
    '*The new link*',
    ...(differences.length === 0 ? ['• It will be ordered as the old one was.'] : lines(differences, '•')),
    ...lines(kept, '•'),
    '*What cannot be kept, and what it costs*',
    ...lines(lost, UNREAD_MARK),
    `• ${prose(cost)}`,
  ]
}
