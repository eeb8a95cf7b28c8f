import type { Button } from '@slack/types'
import { z } from 'zod'
import { ACT_KINDS } from '../remedies/acts.ts'
import type { RemedyId } from '../remedies/by-status.ts'
import { MAIL_KINDS, MAIL_LABELS } from '../remedies/mails/kinds.ts'
import { MAIL_LANGUAGES } from '../remedies/mails/writing.ts'
import { LEAVABLE, type LeavableStep } from '../remedies/reorder/leaving-out.ts'
import { linkIdValue, sayValue } from './actions.ts'
import { button, linkButton } from './limits.ts'

/** Ids of the buttons of remedies. Messages outlive versions: an id is never given a new meaning. */
export const REMEDY_ACTION_IDS = {
  fixLink: 'fix_link',
  remedy: 'remedy',
  mail: 'remedy_mail',
  openMail: 'open_mail',
  openPage: 'open_page',
  reorderResume: 'reorder_resume',
  reorderGiveUp: 'reorder_give_up',
  reorderOther: 'reorder_other',
  reorderLeaveOut: 'reorder_leave_out',
  auditFile: 'audit_file',
  askRightsAgain: 'ask_rights_again',
  undoContacted: 'undo_contacted',
} as const

const REMEDY_IDS: readonly RemedyId[] = [
  ...(Object.keys(ACT_KINDS) as (keyof typeof ACT_KINDS)[]),
  'contact_partner',
  'open_ticket',
]

/** Slack's id of the channel that something was asked in; null in the Home tab. Windows know no channel of their own. */
export const channelValue = z.string().min(1).max(40).nullable()

/** The value of `remedy`: what is to be done to which link. */
export const remedyValue = z.object({
  link: linkIdValue,
  remedy: z.enum(REMEDY_IDS),
  family: z.enum(['ipv4', 'ipv6']).nullable(),
  channel: channelValue,
})

export type RemedyValue = z.infer<typeof remedyValue>

/** The value of `remedy_mail`: which mail to the partner of which link. */
export const mailValue = z.object({
  link: linkIdValue,
  kind: z.enum(MAIL_KINDS),
  language: z.enum(MAIL_LANGUAGES),
  channel: channelValue,
})

export type MailValue = z.infer<typeof mailValue>

/** The value of `undo_contacted`: what was written down of the partner of which link when (ms), so that a late press undoes no other. */
export const undoContactedValue = z.object({
  link: linkIdValue,
  at: z.number().int().nonnegative(),
  channel: channelValue,
})

export type UndoContactedValue = z.infer<typeof undoContactedValue>

/** The value of `reorder_resume`, `reorder_give_up` and `reorder_other`: the id of a reorder. */
export const reorderValue = z.string().trim().min(1).max(200)

/** The value of `reorder_leave_out`: which step of which reorder, so that a late press leaves out no other. */
export const leaveOutValue = z.object({
  reorder: reorderValue,
  step: z.enum(LEAVABLE),
})

/** The value of `audit_file`: the words after `audit`. */
export const auditFileValue = sayValue

/** The value of `fix_link`: the id of a link; in windows with the channel that they were opened from. */
export const fixValue = z.union([
  z
    .string()
    .regex(/^[^{]/u)
    .pipe(linkIdValue)
    .transform((link) => ({ link, channel: null })),
  z.object({ link: linkIdValue, channel: channelValue }),
])

/** Answers with all that can be done about a link. */
export function fixButton(linkId: string, channel: string | null = null, label = 'Fix…'): Button {
  const value = channel === null ? linkId : JSON.stringify({ link: linkId, channel })
  return button(REMEDY_ACTION_IDS.fixLink, label, value)
}

/** Has Scaleway asked again, though it refused for want of a right: somebody gave the key that right since. */
export function askRightsAgainButton(linkId: string, channel: string | null): Button {
  const value = channel === null ? linkId : JSON.stringify({ link: linkId, channel })
  return button(REMEDY_ACTION_IDS.askRightsAgain, 'Ask Scaleway again', value)
}

/** Takes back that the partner was contacted. Slack asks first. */
export function undoContactedButton(value: UndoContactedValue): Button {
  return {
    ...button(REMEDY_ACTION_IDS.undoContacted, 'Undo contacted', JSON.stringify(value)),
    confirm: {
      title: { type: 'plain_text', text: 'Undo that it was contacted?' },
      text: {
        type: 'plain_text',
        text: 'The note that the partner was contacted is taken back, with its order number. The follow-up timers go by what was noted before, if anything was.',
      },
      confirm: { type: 'plain_text', text: 'Undo' },
      deny: { type: 'plain_text', text: 'Cancel' },
    },
  }
}

/** Opens the window of one remedy. */
export function remedyButton(value: RemedyValue, label: string, style?: 'primary' | 'danger'): Button {
  const id = `${REMEDY_ACTION_IDS.remedy}:${value.remedy}:${value.family ?? ''}`
  return button(id, label, JSON.stringify(value), style)
}

/** Shows a mail, or the same in the other language. */
export function mailButton(value: MailValue, label: string = MAIL_LABELS[value.kind]): Button {
  const id = `${REMEDY_ACTION_IDS.mail}:${value.kind}:${value.language}`
  return button(id, label, JSON.stringify(value))
}

/** Opens the reader's own mail program; null where the address will not do. */
export function mailtoButton(mailto: string): Button | null {
  return linkButton(REMEDY_ACTION_IDS.openMail, 'Open in my mail program', mailto)
}

/** Opens a page somewhere else; null where the address will not do. */
export function pageButton(url: string, label: string): Button | null {
  return linkButton(`${REMEDY_ACTION_IDS.openPage}:${label}`, label, url)
}

/** Goes on with a reorder that stopped, or has one that waits look at once. */
export function resumeButton(reorderId: string, label: string): Button {
  return button(REMEDY_ACTION_IDS.reorderResume, label, reorderId, 'primary')
}

/** Opens the form that orders something else, where the order was refused. */
export function otherOrderButton(reorderId: string): Button {
  return button(REMEDY_ACTION_IDS.reorderOther, 'Order something else…', reorderId)
}

/** Goes on without a step. Slack asks first. `label` is what the step does, as its line says. */
export function leaveOutButton(reorderId: string, step: LeavableStep, label: string): Button {
  const value = JSON.stringify({ reorder: reorderId, step })
  return {
    ...button(REMEDY_ACTION_IDS.reorderLeaveOut, 'Go on without it', value),
    confirm: {
      title: { type: 'plain_text', text: 'Go on without it?' },
      text: {
        type: 'plain_text',
        text: `This step will be left out: ${label}. What is missing then can be added later, with Fix… on the new link.`,
      },
      confirm: { type: 'plain_text', text: 'Go on without it' },
      deny: { type: 'plain_text', text: 'Cancel' },
    },
  }
}

/** Ends a reorder where it stands. Slack asks first. */
export function giveUpButton(reorderId: string): Button {
  return {
    ...button(REMEDY_ACTION_IDS.reorderGiveUp, 'Give up', reorderId, 'danger'),
    confirm: {
      title: { type: 'plain_text', text: 'Give up here?' },
      text: {
        type: 'plain_text',
        text: 'Nothing more is done by the bot, and nothing is undone. What is left to do by hand is listed.',
      },
      confirm: { type: 'plain_text', text: 'Give up' },
      deny: { type: 'plain_text', text: 'Go on' },
    },
  }
}

/** Sends the audit as a file to whoever presses. */
export function auditFileButton(words: string): Button {
  return button(
    REMEDY_ACTION_IDS.auditFile,
    'Send me all of it (CSV)',
    JSON.stringify({ say: `audit ${words}`.trim() }),
  )
}
