import type { z } from 'zod'
import {
  auditFileValue,
  fixValue,
  leaveOutValue,
  mailValue,
  REMEDY_ACTION_IDS,
  remedyValue,
  reorderValue,
  undoContactedValue,
} from '../remedy-actions.ts'
import { auditToMe, auditTurnedAway } from './audit.ts'
import { jsonOf } from './form-values.ts'
import { fixShown } from './link-shown.ts'
import { type KnownPress, STALE, withValue } from './press.ts'
import {
  mailTurnedAway,
  openMail,
  openRemedy,
  remedyTurnedAway,
  rightsAskedAgain,
  rightsTurnedAway,
} from './remedies.ts'
import { undoContact, undoTurnedAway } from './remedy-contacted.ts'
import { openOtherOrder } from './remedy-other-orders.ts'
import { changeReorder, leaveStepOut, reorderTurnedAway } from './remedy-reorders.ts'
import { askerOf, noteOtherVersion } from './remedy-window.ts'

/** A remedy whose button has to carry something: what another version of the bot has made is refused, and noted. */
function remedyWith<T>(
  schema: z.ZodType<T>,
  act: Parameters<typeof withValue<T>>[1],
  read?: (value: string | undefined) => unknown,
) {
  return withValue(schema, act, read, (pressed, helpers) => noteOtherVersion(pressed, STALE, helpers))
}

/** The buttons of remedies: who may not use the bot at all is noted where something would be done. */
export const REMEDY_PRESSES: Readonly<Record<string, KnownPress>> = {
  [REMEDY_ACTION_IDS.fixLink]: {
    place: 'asker',
    press: withValue(
      fixValue,
      ({ link, channel }, pressed, helpers) => fixShown(link, askerOf(pressed, channel), helpers),
      (value) => jsonOf(value) ?? value,
    ),
  },
  [REMEDY_ACTION_IDS.remedy]: {
    place: 'asker',
    opensWindow: true,
    press: remedyWith(remedyValue, openRemedy, jsonOf),
    turnedAway: remedyTurnedAway,
  },
  [REMEDY_ACTION_IDS.mail]: {
    place: 'asker',
    opensWindow: true,
    press: remedyWith(mailValue, openMail, jsonOf),
    turnedAway: mailTurnedAway,
  },
  [REMEDY_ACTION_IDS.reorderResume]: {
    place: 'asker',
    press: remedyWith(reorderValue, (id, pressed, helpers) =>
      changeReorder('resume', id, askerOf(pressed, null), helpers),
    ),
    turnedAway: reorderTurnedAway,
  },
  [REMEDY_ACTION_IDS.reorderGiveUp]: {
    place: 'asker',
    press: remedyWith(reorderValue, (id, pressed, helpers) =>
      changeReorder('giveUp', id, askerOf(pressed, null), helpers),
    ),
    turnedAway: reorderTurnedAway,
  },
  [REMEDY_ACTION_IDS.reorderLeaveOut]: {
    place: 'asker',
    press: remedyWith(
      leaveOutValue,
      (value, pressed, helpers) => leaveStepOut(value, askerOf(pressed, null), helpers),
      jsonOf,
    ),
    turnedAway: reorderTurnedAway,
  },
  [REMEDY_ACTION_IDS.reorderOther]: {
    place: 'asker',
    opensWindow: true,
    press: remedyWith(reorderValue, openOtherOrder),
    turnedAway: reorderTurnedAway,
  },
  [REMEDY_ACTION_IDS.askRightsAgain]: {
    place: 'instead',
    press: remedyWith(fixValue, rightsAskedAgain, (value) => jsonOf(value) ?? value),
    turnedAway: rightsTurnedAway,
  },
  [REMEDY_ACTION_IDS.undoContacted]: {
    place: 'instead',
    press: remedyWith(undoContactedValue, undoContact, jsonOf),
    turnedAway: undoTurnedAway,
  },
  [REMEDY_ACTION_IDS.auditFile]: {
    place: 'asker',
    press: remedyWith(auditFileValue, auditToMe, jsonOf),
    turnedAway: auditTurnedAway,
  },
}
