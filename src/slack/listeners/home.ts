import type { App } from '@slack/bolt'
import type { HomeView } from '@slack/types'
import type { Timer } from '../../domain/clock.ts'
import { ACTION_IDS } from '../actions.ts'
import { redact } from '../logger.ts'
import { HOME_FILTERS, type HomeFilter, renderClosedHome, renderHome } from '../views/home.ts'
import { recordsOfRows } from './helpers.ts'
import type { ListenerDeps } from './listener-deps.ts'

/** Whoever has not looked at their dashboard for so long looks at it anew by opening it (ms). */
const LOOKED_AT_WITHIN_MS = 60 * 60_000
/** Changes within this time are shown at once (ms): `views.publish` may be called about a hundred times a minute. */
const COALESCED_MS = 5_000
/** Dashboards that are kept up to date at once. */
const MOST_VIEWERS = 50

/** The dashboards that people have open. */
export interface Homes {
  /** Something changed: those that were opened lately are brought up to date, a little later, once for all changes. */
  changed(): void
  /** Nothing is brought up to date any more. */
  stop(): void
}

/** The Home tab: published when it is opened, when its filter changes, and when something changes. */
export function listenToHome(app: App, deps: ListenerDeps): Homes {
  const { client, clock, doorman, logger, membership, questions, toldAt } = deps
  const viewers = new Map<string, { filter: HomeFilter; at: number }>()
  let due: Timer | null = null

  const publish = (userId: string, view: HomeView) => client.views.publish({ user_id: userId, view })

  const show = async (userId: string, filter: HomeFilter): Promise<void> => {
    const answer = await questions.home(userId, HOME_FILTERS[filter].filter)
    const [told, records] = await Promise.all([
      toldAt(
        answer.incidents.map(({ incident }) => incident.id),
        answer.reorders,
      ),
      recordsOfRows(answer.incidents, deps),
    ])
    await publish(userId, renderHome(answer, filter, clock.now(), told, records))
  }

  const look = async (userId: string, filter: HomeFilter): Promise<null> => {
    viewers.delete(userId)
    viewers.set(userId, { filter, at: clock.now() })
    const [oldest] = viewers.keys()
    if (viewers.size > MOST_VIEWERS && oldest !== undefined) viewers.delete(oldest)
    await show(userId, filter)
    return null
  }

  const refresh = async (): Promise<void> => {
    due = null
    for (const [userId, { filter, at }] of [...viewers]) {
      if (clock.now() - at > LOOKED_AT_WITHIN_MS) viewers.delete(userId)
      // Whoever has become a guest meanwhile, or has left, sees no more than they saw.
      else if ((await membership.check(userId)).allowed)
        await show(userId, filter).catch((error: unknown) =>
          logger.warn({ userId, error: redact(String(error)) }, 'A dashboard was not brought up to date'),
        )
    }
  }

  /** A refusal or an apology takes the place of the dashboard. */
  const instead =
    (userId: string) =>
    ({ message }: { readonly message: { readonly text: string } }) =>
      publish(userId, renderClosedHome(message.text))

  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return
    const visit = {
      what: 'app_home_opened',
      userId: event.user,
      triggerId: `event:${body.event_id}`,
      pressKey: null,
      acknowledge: async () => {},
      respond: instead(event.user),
    }
    await doorman.admit(visit, () => look(event.user, viewers.get(event.user)?.filter ?? 'all'))
  })

  app.action({ type: 'block_actions', action_id: ACTION_IDS.homeFilter }, async ({ action, body, ack }) => {
    const { id: userId } = body.user
    const chosen = action.type === 'static_select' ? action.selected_option?.value : undefined
    const visit = {
      what: ACTION_IDS.homeFilter,
      userId,
      triggerId: 'trigger_id' in body ? body.trigger_id : '',
      pressKey: null,
      acknowledge: () => ack(),
      respond: instead(userId),
    }
    await doorman.admit(visit, () => look(userId, isHomeFilter(chosen) ? chosen : 'all'))
  })

  return {
    changed() {
      if (due !== null || viewers.size === 0) return
      due = clock.setTimer(COALESCED_MS, () => void refresh())
    },
    stop() {
      viewers.clear()
      due?.cancel()
    },
  }
}

function isHomeFilter(value: string | undefined): value is HomeFilter {
  return value !== undefined && Object.hasOwn(HOME_FILTERS, value)
}
