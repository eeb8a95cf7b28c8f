import type { InputBlock, ModalView } from '@slack/types'
import type { Evidence } from '../../diagnostics/evidence.ts'
import { bandwidthInWords } from '../../diagnostics/words.ts'
import type { Directory } from '../../domain/snapshot.ts'
import type { ReorderPlan } from '../../remedies/reorder/order.ts'
import { code, prose } from '../escape.ts'
import { section } from '../limits.ts'
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

/** Asks for the differences; everything is as it was to begin with. */
export function reorderWindow({ link, offers }: Evidence, directory: Directory, metadata: string): ModalView {
  const offered = new Map((offers ?? []).map(({ partnerId, popNames }) => [partnerId, popNames]))
  return formWindow({
    callbackId: REORDER_WINDOW.callbackId,
    metadata,
    title: 'Order again',
    submit: 'Continue',
    blocks: [
      section(
        `${code(link.name, 120)} is deleted, and a link like it is ordered. What is to be different about the new one? Nothing is done yet.`,
      ),
      text(REORDER_WINDOW.name, 'Name', { max: 255, initial: link.name }),
      text(REORDER_WINDOW.bandwidth, 'Bandwidth in Mbps', {
        max: 9,
        initial: String(link.bandwidthMbps),
        hint: `It has ${bandwidthInWords(link.bandwidthMbps)} now.`,
      }),
      choice(
        REORDER_WINDOW.pop,
        'PoP',
        link.popId,
        directory.pops.map(({ id, displayName, name }) => ({ id, label: displayName || name })),
      ),
      ...(link.kind.type === 'hosted'
        ? [
            choice(
              REORDER_WINDOW.partner,
              'Partner',
              link.kind.partnerId,
              directory.partners.map(({ id, name }) => {
                const pops = offered.get(id)
                return { id, label: pops === undefined ? name : `${name} (at ${pops.join(', ')})` }
              }),
            ),
          ]
        : []),
      ...(link.kind.type === 'self_hosted'
        ? [
            choice(
              REORDER_WINDOW.connection,
              'Dedicated connection',
              link.kind.connectionId,
              directory.connections.map(({ id, name }) => ({ id, label: name })),
            ),
          ]
        : []),
    ],
  })
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
    ...(differences.length === 0 ? ['• It is ordered as the old one was.'] : lines(differences, '•')),
    ...lines(kept, '•'),
    '*What cannot be kept, and what it costs*',
    ...lines(lost, UNREAD_MARK),
    `• ${prose(cost)}`,
  ]
}
