import type { Clock, Timer } from '../clock.ts'
import { makeInteractions } from './acts.ts'
import { type Directory, makeDirectory } from './directory.ts'
import { makeDispatcher } from './dispatcher.ts'
import { makeMessageEvents } from './events.ts'
import { makeFaultBox } from './faults.ts'
import { makeFileStore } from './files.ts'
import { makeHttpEvents } from './http-events.ts'
import { makeIds, makeTimestamps } from './ids.ts'
import { initialState } from './inputs.ts'
import { makeRateLimiter } from './limits.ts'
import { readManifest } from './manifest.ts'
import { makeEphemeralStore, makeMessageStore, present } from './messages.ts'
import { makeResponseUrls } from './response-urls.ts'
import { listen } from './server.ts'
import { makeSocketMode } from './socket.ts'
import { makeSurfaces } from './surfaces.ts'
import { makeTriggers } from './triggers.ts'
import { makeViewStore } from './views.ts'
import { makeWebApi, type TokenBook } from './web-api.ts'
import { wireMessage } from './wire.ts'
import type { ApiCall, JsonObject, SlackWorkspace, SlackWorkspaceOptions } from './workspace.ts'
import type { World } from './world.ts'

/** Starts a workspace with one app installed. Rejects when the manifest is not importable or the port is taken. */
export async function startSlackWorkspace(options: SlackWorkspaceOptions): Promise<SlackWorkspace> {
  const mode = options.events ?? { kind: 'socket' }
  const { clock, cancelAll } = scopedClock(options.clock)
  const ids = makeIds(options.random)
  const manifest = readManifest(options.manifest)
  const timestamp = makeTimestamps(clock)
  const { changed, onChange } = makeChanges()
  const directory = makeDirectory(
    {
      people: options.people,
      channels: options.channels,
      userGroups: options.userGroups ?? [],
      botName: manifest.botName,
      appName: manifest.name,
    },
    ids,
  )
  const sockets = makeSocketMode({ clock, ids, random: options.random, appId: directory.appId, changed })
  const faults = makeFaultBox(() => sockets)
  const transport = mode.kind === 'socket' ? sockets : makeHttpEvents({ ...mode, clock })
  const verificationToken = ids.secret()
  const dispatcher = makeDispatcher({ clock, ids, directory, faults, transport, verificationToken })
  const tokens = makeTokens(options)
  const calls: ApiCall[] = []
  let authority = ''

  const world: World = {
    clock,
    ids,
    manifest,
    directory,
    faults,
    dispatcher,
    timestamp,
    messages: makeMessageStore(timestamp, changed),
    ephemerals: makeEphemeralStore(timestamp, changed),
    views: makeViewStore({ clock, ids, directory, initialState, changed }),
    triggers: makeTriggers(clock, ids, directory),
    files: makeFileStore(ids),
    unfurls: new Map(),
    address: (path) => `http://${authority}${path}`,
    openConnection: () => `ws://${authority}/link/?ticket=${sockets.issueTicket()}&app_id=${directory.appId}`,
    events: makeMessageEvents({
      manifest,
      directory,
      timestamp,
      wire: (message) => wireMessage(world, message, { metadata: false }),
      send: (event) => void dispatcher.sendEvent(event),
      rememberUnfurl(message) {
        const id = `C.${ids.digits(13)}.${ids.hex(32)}`
        world.unfurls.set(id, { channel: message.channel, ts: message.ts })
        return id
      },
    }),
  }
  const responseUrls = makeResponseUrls(world, () => `http://${authority}`)
  const surfaces = makeSurfaces(world)
  const server = await listen(
    {
      api: makeWebApi({
        world,
        tokens,
        limiter: options.enforceRateLimits ? makeRateLimiter(clock) : undefined,
        log: (call) => {
          calls.push(call)
          changed()
        },
      }),
      responseUrl: responseUrls.receive,
      upload: world.files.receive,
      file: (id) => world.files.shared(id)?.content,
      upgrade: sockets.upgrade,
    },
    options.host ?? '127.0.0.1',
    options.port ?? 0,
  )
  authority = server.authority

  const conversation = (id: string) => {
    const found = directory.conversation(id)
    if (!found) throw new Error(`The workspace has no channel ${id}.`)
    return found
  }
  const connected = () => mode.kind === 'http' || sockets.connections() > 0
  const waitFor = (condition: () => boolean): Promise<void> => {
    if (condition()) return Promise.resolve()
    return new Promise((resolve) => {
      const stop = onChange(() => {
        if (!condition()) return
        stop()
        resolve()
      })
    })
  }

  return {
    ...makeInteractions({ world, surfaces, responseUrls, verificationToken }),
    apiUrl: `http://${authority}/api/`,
    teamId: directory.teamId,
    appId: directory.appId,
    botUserId: directory.botUserId,
    botId: directory.botId,
    people: directory.people,
    faults: faults.faults,
    onChange,
    connected,
    waitFor,
    waitForConnection: () => waitFor(connected),
    channels: () =>
      directory
        .conversations()
        .filter((each) => each.kind !== 'im')
        .map(({ kind, ...rest }) => ({ ...rest, isPrivate: kind === 'private' })),
    directChannel: (userId) =>
      directory.conversations().find((each) => each.kind === 'im' && each.members.includes(userId))?.id,
    messages: (channelId) => world.messages.all(channelId),
    ephemerals: (userId) => world.ephemerals.all(userId),
    modals: (userId) => world.views.stack(userId),
    home: (userId) => world.views.home(userId),
    file: (id) => world.files.shared(id),
    calls: () => [...calls],
    async openHome({ userId }) {
      if (!manifest.homeTab) return { ok: false, error: 'refused', shown: 'This app has no Home tab.' }
      if (!manifest.botEvents.has('app_home_opened')) return { ok: true, ack: null }
      const view = world.views.home(userId)
      const event = present({
        type: 'app_home_opened',
        user: userId,
        channel: directory.openIm(userId).conversation.id,
        tab: 'home',
        event_ts: timestamp(),
        view: view as unknown as JsonObject | undefined,
      })
      const delivery = await dispatcher.sendEvent(event as JsonObject)
      return delivery.ok
        ? { ok: true, ack: delivery.body }
        : { ok: false, error: delivery.error, shown: 'The app did not answer.' }
    },
    postAs({ userId, channelId, text, threadTs }) {
      const person = directory.person(userId)
      if (!conversation(channelId).members.includes(userId))
        throw new Error(`${userId} is not in ${channelId}.`)
      if (threadTs !== undefined && !world.messages.find(channelId, threadTs)) {
        throw new Error(`There is no message ${threadTs} to reply to.`)
      }
      const message = world.messages.post({
        channel: channelId,
        user: userId,
        team: person?.teamId ?? directory.teamId,
        text: typedText(directory, text),
        thread_ts: threadTs,
      })
      world.events.posted(message)
      return message
    },
    deleteMessage(channelId, ts) {
      const message = world.messages.find(channelId, ts)
      if (!message) throw new Error(`There is no message ${ts} in ${channelId}.`)
      world.messages.remove(channelId, ts)
      world.events.deleted(message)
    },
    dismiss: (ephemeralId) => world.ephemerals.remove(ephemeralId),
    setBotMember(channelId, isMember) {
      conversation(channelId).botIsMember = isMember
      changed()
    },
    setArchived(channelId, isArchived) {
      conversation(channelId).isArchived = isArchived
      changed()
    },
    setTokenValid: tokens.setValid,
    async close() {
      faults.faults.clear()
      sockets.close()
      cancelAll()
      await server.close()
    },
  }
}

/**
 * What Slack makes of what a person types: `@name` becomes a mention, an address a link
 * (https://docs.slack.dev/messaging/formatting-message-text).
 */
function typedText(directory: Directory, text: string): string {
  return text
    .replace(/(^|\s)@([\w.-]+)/g, (whole, before: string, name: string) => {
      const found = directory.people.find((each) => each.name === name)
      return found === undefined ? whole : `${before}<@${found.id}>`
    })
    .replace(/(^|\s)(https?:\/\/[^\s<>|]+)/g, '$1<$2>')
}

/** A clock whose timers end with the workspace, so that none keeps the process alive. */
function scopedClock(clock: Clock): { readonly clock: Clock; readonly cancelAll: () => void } {
  const timers = new Set<Timer>()
  return {
    clock: {
      now: () => clock.now(),
      setTimer(delayMs, fire) {
        const timer = clock.setTimer(delayMs, () => {
          timers.delete(timer)
          fire()
        })
        timers.add(timer)
        return timer
      },
    },
    cancelAll: () => {
      for (const timer of timers) timer.cancel()
    },
  }
}

function makeChanges() {
  const listeners = new Set<() => void>()
  return {
    changed: () => {
      for (const listener of [...listeners]) listener()
    },
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

/** The two tokens of the installed app. */
function makeTokens(options: { readonly botToken: string; readonly appToken: string }): TokenBook & {
  setValid(token: 'bot' | 'app', valid: boolean): void
} {
  const valid = { bot: true, app: true }
  return {
    setValid(token, isValid) {
      valid[token] = isValid
    },
    read(token) {
      if (token === undefined || token === '') return { error: 'not_authed' }
      if (token === options.botToken) return valid.bot ? { kind: 'bot' } : { error: 'account_inactive' }
      if (token === options.appToken && valid.app) return { kind: 'app' }
      return { error: 'invalid_auth' }
    },
  }
}
