import type { KnownBlock } from '@slack/types'
import type { Link } from '../../domain/link.ts'
import { whyNot } from '../../remedies/applies.ts'
import type { MailDraft } from '../../remedies/mails/draft.ts'
import type { MailKind } from '../../remedies/mails/kinds.ts'
import { MAIL_LABELS } from '../../remedies/mails/kinds.ts'
import type { MailLanguage } from '../../remedies/mails/writing.ts'
import { clip, code, prose } from '../escape.ts'
import { actions, context, header, LIMITS, type RenderedMessage, section } from '../limits.ts'
import { mailButton, mailtoButton, pageButton, remedyButton } from '../remedy-actions.ts'
import { fenced } from './fenced.ts'
import { type Denied, deniedText } from './remedy-words.ts'

/** Where a mail is shown: of which link, and which others fit it. */
export interface MailPlace {
  readonly link: Link
  /** Slack's id of the channel that the window was opened from. */
  readonly channel: string | null
  readonly kinds: readonly MailKind[]
  /** That the partner was contacted, as mrkdwn; null where nobody noted it. */
  readonly contacted: string | null
  /** Why who asked may neither see the pairing key nor note that the partner was contacted; null where they may. */
  readonly denied: Denied | null
}

const LANGUAGES: Readonly<Record<MailLanguage, { readonly label: string; readonly other: MailLanguage }>> = {
  en: { label: 'In English', other: 'fr' },
  fr: { label: 'En français', other: 'en' },
}

/** What an operator can have done beside a mail, as on its buttons. */
const ACT_LABELS = {
  reveal_pairing_key: 'Show the pairing key…',
  mark_contacted: 'Mark as contacted…',
} as const

/** A mail to copy and send, for one person alone: nothing is sent by the bot. */
export function renderMail(
  draft: MailDraft,
  { link, channel, kinds, contacted, denied }: MailPlace,
): RenderedMessage {
  const { kind, language } = draft
  const { other } = LANGUAGES[language]
  const acts = (['reveal_pairing_key', 'mark_contacted'] as const)
    .filter((remedy) => remedy !== 'reveal_pairing_key' || kind === 'provision')
    .filter((remedy) => whyNot({ remedy, family: null }, link) === null)
  const buttons = [
    draft.mailto === null ? null : mailtoButton(draft.mailto),
    draft.portalUrl === null ? null : pageButton(draft.portalUrl, "The partner's portal"),
    mailButton({ link: link.id, kind, language: other, channel }, LANGUAGES[other].label),
    ...kinds
      .filter((one) => one !== kind)
      .map((one) => mailButton({ link: link.id, kind: one, language, channel })),
    ...(denied === null ? acts : []).map((remedy) =>
      remedyButton({ link: link.id, remedy, family: null, channel }, ACT_LABELS[remedy]),
    ),
  ]
  const opening = `Mail to the partner of ${code(link.name, 120)}. Copy it into your own mail program: the bot sends nothing.`
  return {
    text: clip(opening, LIMITS.fallbackText),
    blocks: [
      header(MAIL_LABELS[kind]),
      section([opening, ...(contacted === null ? [] : [contacted])].join('\n')),
      ...mailSections(draft),
      ...(denied === null || acts.length === 0 ? [] : [section(deniedText(acts, denied))]),
      actions(buttons),
    ],
  }
}

/** The draft itself, with what to know before it is sent. */
export function mailSections(draft: MailDraft): readonly KnownBlock[] {
  const { to, subject, body, gaps, advice } = draft
  return [
    ...(advice.length === 0 ? [] : [section(advice.map((one) => `• ${prose(one)}`).join('\n'))]),
    section(`*To* ${to === null ? '–' : code(to, 200)}`),
    context(['Subject']),
    ...fenced([subject]),
    context(['Text']),
    ...fenced(body.split('\n')),
    ...(gaps.length === 0 ? [] : [context([`To be filled in: ${gaps.map((gap) => prose(gap)).join('; ')}`])]),
  ]
}

/**
 * The pairing key and the mails that it belongs into, for the operator who asked alone. `next` is what they do once the
 * partner has it, if the link can have that done.
 */
export function renderKey(
  { key, sentence }: { readonly key: string; readonly sentence: string },
  drafts: readonly MailDraft[],
  name: string,
  next: { readonly link: Link; readonly channel: string | null } | null,
): RenderedMessage {
  return {
    // Notifications and logs hold the fallback: the key is in the blocks alone.
    text: prose(sentence, [name]),
    blocks: [
      section(prose(sentence, [name])),
      ...fenced([key]),
      ...drafts.flatMap((draft) => [header(LANGUAGES[draft.language].label), ...mailSections(draft)]),
      ...buttonsOf(drafts, next),
    ],
  }
}

function buttonsOf(
  drafts: readonly MailDraft[],
  next: Parameters<typeof renderKey>[3],
): readonly KnownBlock[] {
  const mailto = drafts.find((draft) => draft.mailto !== null)?.mailto ?? null
  const [remedy, family] = ['mark_contacted', null] as const
  const buttons = [
    mailto === null ? null : mailtoButton(mailto),
    next === null || whyNot({ remedy, family }, next.link) !== null
      ? null
      : remedyButton({ link: next.link.id, remedy, family, channel: next.channel }, ACT_LABELS[remedy]),
  ]
  return buttons.every((one) => one === null) ? [] : [actions(buttons)]
}
