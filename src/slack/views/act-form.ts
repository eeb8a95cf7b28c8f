import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import { fold } from '../../diagnostics/fold.ts'
import { FAMILY_NAMES } from '../../diagnostics/words.ts'
import type { Family, Link } from '../../domain/link.ts'
import type { Choices } from '../../remedies/choices.ts'
import { code, plainName } from '../escape.ts'
import { LIMITS, plainText, section } from '../limits.ts'
import { formWindow } from './window.ts'

/** The window that asks for what an act needs: its callback id, and its inputs, each the one of its block. */
export const ACT_WINDOW = {
  callbackId: 'remedy_form',
  vpc: 'remedy_vpc',
  policy: 'remedy_policy',
  family: 'remedy_family',
  name: 'remedy_name',
  prefixesIn: 'remedy_prefixes_in',
  prefixesOut: 'remedy_prefixes_out',
  reference: 'remedy_reference',
  state: 'remedy_state',
} as const

/** The acts that ask for something first. */
export type AskingAct = 'attach_vpc' | 'set_policy' | 'create_policy' | 'mark_contacted' | 'record_ticket'

const TITLES: Readonly<Record<AskingAct, string>> = {
  attach_vpc: 'Attach a VPC',
  set_policy: 'Choose a policy',
  create_policy: 'Create a policy',
  mark_contacted: 'Partner contacted',
  record_ticket: 'Record a ticket',
}

/**
 * The form of an act; a sentence instead of it where there is nothing to choose from. `openTicket` is the reference of the
 * latest ticket about the link that is open.
 */
export function actForm(
  { type, family }: { readonly type: AskingAct; readonly family: Family | null },
  link: Link,
  choices: Choices,
  metadata: string,
  openTicket: string | null = null,
): ModalView | string {
  const inputs = inputsOf(type, family, link, choices, openTicket)
  if (typeof inputs === 'string') return inputs
  return formWindow({
    callbackId: ACT_WINDOW.callbackId,
    metadata,
    title: TITLES[type],
    submit: type === 'mark_contacted' || type === 'record_ticket' ? 'Record' : 'Continue',
    blocks: [section(`Link ${code(link.name, 120)}`), ...inputs],
  })
}

function inputsOf(
  type: AskingAct,
  family: Family | null,
  link: Link,
  choices: Choices,
  openTicket: string | null,
): readonly KnownBlock[] | string {
  switch (type) {
    case 'attach_vpc':
      return choices.vpcs.length === 0
        ? `No other VPC is known in ${link.region}: create one in the console, or let the API key read VPCs.`
        : [choiceMenu(ACT_WINDOW.vpc, `VPC in ${link.region}`, choices.vpcs)]
    case 'set_policy': {
      const policies = family === null ? [] : choices.policies[family]
      const what = family === null ? 'routing policy' : `${FAMILY_NAMES[family]} routing policy`
      return policies.length === 0
        ? `No other ${what} is known in ${link.region}: create one first.`
        : [choiceMenu(ACT_WINDOW.policy, what, policies)]
    }
    case 'create_policy':
      return [
        select(ACT_WINDOW.family, 'Address family', [option('ipv4', 'IPv4'), option('ipv6', 'IPv6')], 'ipv4'),
        text(ACT_WINDOW.name, 'Name', { max: 255 }),
        text(ACT_WINDOW.prefixesIn, 'Prefixes accepted from outside', {
          isLong: true,
          isOptional: true,
          hint: 'Separated by commas, spaces or lines, as 10.20.0.0/16. Nothing passes where the list is empty.',
        }),
        text(ACT_WINDOW.prefixesOut, 'Prefixes of the VPC that are announced', {
          isLong: true,
          isOptional: true,
        }),
      ]
    case 'mark_contacted':
      return [
        text(ACT_WINDOW.reference, "The partner's order number", {
          max: 200,
          isOptional: true,
          hint: 'Leave it empty where the partner gave none.',
        }),
      ]
    case 'record_ticket':
      return [
        text(
          ACT_WINDOW.reference,
          'Reference of the ticket',
          openTicket === null
            ? { max: 200 }
            : {
                max: 200,
                initial: openTicket,
                hint: 'This one is open: choose Closed once it is. Type over it to record another.',
              },
        ),
        select(ACT_WINDOW.state, 'State', [option('open', 'Open'), option('closed', 'Closed')], 'open'),
      ]
  }
}

/** Something to choose, by its name. */
interface Choice {
  readonly id: string
  readonly name: string
}

/** So much of an id tells one from another of its name. */
const ID_CHARACTERS = 8
const BESIDE_ID = LIMITS.optionText - ID_CHARACTERS - ' ()'.length

/** Choices as options. Where names look alike, the beginning of the id stands behind them. */
function choiceOptions(all: readonly Choice[]): readonly PlainTextOption[] {
  const shown = all.map(({ id, name }) => ({ id, name: plainName(name, LIMITS.optionText) }))
  const times = new Map<string, number>()
  for (const { name } of shown) times.set(name, (times.get(name) ?? 0) + 1)
  return shown.map(({ id, name }) =>
    times.get(name) === 1
      ? option(id, name)
      : option(id, `${plainName(name, BESIDE_ID)} (${id.slice(0, ID_CHARACTERS)})`),
  )
}

/** A menu of all choices; where a menu does not hold them, one that looks them up by what is typed (`matchingOptions`). */
function choiceMenu(id: string, label: string, all: readonly Choice[]): InputBlock {
  if (all.length <= LIMITS.options) return select(id, label, choiceOptions(all))
  return {
    type: 'input',
    block_id: id,
    label: plainText(label, 2_000),
    hint: plainText(`There are ${all.length}: type a part of the name, or the beginning of the id.`, 2_000),
    element: {
      type: 'external_select',
      action_id: id,
      min_query_length: 0,
      placeholder: plainText('Name or id', LIMITS.placeholder),
    },
  }
}

/** The choices that what was typed may mean, as many as a menu holds: names that begin with it first. */
export function matchingOptions(all: readonly Choice[], typed: string): PlainTextOption[] {
  const wanted = fold(typed)
  const rank = ({ id, name }: Choice): number => {
    const folded = fold(name)
    if (folded.startsWith(wanted)) return 0
    return folded.includes(wanted) ? 1 : id.toLowerCase().startsWith(wanted) ? 2 : 3
  }
  const options = new Map(choiceOptions(all).map((one) => [one.value, one]))
  return all
    .map(({ id, name }) => ({ id, at: rank({ id, name }) }))
    .filter(({ id, at }) => at < 3 && id.length <= LIMITS.optionValue)
    .sort((a, b) => a.at - b.at)
    .slice(0, LIMITS.options)
    .flatMap(({ id }) => options.get(id) ?? [])
}

/** An option of a menu. Names are foreign. */
export function option(value: string, label: string): PlainTextOption {
  return { text: plainText(plainName(label, LIMITS.optionText), LIMITS.optionText), value }
}

/**
 * A menu of which one has to be chosen: `initial` is already, else the only one that there is, since of two nobody else knows
 * which is meant. What no menu holds is left out.
 */
export function select(
  id: string,
  label: string,
  options: readonly PlainTextOption[],
  initial?: string,
): InputBlock {
  const all = options
    .filter(({ value }) => (value?.length ?? 0) <= LIMITS.optionValue)
    .slice(0, LIMITS.options)
  const wanted = initial ?? (options.length === 1 ? options[0]?.value : undefined)
  const chosen = wanted === undefined ? undefined : all.find(({ value }) => value === wanted)
  return {
    type: 'input',
    block_id: id,
    label: plainText(label, 2_000),
    element: {
      type: 'static_select',
      action_id: id,
      options: all,
      ...(chosen === undefined ? {} : { initial_option: chosen }),
    },
  }
}

/** A field to type into. */
export function text(
  id: string,
  label: string,
  more: {
    readonly max?: number
    readonly isLong?: boolean
    readonly isOptional?: boolean
    readonly hint?: string
    readonly initial?: string
  } = {},
): InputBlock {
  const max = more.max ?? 3_000
  return {
    type: 'input',
    block_id: id,
    optional: more.isOptional === true,
    label: plainText(label, 2_000),
    ...(more.hint === undefined ? {} : { hint: plainText(more.hint, 2_000) }),
    element: {
      type: 'plain_text_input',
      action_id: id,
      multiline: more.isLong === true,
      max_length: max,
      ...(more.initial === undefined ? {} : { initial_value: more.initial.slice(0, max) }),
    },
  }
}
